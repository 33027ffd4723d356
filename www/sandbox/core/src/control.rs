//! Endpoints for tests on this machine, which Ivy does not have: counts, deviations, and the completion or expiry of a
//! session.

use crate::api_error::ApiError;
use crate::call::Call;
use crate::deviations::Deviations;
use crate::error_body::ErrorBody;
use crate::json_body::json_object;
use crate::response::Response;
use crate::state::{Kind, Session, last_completed};
use serde_json::{Map, Value, json};

/// The function that answers requests for a path.
type Operation = fn(&mut Call<'_>) -> Result<Response, ApiError>;

/// Answers a request for `/sandbox/…`, with 404 to callers from other machines. Returns `None` for other paths.
pub(crate) fn respond(call: &mut Call<'_>) -> Option<Response> {
    let (allowed, operation): (_, Operation) = match (&*call.request.path, call.request.route_method()) {
        ("/sandbox/stats", _) => ("GET,HEAD", stats),
        ("/sandbox/expire", _) => ("POST", expire),
        ("/sandbox/complete", _) => ("POST", complete),
        ("/sandbox/deviations", "POST") => ("POST", deviate),
        ("/sandbox/deviations", _) => ("GET,HEAD,POST", deviations),
        _ => return None,
    };
    let is_local = call.request.peer.is_some_and(|peer| peer.to_canonical().is_loopback());
    let is_allowed = allowed.split(',').any(|method| method == call.request.route_method());
    let result = match (is_local, is_allowed) {
        (false, _) => Err(ApiError::not_found("no such endpoint")),
        (true, false) => Ok(Response::method_not_allowed(allowed)),
        (true, true) => operation(call),
    };
    Some(result.unwrap_or_else(|error| {
        call.undo();
        error.response(ErrorBody::Union)
    }))
}

/// Returns the counts since the sandbox was first started. `creates`, `lists` and `details` are calls with status 200,
/// `bankLogins` are logins with the right password, `callbacksSent` are callbacks to which the merchant responded with 200.
fn stats(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &call.state.stats())?)
}

/// Makes the sessions with the id in `{"id"}` expire now. A session that has ended keeps its status, and its link accepts
/// no login any more.
fn expire(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let id = session_id(&json_object(call.request)?)?;
    let now = call.now.seconds();
    let mut sessions: Vec<Session> = call.state.shown(&id).cloned().collect();
    for session in &mut sessions {
        session.expires_at = session.expires_at.min(now);
    }
    changed(call, sessions)
}

/// Completes the sessions with the id in `{"id"}` and posts their result callbacks, if their bank login is finished. Does
/// nothing to any other session.
fn complete(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let id = session_id(&json_object(call.request)?)?;
    let now = call.now;
    let mut sessions: Vec<Session> = call.state.shown(&id).cloned().collect();
    for session in sessions.iter_mut().filter(|session| session.waits_for_bank(now)) {
        session.updated_at = now.seconds();
        let reference_id = &session.request.reference_id;
        let due: Vec<_> = call.state.due().filter(|delivery| delivery.reference_id == *reference_id).cloned().collect();
        due.into_iter().for_each(|delivery| call.post(delivery));
    }
    changed(call, sessions)
}

fn session_id(body: &Map<String, Value>) -> Result<String, ApiError> {
    match body.get("id") {
        Some(Value::String(id)) => Ok(id.clone()),
        other => Err(ApiError::invalid("id", other, "must be a string")),
    }
}

/// Stores changed sessions with one id in the API, and returns that id and its status.
fn changed(call: &mut Call<'_>, sessions: Vec<Session>) -> Result<Response, ApiError> {
    let session = last_completed(&sessions).ok_or_else(|| ApiError::not_found("no such data session"))?;
    let response = Response::json(200, &json!({ "id": session.shown_id, "status": session.status(call.now).name() }))?;
    sessions.into_iter().for_each(|session| call.change(Kind::Session(Box::new(session))));
    Ok(response)
}

/// Returns all deviations.
fn deviations(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &call.deviations())?)
}

/// Changes the deviations that the body names and returns all of them.
fn deviate(call: &mut Call<'_>) -> Result<Response, ApiError> {
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
