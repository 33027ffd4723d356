//! The tester's choices for later requests: the deviations, the scripted responses and the clock. They end with the process.

use crate::api_error::ApiError;
use crate::call::Call;
use crate::deviations::Deviations;
use crate::json_body::json_object;
use crate::response::Response;
use crate::script::{Script, ScriptedResponse};
use crate::state::Kind;
use serde_json::{Value, json};

/// The longest time by which one request moves the clock: a hundred years.
const LONGEST_ADVANCE_MS: u64 = 100 * 365 * 24 * 3600 * 1000;

/// Returns all deviations.
pub(super) fn deviations(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &call.deviations())?)
}

/// Changes the deviations that the body names and returns all of them.
pub(super) fn deviate(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let body = json_object(call.request)?;
    let all = body.iter().try_fold(call.deviations(), |deviations, (name, value)| {
        with(deviations, name, value)
            .map_err(|_| ApiError::invalid(name, Some(value), "is no deviation, or has no such value"))
    })?;
    call.change(Kind::Deviations(all));
    Ok(Response::json(200, &all)?)
}

/// Returns the deviations with one changed member.
fn with(deviations: Deviations, name: &str, value: &Value) -> serde_json::Result<Deviations> {
    let mut members = serde_json::to_value(deviations)?;
    if let Some(members) = members.as_object_mut() {
        members.insert(name.to_owned(), value.clone());
    }
    serde_json::from_value(members)
}

/// Returns the scripted responses that are left.
pub(super) fn script(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &call.state.script)?)
}

/// Replaces the scripted responses by those in `{"responses"}` and returns them.
pub(super) fn write_script(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let body = Value::Object(json_object(call.request)?);
    let script = serde_json::from_value::<Script>(body.clone()).ok();
    let script = script.filter(|script| script.responses.iter().all(ScriptedResponse::is_valid)).ok_or_else(|| {
        let expected =
            "must be a list of {operation, status?, delayMs?}: create, details or list, from 400 to 599, from 0";
        ApiError::invalid("responses", body.get("responses"), expected)
    })?;
    let response = Response::json(200, &script)?;
    call.change(Kind::Script(script));
    Ok(response)
}

/// Returns the time of the sandbox in epoch milliseconds.
pub(super) fn clock(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &json!({ "now": call.now.millis() }))?)
}

/// Moves the clock forward by the milliseconds in `{"advanceMs"}`, and returns the new time. Callbacks that become due are
/// posted soon.
pub(super) fn advance(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let body = json_object(call.request)?;
    let value = body.get("advanceMs");
    let ms = value.and_then(Value::as_u64).filter(|ms| *ms <= LONGEST_ADVANCE_MS);
    let ms = ms.and_then(|ms| i64::try_from(ms).ok()).ok_or_else(|| {
        ApiError::invalid("advanceMs", value, "must be a whole number of milliseconds from 0 to a hundred years")
    })?;
    call.change(Kind::Advance(ms));
    Ok(Response::json(200, &json!({ "now": call.now.millis().saturating_add(ms) }))?)
}
