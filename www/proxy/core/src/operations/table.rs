//! The newest sessions of the proxy's own table, for an Ivy whose list cannot be used. Details, a documented call, has each
//! session.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::{StreamExt, stream};
use http::StatusCode;

use super::fetch::fetch_joined;
use super::listed::Listed;
use super::show::NO_TRUST;
use crate::api_error::{ApiError, Code};
use crate::host::Host;
use crate::release::{Event, Outcome, Verdict};
use crate::services::Services;
use crate::store::Record;
use crate::who::Who;

/// The most sessions that one list fetches, the newest ones.
const MOST: usize = 20;
/// The most calls of Ivy at a time for one list.
const AT_ONCE: usize = 4;

/// Fetches the newest complete sessions that this proxy created and that its table releases to `who`, the oldest of them
/// first. All of them together get what is left of the time of one list, which began at `started` by the host's monotonic
/// clock; those that come later are left out. The caller decides again what is shown, by rows that are read after Ivy's
/// responses.
///
/// # Errors
/// 503 if the database is unavailable. Ivy's error, if no session could be fetched.
pub(super) async fn released(services: &Services<impl Host>, who: &Who, started: u64) -> Result<Vec<Listed>, ApiError> {
    let fetched =
        stream::iter(newest(services, who).await?).map(|record| fetched(services, who, record)).buffered(AT_ONCE);
    let mut fetched = pin!(fetched);
    let elapsed = Duration::from_millis(services.host().elapsed_ms().saturating_sub(started));
    let mut deadline = pin!(services.host().pause(services.config.deadlines.read.saturating_sub(elapsed)));
    let (mut listed, mut error) = (Vec::new(), None);
    loop {
        match select(fetched.next(), &mut deadline).await {
            Either::Left((Some(Ok(session)), _)) => listed.extend(session),
            Either::Left((Some(Err(why)), _)) => error = Some(why),
            Either::Left((None, _)) => break,
            Either::Right(_) => {
                let late = ApiError::new(StatusCode::GATEWAY_TIMEOUT, Code::ProxyUnavailable);
                error = Some(late.because("ivy took too long"));
                break;
            }
        }
    }
    match error {
        Some(error) if listed.is_empty() => Err(error),
        Some(error) => {
            let reason = error.reason().unwrap_or_default();
            tracing::warn!(event = "incomplete_list", reason, "past sessions could not be fetched; they are left out");
            Ok(listed)
        }
        None => Ok(listed),
    }
}

/// Returns the newest rows of complete sessions that are released to `who`, the oldest of them first. Without trust no
/// session from elsewhere is among them.
async fn newest(services: &Services<impl Host>, who: &Who) -> Result<Vec<Record>, ApiError> {
    let all = services.store.keys();
    let is_shown = |record: &Record| {
        let is_complete = record.row.outcome == Some(Outcome::Complete) && record.session_id.is_some();
        let keys = all.of(&record.secret_id);
        is_complete && keys.is_some_and(|keys| who.visitor(keys, NO_TRUST).may_see(&record.row))
    };
    let mut records = services.store.of_owner(who).await?;
    records.retain(is_shown);
    records.sort_by(|a, b| (a.row.created_at, &a.session_id).cmp(&(b.row.created_at, &b.session_id)));
    Ok(records.split_off(records.len().saturating_sub(MOST)))
}

/// Fetches one session, if the rule lets `who` use it; `None` if not, or if Ivy no longer has it.
async fn fetched(services: &Services<impl Host>, who: &Who, record: Record) -> Result<Option<Listed>, ApiError> {
    let Some(id) = record.session_id.clone() else { return Ok(None) };
    let event = |keys: &_, _: &Record| Event::Use { by: who.visitor(keys, NO_TRUST) };
    let decided = services.store.decide(record, services.now(), event).await?;
    if decided.is_none_or(|(verdict, _)| verdict != Verdict::CallIvy) {
        return Ok(None);
    }
    match fetch_joined(services, who, &id).await {
        Ok(fetched) => Ok(fetched.and_then(|fetched| Listed::new(fetched.session))),
        Err(error) if error.code == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
