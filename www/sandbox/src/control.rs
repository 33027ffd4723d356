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
