//! Ivy's API: create, details and list of data sessions. Every call is a POST with a JSON body and the key in
//! `X-Ivy-Api-Key`.

mod check;
mod create;
mod details;
mod list;

use crate::api_error::ApiError;
use crate::app::App;
use crate::random;
use axum::Router;
use axum::extract::{Request as HttpRequest, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::sync::Arc;

/// Returns the router of `/api/…`. Every route needs the key.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/api/service/data/session/create", post(create::create))
        .route("/api/service/data/session/details", post(details::details))
        .route("/api/service/data/session/list", post(list::list))
        .route("/api/{*unknown}", axum::routing::any(|| async { ApiError::not_found("no such endpoint") }))
        .method_not_allowed_fallback(|| async { ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "every call is a POST") })
        .layer(from_fn_with_state(Arc::clone(app), require_key))
}

/// Refuses calls without the right key before any other check.
async fn require_key(State(app): State<Arc<App>>, request: HttpRequest, next: Next) -> Response {
    let key = request.headers().get("x-ivy-api-key").map(|value| value.as_bytes()).unwrap_or_default();
    if random::same_secret(key, app.settings.api_key.as_bytes()) {
        next.run(request).await
    } else {
        ApiError::new(StatusCode::UNAUTHORIZED, "the api key is missing or wrong").into_response()
    }
}
