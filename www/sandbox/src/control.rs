//! What no Ivy has: counts and a way to let a session expire, for tests on this machine only.

use crate::App;
use crate::api::{ApiError, JsonObject};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// `GET /sandbox/stats` and `POST /sandbox/expire`.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/sandbox/stats", get(stats))
        .route("/sandbox/expire", post(expire))
        .layer(from_fn(loopback_only))
}

/// Callers from other machines find nothing here.
async fn loopback_only(ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request, next: Next) -> Response {
    if peer.ip().to_canonical().is_loopback() {
        next.run(request).await
    } else {
        ApiError::not_found("no such endpoint").into_response()
    }
}

/// `creates`, `lists` and `details` that were answered with 200, `bankLogins` with the right password, `callbacksSent`
/// that the merchant took with 200; since the database was made.
async fn stats(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    Ok(Json(app.store.stats().await?).into_response())
}

/// `{"id"}`: an open session expires now; one that has ended stays as it is.
async fn expire(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let Some(Value::String(id)) = body.get("id") else {
        return Err(ApiError::invalid("id", body.get("id"), "must be a string"));
    };
    if !app.store.expire(id).await? {
        return Err(ApiError::not_found("no such data session"));
    }
    let session = app.store.session(id).await?.ok_or_else(|| ApiError::not_found("no such data session"))?;
    Ok(Json(json!({ "id": session.id, "status": session.state.word() })).into_response())
}
