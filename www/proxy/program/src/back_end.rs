//! The private routes: payment, export and erasure for the shop's back end, health and metrics for the machine. They have
//! a separate address, which no browser may reach: a response holds what pages never see, and health shows when the proxy
//! is weak (SECURITY.md, 4 and 16).

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ivy_data_session::recall::Criteria;
use ivy_proxy::{ApiError, Customer, Proxy, Who};
use serde::Deserialize;
use serde_json::json;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The choice of an account, as the page sent it to the back end, and the criteria of the back end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Choice {
    session_id: String,
    handle: String,
    #[serde(default)]
    required: Vec<String>,
    max_age_days: Option<f64>,
}

/// Returns the private routes. Each request of the back end names the customer by the customer token.
pub(crate) fn routes(proxy: Proxy) -> Router {
    let calls = Router::new()
        .route("/release-account", post(release_account))
        .route("/end-guest", post(end_guest))
        .route("/export-customer", post(export_customer))
        .route("/forget-customer", post(forget_customer))
        .layer(middleware::from_fn(refuse_browsers));
    calls.route("/health", get(health)).route("/metrics", get(metrics)).with_state(proxy)
}

/// Refuses requests of pages. A browser sends `Origin` with every post and sets it itself.
async fn refuse_browsers(request: axum::extract::Request, next: Next) -> Response {
    if request.headers().contains_key(header::ORIGIN) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

async fn health(State(proxy): State<Proxy>) -> Response {
    let health = proxy.health();
    let status = if health.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health)).into_response()
}

async fn metrics(State(proxy): State<Proxy>) -> Response {
    ([(header::CONTENT_TYPE, OPEN_METRICS)], proxy.metrics()).into_response()
}

/// Returns the account for a payment, fetched again from Ivy, as `{"session", "account"}`.
async fn release_account(State(proxy): State<Proxy>, headers: HeaderMap, body: Bytes) -> Response {
    respond(async {
        let Choice { session_id, handle, required, max_age_days } =
            serde_json::from_slice(&body).map_err(|_| ApiError::malformed())?;
        let who = proxy.who(&headers).await?;
        let wanted = Criteria { required, max_age_days };
        let released = proxy.release_account(&who, &session_id, &handle, &wanted).await?;
        Ok(Json(json!({ "session": released.session, "account": released.account })))
    })
    .await
}

/// Forgets the guest of the request's cookie. The back end passes the `Set-Cookie` on with its sign-in or sign-out.
async fn end_guest(State(proxy): State<Proxy>, headers: HeaderMap) -> Response {
    respond(async { Ok(([(header::SET_COOKIE, proxy.end_guest(&headers).await?)], Json(json!({})))) }).await
}

async fn export_customer(State(proxy): State<Proxy>, headers: HeaderMap) -> Response {
    respond(async {
        let export = proxy.export_customer(&customer(&proxy, &headers).await?).await?;
        Ok(([(header::CONTENT_TYPE, "application/json")], export))
    })
    .await
}

async fn forget_customer(State(proxy): State<Proxy>, headers: HeaderMap) -> Response {
    respond(async {
        let forgotten = proxy.forget_customer(&customer(&proxy, &headers).await?).await?;
        Ok(Json(json!({ "sessions": forgotten })))
    })
    .await
}

/// Returns the customer of the token.
///
/// # Errors
/// 400 if there is no token.
async fn customer(proxy: &Proxy, headers: &HeaderMap) -> Result<Customer, ApiError> {
    match proxy.who(headers).await? {
        Who::Customer(customer) => Ok(customer),
        Who::Guest(_) => Err(ApiError::malformed()),
    }
}

/// Converts a result to a response that no cache stores.
async fn respond<T: IntoResponse>(call: impl Future<Output = Result<T, ApiError>>) -> Response {
    let mut response = match call.await {
        Ok(body) => body.into_response(),
        Err(error) => {
            let mut response = (error.status, Json(json!({ "code": error.code.name() }))).into_response();
            if let Some(seconds) = error.retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
    };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
