//! Erasure of one session ("forget this bank") or of all sessions of an owner.

use ivy_data_session::json::Value;

use super::{Call, Output};
use crate::api_error::ApiError;
use crate::body;
use crate::host::Host;
use crate::release::State;
use crate::services::Services;
use crate::who::Who;

pub(super) async fn forget(services: &Services<impl Host>, call: Call) -> Result<Output, ApiError> {
    let who = call.caller.who()?;
    let all = matches!(body::object(&call.body)?, Value::Object(members) if members.is_empty());
    if all {
        return Ok(output(forget_all(services, &who).await?));
    }
    let (_, id) = body::one_text(&call.body, &["id"])?;
    let store = &services.store;
    let record = store.by_session(&id).await?.ok_or_else(ApiError::not_found)?;
    let is_theirs = store.is_owned(&record, &who) && !matches!(record.row.state, State::Lost | State::Forgotten);
    if !is_theirs {
        return Err(ApiError::not_found());
    }
    let forgotten = store.forget(record, services.now()).await?;
    services.joining.end();
    store.scrub().await?;
    Ok(output(u64::from(forgotten)).about(Some(id)))
}

fn output(forgotten: u64) -> Output {
    Output::json(format!("{{\"forgotten\":{forgotten}}}"))
}

/// Forgets all sessions of a customer or guest, and ends adoption for a customer: sessions that Ivy still lists are
/// never released again. Returns the number of forgotten sessions.
pub(crate) async fn forget_all(services: &Services<impl Host>, who: &Who) -> Result<u64, ApiError> {
    let store = &services.store;
    if matches!(who, Who::Customer(_)) {
        store.end_adoption(who, services.now()).await?;
    }
    let forgotten = store.forget_all(who, services.now()).await?;
    services.joining.end();
    store.scrub().await?;
    Ok(forgotten)
}
