//! Ivy's API: create, details and list of data sessions. Every call is a POST with a JSON body and the key in
//! `X-Ivy-Api-Key`.

mod body;
mod check;
mod create;
mod details;
mod error;
mod list;
mod request;
mod session;

pub(crate) use body::{JsonObject, MAX_BODY};
pub(crate) use error::ApiError;
pub(crate) use request::{ExternalUser, Prefill, Request};
pub(crate) use session::{SessionBody, Shown};

use crate::App;
use crate::chance;
use axum::Router;
use axum::extract::{Request as HttpRequest, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::sync::Arc;

/// The routes below `/api`, all of them behind the key.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/api/service/data/session/create", post(create::create))
        .route("/api/service/data/session/details", post(details::details))
        .route("/api/service/data/session/list", post(list::list))
        .route("/api/{*unknown}", axum::routing::any(|| async { ApiError::not_found("no such endpoint") }))
        .method_not_allowed_fallback(|| async { ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "every call is a POST") })
        .layer(from_fn_with_state(Arc::clone(app), require_key))
}

/// Refuses calls without the right key, before anything else is looked at.
async fn require_key(State(app): State<Arc<App>>, request: HttpRequest, next: Next) -> Response {
    let key = request.headers().get("x-ivy-api-key").map(|value| value.as_bytes()).unwrap_or_default();
    if chance::same_secret(key, app.settings.api_key.as_bytes()) {
        next.run(request).await
    } else {
        ApiError::new(StatusCode::UNAUTHORIZED, "the api key is missing or wrong").into_response()
    }
}
