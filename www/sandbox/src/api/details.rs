//! `POST /api/service/data/session/details`.

use super::{ApiError, JsonObject, SessionBody, Shown};
use crate::App;
use crate::store::Counter;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;

/// One session, without `redirectUrl` and `availableMarkets`.
pub(super) async fn details(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let id = match body.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id,
        other => return Err(ApiError::invalid("id", other, "must be a string")),
    };
    let session = app.store.shown(id).await?.ok_or_else(|| ApiError::not_found("no such data session"))?;
    app.store.count(Counter::Details).await?;
    let deviations = app.deviations();
    let body = SessionBody::of(&session, &deviations);
    Ok(Json(Shown::new(body, &session, &deviations)?).into_response())
}
