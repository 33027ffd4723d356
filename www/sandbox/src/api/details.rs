//! `POST /api/service/data/session/details`.

use crate::api_error::ApiError;
use crate::app::App;
use crate::json_body::JsonObject;
use crate::session_body::{SessionBody, Shown};
use crate::store::Counter;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;

/// Returns one session, without `redirectUrl` and `availableMarkets`.
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
