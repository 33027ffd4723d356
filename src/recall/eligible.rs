//! Checks whether a past session can be reused and, if not, which check it failed.

use super::criteria::Criteria;
use super::reason::Reason;
use crate::decode::{SessionEntry, Status};
use crate::rules::epoch::{is_past, is_plausible};
use crate::rules::formatting::is_blank;

/// The check that a session failed, or [`Outcome::Eligible`]. The order is that of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    NoPastSession,
    NotComplete,
    MissingData,
    AgeUnknown,
    TooOld,
    Eligible,
}

impl Outcome {
    /// Returns the reason for a login, if this is the best outcome of all sessions.
    pub(super) fn reason(self) -> Reason {
        match self {
            Self::NoPastSession => Reason::NoPastSession,
            Self::NotComplete => Reason::NotComplete,
            Self::MissingData => Reason::MissingData,
            Self::AgeUnknown => Reason::AgeUnknown,
            Self::TooOld | Self::Eligible => Reason::TooOld,
        }
    }
}

/// The seconds of a day.
const SECONDS_A_DAY: f64 = 86_400.0;

/// Returns a session's date in epoch seconds. `None` for a number that is not plausible, and for a date in the future
/// (SECURITY.md, 6): it is never taken for "today".
pub(super) fn date(created_at: f64, now: Option<f64>) -> Option<f64> {
    let is_date = now.map_or_else(|| is_plausible(created_at), |now| is_past(created_at, now));
    is_date.then_some(created_at)
}

/// Checks one session. `created_at` is its [`date`], `now` the proxy's clock, both in epoch seconds.
pub(super) fn judge(
    session: &SessionEntry,
    body: &[u8],
    criteria: &Criteria,
    created_at: Option<f64>,
    now: Option<f64>,
) -> Outcome {
    if session.status != Status::Complete {
        return Outcome::NotComplete;
    }
    if !criteria.required.iter().all(|permission| holds(session, body, permission)) {
        return Outcome::MissingData;
    }
    match (criteria.max_age_days, age_seconds(created_at, now)) {
        (None, _) => Outcome::Eligible,
        (Some(_), None) => Outcome::AgeUnknown,
        (Some(days), Some(age)) if age <= days * SECONDS_A_DAY => Outcome::Eligible,
        (Some(_), Some(_)) => Outcome::TooOld,
    }
}

/// Returns true if a past response has the data of a permission.
///
/// Documented responses have identity (with a name) and accounts (one or more) only. All other data, such as `balance`,
/// `balances`, `transactions` and `match_identity`, would have to be guessed, so it is never recalled.
fn holds(session: &SessionEntry, body: &[u8], permission: &str) -> bool {
    match permission {
        "identity" => session.has_identity && session.name.is_some_and(|name| !is_blank(&name.read(body))),
        "accounts" => session.has_accounts,
        _ => false,
    }
}

/// Returns a session's age in seconds, or `None` if a timestamp is missing. Future timestamps (clock skew) count as age 0.
fn age_seconds(created_at: Option<f64>, now: Option<f64>) -> Option<f64> {
    Some((now? - created_at?).max(0.0))
}

/// Returns a session's age in whole days, rounded down.
pub(super) fn age_days(created_at: Option<f64>, now: Option<f64>) -> Option<u32> {
    age_seconds(created_at, now).map(|age| (age / SECONDS_A_DAY) as u32)
}
