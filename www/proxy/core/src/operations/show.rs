//! The release of a session to its owner: the rule decides before the call to Ivy and again after it (SECURITY.md, 2).

use super::fetch::{Fetched, fetch};
use super::outcome::outcome;
use super::trust;
use crate::alarm::Alarm;
use crate::api_error::ApiError;
use crate::host::Host;
use crate::keys::TableKeys;
use crate::release::{Event, Origin, Seen, State, Trust, Verdict, Visitor};
use crate::services::Services;
use crate::session::{PageView, Session};
use crate::store::Record;
use crate::who::Who;

/// A released session, with Ivy's response.
pub(super) struct Shown {
    pub(super) record: Record,
    pub(super) session: Session,
}

/// Fetches a session that is released to `who`. Any other id, existing or not, gets the same 404 after the same
/// database query, without a call to Ivy (SECURITY.md, 1).
pub(super) async fn released_session(
    services: &Services<impl Host>,
    who: &Who,
    session_id: &str,
) -> Result<Shown, ApiError> {
    let store = &services.store;
    let record = store.by_session(session_id).await?.ok_or_else(ApiError::not_found)?;
    let (selector, trust) = trust::of_row(services, who, &record).await?;
    let by = |keys: &TableKeys| who.visitor(keys, trust);
    let decided = store.decide(record, services.now(), |keys, _| Event::Use { by: by(keys) }).await?;
    match decided.map(|(verdict, _)| verdict) {
        Some(Verdict::CallIvy) => {}
        Some(Verdict::Unavailable) => return Err(ApiError::unavailable().because("sign-in")),
        _ => return Err(ApiError::not_found()),
    }
    let Some(Fetched { session, .. }) = fetch(services, session_id).await? else {
        return Err(ApiError::not_found().because("ivy's answer is malformed"));
    };
    let record = store.by_session(session_id).await?.ok_or_else(ApiError::not_found)?;
    let names = trust::names_customer(selector, who, &session);
    match see(services, record, &session, by, names).await? {
        Some((Verdict::Release, record)) => Ok(Shown { record, session }),
        _ => Err(ApiError::not_found()),
    }
}

/// Applies the rule to Ivy's response. The row must have been read after the response.
pub(super) async fn see(
    services: &Services<impl Host>,
    record: Record,
    session: &Session,
    by: impl Fn(&TableKeys) -> Visitor,
    names_customer: Option<bool>,
) -> Result<Option<(Verdict, Record)>, ApiError> {
    let now = services.now();
    let all = services.store.keys();
    let created_at = session.created_at(now);
    let event = |keys: &TableKeys, record: &Record| {
        let is_adopted = record.row.state == State::Adopted;
        Event::Seen(Seen {
            by: by(keys),
            outcome: outcome(session.text("status").unwrap_or_default()),
            identity: session.identity(keys),
            origin: Origin {
                // A response without a date or user does not contradict an earlier one.
                created_at: created_at.or(Some(record.row.created_at).filter(|_| is_adopted)),
                names_customer: names_customer.unwrap_or(is_adopted),
                is_tagged: session.text("referenceId").is_some_and(|reference| all.is_tagged(reference)),
            },
        })
    };
    let decided = services.store.decide(record, now, event).await?;
    if let Some((verdict, record)) = &decided {
        match verdict {
            Verdict::SomebodyElse => services.alarms.raise(Alarm::ForeignAnswer, now),
            Verdict::Release => services.store.note_use(record, now).await?,
            _ => {}
        }
    }
    Ok(decided)
}

/// Returns a session's JSON text for a page.
pub(super) fn for_page(services: &Services<impl Host>, session: Session, record: &Record) -> Result<String, ApiError> {
    let all = services.store.keys();
    let keys = all.of(&record.secret_id).ok_or_else(ApiError::not_found)?;
    Ok(session.for_page(&PageView {
        keys,
        owner: record.row.owner,
        date: record.row.date(),
        now: services.now(),
        fields: &services.config.page_fields,
    }))
}

/// The absence of trust in sessions from elsewhere, for rows that this proxy created.
pub(super) const NO_TRUST: Option<Trust> = None;
