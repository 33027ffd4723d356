//! Endpoints that no Ivy has, for tests on this machine only: counts, deviations, and the end of a session on demand.

use crate::api::{ApiError, JsonObject};
use crate::{App, Deviations};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// The routes below `/sandbox`.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/sandbox/stats", get(stats))
        .route("/sandbox/expire", post(expire))
        .route("/sandbox/complete", post(complete))
        .route("/sandbox/deviations", get(deviations).post(deviate))
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

/// `{"id"}`: the session's time is over now. One that has ended keeps its status, and its link takes no login any more.
async fn expire(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let id = session_id(&body)?;
    app.store.expire(id).await?;
    status(&app, id).await
}

/// `{"id"}`: a session whose bank login is finished is complete now, and its result is sent. Any other stays as it is.
async fn complete(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let id = session_id(&body)?;
    for delivery in app.store.complete(id).await? {
        app.courier.deliver_now(delivery, app.settings.callback_wait).await;
    }
    status(&app, id).await
}

fn session_id(body: &Map<String, Value>) -> Result<&str, ApiError> {
    match body.get("id") {
        Some(Value::String(id)) => Ok(id),
        other => Err(ApiError::invalid("id", other, "must be a string")),
    }
}

async fn status(app: &App, id: &str) -> Result<Response, ApiError> {
    let session = app.store.shown(id).await?.ok_or_else(|| ApiError::not_found("no such data session"))?;
    Ok(Json(json!({ "id": session.shown_id, "status": session.state.word() })).into_response())
}

/// All deviations.
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
    async fn only_this_machine_may_ask() {
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
            let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
            assert_eq!(answer.status(), status, "{peer}");
        }
    }
}
