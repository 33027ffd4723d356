//! The start check of Ivy's list: its results, and when it is repeated.

use std::sync::atomic::{AtomicI64, Ordering};

/// The pause before the start check is repeated, in seconds.
const CHECK_EVERY: i64 = 60;

/// The result of a list request for a user that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPath {
    /// An empty list, as expected.
    Answers,
    /// A list with sessions: Ivy does not separate users, and no session is adopted.
    Unfiltered,
    /// A 404: the path is wrong, and no shopper is ever recognised.
    Missing,
    /// None of these: Ivy cannot be reached, or refuses the key.
    Unknown,
}

/// The state of the start check.
#[derive(Debug)]
pub(crate) struct ListCheck {
    /// The time at which the check last began; [`ListCheck::PASSED`] once it has passed.
    checked_at: AtomicI64,
}

impl ListCheck {
    const PASSED: i64 = i64::MAX;

    /// Builds a check that is due at once.
    pub(crate) fn new() -> Self {
        Self { checked_at: AtomicI64::new(i64::MIN) }
    }

    /// Returns true once the check has passed.
    pub(crate) fn is_passed(&self) -> bool {
        self.checked_at.load(Ordering::Relaxed) == Self::PASSED
    }

    /// Records that the check has passed. It is not repeated.
    pub(crate) fn pass(&self) {
        self.checked_at.store(Self::PASSED, Ordering::Relaxed);
    }

    /// Returns true if the check is due, and records that it begins now. Of two concurrent callers, one gets true.
    pub(crate) fn begin(&self, now: i64) -> bool {
        let last = self.checked_at.load(Ordering::Relaxed);
        let is_due = last != Self::PASSED && now.saturating_sub(last) >= CHECK_EVERY;
        is_due && self.checked_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{CHECK_EVERY, ListCheck};

    const START: i64 = 1_800_000_000;

    #[test]
    fn the_start_check_is_repeated_once_a_minute_until_it_passes() {
        let check = ListCheck::new();
        assert!(!check.is_passed());
        let begun = [START, START, START + CHECK_EVERY - 1, START + CHECK_EVERY, START + CHECK_EVERY];
        assert_eq!(begun.map(|now| check.begin(now)), [true, false, false, true, false]);
        assert_eq!(CHECK_EVERY, 60);
        check.pass();
        assert!(check.is_passed() && !check.begin(i64::MAX));
    }
}
