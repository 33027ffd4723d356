//! The error responses.

use axum::Json;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ivy_proxy::{ApiError, Code};
use serde_json::json;

use crate::headers::{self, NO_STORE};
use crate::pages::errors as pages;

/// Returns an error for a script, in the form of the proxy: `{"code", "requestId"}`. The log has the same id.
pub(crate) fn as_json(error: &ApiError) -> Response {
    let id = request_id();
    tracing::info!(request_id = %id, status = error.status.as_u16(), code = error.code.name(), "refused");
    let body = error.body(&id);
    let named = [(HeaderName::from_static("ivy-request-id"), id.as_str()), (header::CONTENT_TYPE, "application/json")];
    let mut response = (error.status, NO_STORE, named, body).into_response();
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Returns an error for a person, as a page.
pub(crate) fn as_page(error: &ApiError) -> Response {
    tracing::info!(status = error.status.as_u16(), code = error.code.name(), "refused");
    let page = match error.status {
        StatusCode::NOT_FOUND if error.code == Code::AccountGone => pages::account_gone(),
        StatusCode::NOT_FOUND => pages::unknown(),
        StatusCode::FORBIDDEN | StatusCode::UNSUPPORTED_MEDIA_TYPE => pages::foreign_post(),
        _ => pages::unavailable(),
    };
    (error.status, headers::markup(page)).into_response()
}

/// Returns the page for a login that nobody can find.
pub(crate) fn not_found() -> Response {
    (StatusCode::NOT_FOUND, headers::markup(pages::unknown())).into_response()
}

/// Returns the page for an address that the shop does not have.
pub(crate) fn no_page() -> Response {
    (StatusCode::NOT_FOUND, headers::markup(pages::no_page())).into_response()
}

/// Returns the page for a failed database, and logs the error.
pub(crate) fn database(error: &sqlx::Error) -> Response {
    tracing::error!(%error, "the database cannot be asked");
    (StatusCode::SERVICE_UNAVAILABLE, headers::markup(pages::unavailable())).into_response()
}

/// Returns the error for a body that the route does not accept.
pub(crate) fn malformed() -> Response {
    (StatusCode::BAD_REQUEST, NO_STORE, Json(json!({ "code": "proxy_rejected", "requestId": request_id() })))
        .into_response()
}

fn request_id() -> String {
    let mut bytes = [0_u8; 8];
    // If the system has no random bytes, the id is all zeros and the response is still sent.
    let _ = getrandom::fill(&mut bytes);
    hex::encode(bytes)
}
