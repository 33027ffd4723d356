//! For whom the page may expect a past bank login. A hint, and nothing more: it decides whether the page asks the proxy
//! as soon as it is opened, never what anybody may see.
//!
//! It is kept by looking at what the proxy answered to this customer: the result of a login, a list, a forgetting. So
//! a customer whose list came back empty is not asked for again until a login succeeds.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;
use sqlx::AnyPool;

use crate::Shop;
use crate::customers::DemoCustomer;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS shop_remembered (customer TEXT PRIMARY KEY)";

/// The largest answer of the proxy, in bytes, that is looked at. It makes none that is longer.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// The table of customers with a past bank login.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    pool: AnyPool,
}

impl Remembered {
    /// Makes the table where it is missing.
    pub(crate) async fn open(pool: AnyPool) -> sqlx::Result<Self> {
        sqlx::query(TABLE).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Whether a past bank login of this customer can be expected.
    pub(crate) async fn has(&self, customer: &DemoCustomer) -> sqlx::Result<bool> {
        let found: Option<String> = sqlx::query_scalar("SELECT customer FROM shop_remembered WHERE customer = $1")
            .bind(customer.id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.is_some())
    }

    /// Notes whether one can be expected.
    pub(crate) async fn note(&self, customer: &DemoCustomer, expected: bool) -> sqlx::Result<()> {
        let query = if expected {
            sqlx::query("INSERT INTO shop_remembered (customer) VALUES ($1) ON CONFLICT (customer) DO NOTHING")
        } else {
            sqlx::query("DELETE FROM shop_remembered WHERE customer = $1")
        };
        query.bind(customer.id).execute(&self.pool).await?;
        Ok(())
    }
}

/// Looks at the proxy's answers to signed-in customers and notes what they say. The answers go on unchanged, and a
/// database that fails here costs the hint only.
pub(crate) async fn watch(State(shop): State<Arc<Shop>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if !["/result", "/data/session/list", "/forget"].iter().any(|end| path.ends_with(end)) {
        return next.run(request).await;
    }
    let customer = shop.sign_ins.customer(request.headers()).await.ok().flatten();
    let response = next.run(request).await;
    let Some(customer) = customer.filter(|_| response.status() == StatusCode::OK) else { return response };
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_ANSWER).await else {
        return Response::builder().status(StatusCode::BAD_GATEWAY).body(Body::empty()).unwrap_or_default();
    };
    if let Some(expected) = said(&path, &bytes) {
        // The next page that is opened asks on the click instead, that is all.
        let _ = shop.remembered.note(customer, expected).await;
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// What an answer says about past bank logins, `None` where it says nothing.
fn said(path: &str, answer: &[u8]) -> Option<bool> {
    if path.ends_with("/forget") {
        return Some(false);
    }
    let answer: Value = serde_json::from_slice(answer).ok()?;
    if path.ends_with("/result") {
        return (answer.get("status")? == "complete").then_some(true);
    }
    answer.get("dataSessions")?.as_array().map(|sessions| !sessions.is_empty())
}
