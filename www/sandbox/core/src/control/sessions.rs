//! Actions on one session, which the body names by its id in the API.

use crate::api_error::ApiError;
use crate::banks;
use crate::call::Call;
use crate::hosted::{self, Finish};
use crate::json_body::json_object;
use crate::response::Response;
use crate::state::{Delivery, Kind, Session, Status, last_completed};
use crate::webhook;
use serde_json::{Map, Value, json};

/// Makes the sessions with the id in `{"id"}` expire now. A session that has ended keeps its status, and its link accepts
/// no login any more.
pub(super) fn expire(call: &mut Call<'_>) -> Result<Response, ApiError> {
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
pub(super) fn complete(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let id = session_id(&json_object(call.request)?)?;
    let now = call.now;
    let mut sessions: Vec<Session> = call.state.shown(&id).cloned().collect();
    for session in sessions.iter_mut().filter(|session| session.waits_for_bank(now)) {
        session.updated_at = now.seconds();
        for delivery in due(call, session) {
            call.announce(Delivery { next_at: now, ..delivery });
        }
    }
    changed(call, sessions)
}

/// Finishes the bank login of the session with the id in `{"id", "bank", "username", "cancel"}`, as a browser would that
/// opens its link. Without a bank it is Test Bank, without a user name it is Ada. Returns the id, the status, and the URL to
/// which the shopper is sent. Returns 409 if the session accepts no login.
pub(super) fn log_in(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let body = json_object(call.request)?;
    let id = session_id(&body)?;
    let bank = word(&body, "bank", "de-testbank", banks::bank, "is no test bank")?;
    let persona = word(&body, "username", "ada", banks::persona, "is no customer of the test banks")?;
    let finish = match body.get("cancel") {
        None | Some(Value::Bool(false)) => Finish::LogIn(bank, persona),
        Some(Value::Bool(true)) => Finish::Cancel,
        other => return Err(ApiError::invalid("cancel", other, "must be true or false")),
    };
    let session = call.state.shown(&id).last().ok_or_else(no_session)?.clone();
    if !session.accepts_login(&call.deviations(), call.now) {
        return Err(ApiError::new(409, "the session accepts no login"));
    }
    let url = hosted::finish(call, &session, finish)?;
    let status = call.session_after(&session).status(call.now).name();
    Ok(Response::json(200, &json!({ "id": id, "status": status, "url": url }))?)
}

/// Posts the result callback of the session with the id in `{"id"}` now, also if the merchant has accepted it before.
/// Returns the id and the number of callbacks. Returns 409 if the session is not complete or has no `resultCallbackUrl`.
pub(super) fn deliver(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let id = session_id(&json_object(call.request)?)?;
    let session = last_completed(call.state.shown(&id)).ok_or_else(no_session)?.clone();
    if session.status(call.now) != Status::Complete {
        return Err(ApiError::new(409, "the session is not complete"));
    }
    let mut deliveries = due(call, &session);
    if deliveries.is_empty() {
        let again = webhook::delivery(&session, &call.deviations(), call.host, call.now, 0)?;
        deliveries.extend(again);
    }
    if deliveries.is_empty() {
        return Err(ApiError::new(409, "the session has no resultCallbackUrl"));
    }
    let callbacks = deliveries.len();
    deliveries.into_iter().for_each(|delivery| call.post(delivery));
    Ok(Response::json(200, &json!({ "id": id, "callbacks": callbacks }))?)
}

/// Returns the callbacks of a session that the merchant has not accepted.
fn due(call: &Call<'_>, session: &Session) -> Vec<Delivery> {
    let reference_id = &session.request.reference_id;
    call.state.due().filter(|delivery| delivery.reference_id == *reference_id).cloned().collect()
}

fn session_id(body: &Map<String, Value>) -> Result<String, ApiError> {
    match body.get("id") {
        Some(Value::String(id)) => Ok(id.clone()),
        other => Err(ApiError::invalid("id", other, "must be a string")),
    }
}

/// Returns the record that a member of the body names, or the one with the name `default`.
fn word<T>(
    body: &Map<String, Value>,
    member: &str,
    default: &str,
    find: fn(&str) -> Option<&'static T>,
    problem: &str,
) -> Result<&'static T, ApiError> {
    let name = body.get(member).map_or(Some(default), Value::as_str);
    name.and_then(find).ok_or_else(|| ApiError::invalid(member, body.get(member), problem))
}

fn no_session() -> ApiError {
    ApiError::not_found("no such data session")
}

/// Stores changed sessions with one id in the API, and returns that id and its status.
fn changed(call: &mut Call<'_>, sessions: Vec<Session>) -> Result<Response, ApiError> {
    let session = last_completed(&sessions).ok_or_else(no_session)?;
    let response = Response::json(200, &json!({ "id": session.shown_id, "status": session.status(call.now).name() }))?;
    sessions.into_iter().for_each(|session| call.change(Kind::Session(Box::new(session))));
    Ok(response)
}
