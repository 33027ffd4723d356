//! Endpoints for tests on this machine, which Ivy does not have: counts, deviations, and the completion or expiry of a
//! session.

use crate::api_error::ApiError;
use crate::app::App;
use crate::deviations::Deviations;
use crate::json_body::JsonObject;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// Returns the router of `/sandbox/…`.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/sandbox/stats", get(stats))
        .route("/sandbox/expire", post(expire))
        .route("/sandbox/complete", post(complete))
        .route("/sandbox/deviations", get(deviations).post(deviate))
        .layer(from_fn(loopback_only))
}

/// Returns 404 to callers from other machines.
async fn loopback_only(ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request, next: Next) -> Response {
    if peer.ip().to_canonical().is_loopback() {
        next.run(request).await
    } else {
        ApiError::not_found("no such endpoint").into_response()
    }
}

/// Returns the counts since the database was created. `creates`, `lists` and `details` are calls with status 200,
/// `bankLogins` are logins with the right password, `callbacksSent` are callbacks to which the merchant responded with 200.
async fn stats(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    Ok(Json(app.store.stats().await?).into_response())
}

/// Makes the session of `{"id"}` expire now. A session that has ended keeps its status, and its link accepts no login any
/// more.
async fn expire(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let id = session_id(&body)?;
    app.store.expire(id).await?;
    status(&app, id).await
}

/// Completes the session of `{"id"}` and sends its result callback, if its bank login is finished. Does nothing to any
/// other session.
async fn complete(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let id = session_id(&body)?;
    for delivery in app.store.complete(id).await? {
        app.webhooks.deliver_now(delivery, app.settings.callback_wait).await;
    }
    status(&app, id).await
}

fn session_id(body: &Map<String, Value>) -> Result<&str, ApiError> {
    match body.get("id") {
        Some(Value::String(id)) => Ok(id),
        other => Err(ApiError::invalid("id", other, "must be a string")),
    }
}

/// Returns the id and the status of a session.
async fn status(app: &App, id: &str) -> Result<Response, ApiError> {
    let session = app.store.shown(id).await?.ok_or_else(|| ApiError::not_found("no such data session"))?;
    Ok(Json(json!({ "id": session.shown_id, "status": session.state.name() })).into_response())
}

/// Returns all deviations.
async fn deviations(State(app): State<Arc<App>>) -> Response {
    Json(app.deviations()).into_response()
}

/// Changes the deviations that the body names and returns all of them.
async fn deviate(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let all = app.change_deviations(|deviations| {
        body.iter().try_fold(deviations, |deviations, (name, value)| {
            with(deviations, name, value)
                .map_err(|_| ApiError::invalid(name, Some(value), "is no deviation, or has no such value"))
        })
    })?;
    Ok(Json(all).into_response())
}

/// Returns the deviations with one changed member.
fn with(deviations: Deviations, name: &str, value: &Value) -> serde_json::Result<Deviations> {
    let mut members = serde_json::to_value(deviations)?;
    if let Some(members) = members.as_object_mut() {
        members.insert(name.to_owned(), value.clone());
    }
    serde_json::from_value(members)
}

#[cfg(test)]
mod tests {
    use super::{Router, SocketAddr, from_fn, get, loopback_only};
    use axum::body::Body;
    use axum::extract::connect_info::MockConnectInfo;
    use axum::http::Request;
    use tower::ServiceExt;

    #[tokio::test]
    async fn other_machines_get_404() {
        for (peer, status) in [
            ("127.0.0.1:5000", 200),
            ("127.8.8.8:5000", 200),
            ("[::1]:5000", 200),
            ("[::ffff:127.0.0.1]:5000", 200),
            ("192.168.1.5:5000", 404),
            ("[::ffff:10.0.0.1]:5000", 404),
            ("[2001:db8::1]:5000", 404),
        ] {
            let router = Router::<()>::new()
                .route("/", get(|| async {}))
                .layer(from_fn(loopback_only))
                .layer(MockConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
            assert_eq!(response.status(), status, "{peer}");
        }
    }
}
