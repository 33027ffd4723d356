//! Whether one past session will do, and if not, how far it got.

use super::{Reason, Wanted, people};
use crate::decode::{SessionEntry, Status};

/// How far a session got. The order is that of the reasons: what is later got further.
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
    /// Why a login is needed where nothing got further than this.
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

const SECONDS_A_DAY: f64 = 86_400.0;

/// Judges one session. `created_at` and `now`: epoch seconds.
pub(super) fn judge(
    session: &SessionEntry,
    body: &[u8],
    want: &Wanted,
    created_at: Option<f64>,
    now: Option<f64>,
) -> Outcome {
    if session.status != Status::Complete {
        return Outcome::NotComplete;
    }
    if !want.required.iter().all(|permission| holds(session, body, permission)) {
        return Outcome::MissingData;
    }
    match (want.max_age_days, age_seconds(created_at, now)) {
        (None, _) => Outcome::Eligible,
        (Some(_), None) => Outcome::AgeUnknown,
        (Some(days), Some(age)) if age <= days * SECONDS_A_DAY => Outcome::Eligible,
        (Some(_), Some(_)) => Outcome::TooOld,
    }
}

/// Whether a past answer has the data of a permission.
///
/// Only identity (with a name) and accounts (one or more) are in an answer that Ivy documents. Whatever else is asked
/// for, among it `balance`, `balances`, `transactions` and `match_identity`, would have to be guessed: never recalled.
fn holds(session: &SessionEntry, body: &[u8], permission: &str) -> bool {
    match permission {
        "identity" => session.has_identity && session.name.is_some_and(|name| !people::is_blank(&name.bytes(body))),
        "accounts" => session.has_accounts,
        _ => false,
    }
}

/// A session's age; a date in the future, by clocks that differ a little, is no age.
fn age_seconds(created_at: Option<f64>, now: Option<f64>) -> Option<f64> {
    Some((now? - created_at?).max(0.0))
}

/// A session's age in whole days, the begun one not counted.
pub(super) fn age_days(created_at: Option<f64>, now: Option<f64>) -> Option<u32> {
    age_seconds(created_at, now).map(|age| (age / SECONDS_A_DAY) as u32)
}
