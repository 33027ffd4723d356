//! `POST /api/service/data/session/details`.

use crate::api_error::ApiError;
use crate::call::Call;
use crate::json_body::json_object;
use crate::response::Response;
use crate::session_body::{SessionBody, Shown};
use crate::state::{Counter, last_completed};
use serde_json::Value;

/// Returns one session, without `redirectUrl` and `availableMarkets`.
pub(super) fn details(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let body = json_object(call.request)?;
    let id = match body.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id,
        other => return Err(ApiError::invalid("id", other, "must be a string")),
    };
    let session = last_completed(call.state.shown(id)).ok_or_else(|| ApiError::not_found("no such data session"))?;
    let deviations = call.deviations();
    let body = SessionBody::of(session, &deviations, call.now);
    let response = Response::json(200, &Shown::new(body, session, &deviations)?)?;
    call.count(Counter::Details);
    Ok(response)
}
