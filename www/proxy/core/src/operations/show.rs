//! Showing a session: the table is asked, then Ivy, then the table again (SECURITY.md, 2).

use super::fetch::{Fetched, fetch};
use super::outcome::outcome;
use super::trust;
use crate::alarm::Alarm;
use crate::keys::TableKeys;
use crate::release::{Event, Origin, Seen, State, Trust, Verdict, Visitor};
use crate::services::Services;
use crate::session::{PageView, Session};
use crate::store::Record;
use crate::{ApiError, Host, Who};

/// A session that the rule has released, with Ivy's answer about it.
pub(super) struct Shown {
    pub(super) record: Record,
    pub(super) session: Session,
}

/// Fetches a session for whoever it is released to. Every other id, whether or not there is such a session, gets the
/// same answer after the same look into the table, without Ivy being asked (SECURITY.md, 1).
pub(super) async fn released_session(
    services: &Services<impl Host>,
    who: &Who,
    session_id: &str,
) -> Result<Shown, ApiError> {
    let store = &services.store;
    let record = store.by_session(session_id).await?.ok_or_else(ApiError::not_found)?;
    let trust = trust::of_row(services, who, &record).await?;
    let by = |keys: &TableKeys| who.visitor(keys, trust);
    let decided = store.decide(record, services.now(), |keys, _| Event::Use { by: by(keys) }).await?;
    match decided.map(|(verdict, _)| verdict) {
        Some(Verdict::CallIvy) => {}
        Some(Verdict::Unavailable) => return Err(ApiError::unavailable().because("sign-in")),
        _ => return Err(ApiError::not_found()),
    }
    let Fetched { session, .. } = fetch(services, session_id).await?;
    let record = store.by_session(session_id).await?.ok_or_else(ApiError::not_found)?;
    let names = trust::names_customer(services, who, &session);
    match see(services, record, &session, by, names).await? {
        Some((Verdict::Release, record)) => Ok(Shown { record, session }),
        _ => Err(ApiError::not_found()),
    }
}

/// Asks the rule about Ivy's answer, for a row that was read after it.
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
                // An answer without a date or a user says nothing against what an earlier one has said.
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

/// Writes a session as a page gets it.
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

/// No session from elsewhere may be anybody's: for rows that this proxy made.
pub(super) const NO_TRUST: Option<Trust> = None;
