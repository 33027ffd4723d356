//! The times at which a row loses its stored response and is removed.

use super::Record;
use super::owner_kind::OwnerKind;
use crate::config::Retention;
use crate::release::State;

pub(super) const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// The time for which the response to a create is kept for a retry, in seconds.
pub(crate) const RESPONSES_KEPT: i64 = 24 * 60 * 60;

/// A time later than any sweep: the last second of the year 9999.
pub(in crate::store) const NEVER: i64 = 253_402_300_799;

impl Record {
    /// Returns true if the last recorded use is at least a day ago, so that this use must be recorded.
    pub(in crate::store) fn is_use_due(&self, now: i64) -> bool {
        now - self.used_at >= SECONDS_A_DAY
    }

    /// Returns the time at which the row next loses its stored response or is removed.
    pub(super) fn sweep_at(&self, retention: &Retention) -> i64 {
        let ends = self.ends_at(retention);
        match self.row.state {
            State::Asking => ends.min(self.lease_until + 1),
            _ if self.repeat.is_some() => ends.min(self.repeat_ends_at()),
            _ => ends,
        }
    }

    /// Returns the time after which a retried create gets no stored response.
    pub(in crate::store) fn repeat_ends_at(&self) -> i64 {
        let kept = self.row.created_at + RESPONSES_KEPT;
        if self.row.state == State::Forgotten { kept } else { kept.min(self.row.ends_at() + 1) }
    }

    /// Returns the time after which the row is not needed, by the merchant's retention. The remains of a reference
    /// without this proxy's tag stay forever: otherwise the session could be adopted again.
    pub(in crate::store) fn ends_at(&self, retention: &Retention) -> i64 {
        let days = |from: i64, days: u32| from + i64::from(days) * SECONDS_A_DAY;
        match (self.row.state, self.owner_kind) {
            (State::Forgotten, _) if self.is_tagged => self.row.created_at + RESPONSES_KEPT,
            (State::Forgotten, _) => NEVER,
            _ if self.row.released_at.is_none() || self.row.locked_at.is_some() => {
                days(self.used_at, retention.abandoned_days)
            }
            (_, OwnerKind::Guest) => days(self.used_at, retention.guest_days),
            _ => days(self.used_at, retention.customer_days),
        }
    }
}
