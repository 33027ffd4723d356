//! What Ivy tells by itself: the result of a login, signed (SECURITY.md, 12).
//!
//! No source shows the body. Two shapes are read: a session itself (`id`, `referenceId`, `status`), as it would be posted
//! to `resultCallbackUrl`, and a webhook's envelope (`type`, `payload`) with the session inside. Nothing of it is kept
//! but what became of the login, and only where the proxy asked for that login. A callback counts once: its bytes are
//! known again by a mark, and what comes a second time is answered like the first and does nothing. Besides, nothing that
//! any callback says takes a completed login back.

use http::{HeaderMap, StatusCode};
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::RESULT_SIGNATURE_HEADER;

use super::Output;
use super::outcome::outcome;
use crate::api_error::Code;
use crate::header::single;
use crate::keys::TableKeys;
use crate::release::{Event, Outcome};
use crate::services::Services;
use crate::store::Record;
use crate::{ApiError, Host, account};

/// The one event that is about a login (Ivy's documentation). Its name alone says that the login was completed.
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
    // In this order: where the second statement fails, Ivy repeats the callback and it is settled once more.
    let session_id = record.session_id.clone();
    let data = session.get("data");
    let event = |keys: &TableKeys, _: &Record| Event::Callback { outcome, identity: account::identity(keys, data) };
    store.decide(record, services.now(), event).await?;
    store.take(signature, services.now()).await?;
    Ok(taken().about(session_id))
}

/// Also for what says nothing about a login of this proxy: Ivy repeats for days what is not answered with 200.
fn taken() -> Output {
    Output::json("{}".into())
}

/// The session that a callback is about, and what became of it.
fn read(value: &Value) -> Option<(&Value, Outcome)> {
    let event = value.get("type").and_then(Value::as_str);
    let session = match (event, value.get("payload")) {
        (Some(COMPLETED_EVENT), Some(payload)) => payload,
        (Some(_), Some(_)) => return None,
        _ => value,
    };
    let said = session.get("status").and_then(Value::as_str);
    let by_event = event.filter(|event| *event == COMPLETED_EVENT).map(|_| Outcome::Complete);
    // A status that says nothing (`closed`) leaves it to the event; without either nothing is known.
    let outcome = said.and_then(outcome).or(by_event)?;
    Some((session, outcome))
}

/// The login that a session is about, by its reference, else by Ivy's id. Where it gives both they have to agree.
async fn find(services: &Services<impl Host>, session: &Value) -> Result<Option<Record>, ApiError> {
    let text = |field: &str| session.get(field).and_then(Value::as_str);
    let id = ["id", "sessionId", "dataSessionId"].into_iter().find_map(text);
    let record = match (text("referenceId"), id) {
        (Some(reference), _) => services.store.by_reference(reference).await?,
        (None, Some(id)) => services.store.by_session(id).await?,
        (None, None) => None,
    };
    let agrees = |record: &Record| match (record.session_id.as_deref(), id) {
        (Some(known), Some(given)) => known == given,
        _ => true,
    };
    Ok(record.filter(agrees))
}
