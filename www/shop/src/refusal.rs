//! What the shop answers instead of what was asked for.

use axum::Json;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ivy_proxy::{ApiError, Code};
use serde_json::json;

use crate::headers::{self, NO_STORE};
use crate::plain;

/// A refusal for scripts, in the proxy's own form: `{"code", "requestId"}`. The id stands in the log too.
pub(crate) fn as_json(refused: &ApiError) -> Response {
    let id = request_id();
    tracing::info!(request_id = %id, status = refused.status.as_u16(), code = refused.code.name(), "refused");
    let body = refused.body(&id);
    let named = [(HeaderName::from_static("ivy-request-id"), id.as_str()), (header::CONTENT_TYPE, "application/json")];
    let mut response = (refused.status, NO_STORE, named, body).into_response();
    if let Some(seconds) = refused.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// A refusal for people.
pub(crate) fn as_page(refused: &ApiError) -> Response {
    tracing::info!(status = refused.status.as_u16(), code = refused.code.name(), "refused");
    let page = match refused.status {
        StatusCode::NOT_FOUND if refused.code == Code::AccountGone => plain::account_gone(),
        StatusCode::NOT_FOUND => plain::unknown(),
        StatusCode::FORBIDDEN | StatusCode::UNSUPPORTED_MEDIA_TYPE => plain::not_from_here(),
        _ => plain::unavailable(),
    };
    (refused.status, headers::markup(page)).into_response()
}

/// The database cannot be asked.
pub(crate) fn database(error: &sqlx::Error) -> Response {
    tracing::error!(%error, "the database cannot be asked");
    (StatusCode::SERVICE_UNAVAILABLE, headers::markup(plain::unavailable())).into_response()
}

/// A body that is not what the route takes.
pub(crate) fn malformed() -> Response {
    (StatusCode::BAD_REQUEST, NO_STORE, Json(json!({ "code": "proxy_rejected", "requestId": request_id() })))
        .into_response()
}

fn request_id() -> String {
    let mut bytes = [0_u8; 8];
    // Without randomness the answer goes out all the same; its id is then of no use.
    let _ = getrandom::fill(&mut bytes);
    hex::encode(bytes)
}
