//! Ivy's signed callback with the result of a login (SECURITY.md, 12).
//!
//! No source documents the body. Two forms are read: a session itself (`id`, `referenceId`, `status`), as it would be
//! posted to `resultCallbackUrl`, and a webhook's envelope (`type`, `payload`) with the session inside. Only the
//! outcome of the login and the person's digests are stored, and only for a login that this proxy began.
//!
//! A callback counts once: its signature is stored as a digest, and a repeated callback gets the same response without
//! effect. No callback reverts a completed login.

use http::{HeaderMap, StatusCode};
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::RESULT_SIGNATURE_HEADER;

use super::Output;
use super::outcome::outcome;
use crate::account;
use crate::api_error::{ApiError, Code};
use crate::header::single;
use crate::host::Host;
use crate::keys::TableKeys;
use crate::release::{Event, Outcome};
use crate::services::Services;
use crate::store::Record;

/// The only event about a login (Ivy's documentation). Its name means that the login is complete.
const COMPLETED_EVENT: &str = "data_session_completed";

pub(crate) async fn callback(
    services: &Services<impl Host>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Output, ApiError> {
    let signature = single(headers, &RESULT_SIGNATURE_HEADER.to_ascii_lowercase()).unwrap_or_default();
    if !services.secrets.get().signing.is_signed(body, signature) {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, Code::Unauthorized).because("signature"));
    }
    let store = &services.store;
    if store.is_taken(signature).await? {
        return Ok(taken());
    }
    let value = json::parse(body).map_err(|_| ApiError::malformed().because("the callback is not json"))?;
    let Some((session, outcome)) = read(&value) else { return Ok(taken()) };
    let Some(record) = find(services, session).await? else { return Ok(taken()) };
    // The order matters: if the second statement fails, Ivy repeats the callback and the decision is made again.
    let session_id = record.session_id.clone();
    let data = session.get("data");
    let event = |keys: &TableKeys, _: &Record| Event::Callback { outcome, identity: account::identity(keys, data) };
    store.decide(record, services.now(), event).await?;
    store.take(signature, services.now()).await?;
    Ok(taken().about(session_id))
}

/// Returns the empty 200. Unrelated callbacks get it too, since Ivy repeats a callback for days until it gets 200.
fn taken() -> Output {
    Output::json("{}".into())
}

/// Returns the session in a callback and its outcome.
fn read(value: &Value) -> Option<(&Value, Outcome)> {
    let event = value.get("type").and_then(Value::as_str);
    let session = match (event, value.get("payload")) {
        (Some(COMPLETED_EVENT), Some(payload)) => payload,
        (Some(_), Some(_)) => return None,
        _ => value,
    };
    let status = session.get("status").and_then(Value::as_str);
    let by_event = event.filter(|event| *event == COMPLETED_EVENT).map(|_| Outcome::Complete);
    // A status without an outcome (`closed`) leaves it to the event. Without either the outcome is unknown.
    let outcome = status.and_then(outcome).or(by_event)?;
    Some((session, outcome))
}

/// Finds the login of a session by its reference, else by Ivy's id. If the callback has both, they must match.
async fn find(services: &Services<impl Host>, session: &Value) -> Result<Option<Record>, ApiError> {
    let text = |field: &str| session.get(field).and_then(Value::as_str);
    let id = ["id", "sessionId", "dataSessionId"].into_iter().find_map(text);
    let record = match (text("referenceId"), id) {
        (Some(reference), _) => services.store.by_reference(reference).await?,
        (None, Some(id)) => services.store.by_session(id).await?,
        (None, None) => None,
    };
    let agrees = |record: &Record| match (record.session_id.as_deref(), id) {
        (Some(known), Some(in_callback)) => known == in_callback,
        _ => true,
    };
    Ok(record.filter(agrees))
}
