//! The way to a customer's past sessions: the results of the check of Ivy's list, and when the check is repeated.

use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::lock;
use serde::{Serialize, Serializer};

use crate::config::{ListBy, ListSelector};

/// The pause before a check that did not pass is repeated, in seconds. It doubles with each check, up to the longest.
const FIRST_PAUSE: i64 = 60;
const LONGEST_PAUSE: i64 = 60 * 60;

/// The result of list requests for a user that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPath {
    /// An empty list, as expected.
    Answers,
    /// A list with sessions: Ivy does not separate users, and no session is adopted.
    Unfiltered,
    /// A 400 or 422: Ivy does not know the selector.
    Refused,
    /// A 404: the path is wrong.
    Missing,
    /// None of these: Ivy cannot be reached, or refuses the key.
    Unknown,
}

impl ListPath {
    /// Returns the name in health and log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Unfiltered => "unfiltered",
            Self::Refused => "refused",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

impl Serialize for ListPath {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// The way by which a customer's past sessions are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWay {
    /// Ivy's list, requested by this selector.
    List(ListSelector),
    /// The released sessions of the proxy's table, each requested by details.
    Table,
}

impl ListWay {
    /// Returns the name in health and log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List(selector) => selector.name(),
            Self::Table => "table",
        }
    }
}

impl Serialize for ListWay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// The state of the check of Ivy's list.
#[derive(Debug)]
pub(crate) struct ListCheck {
    list_by: ListBy,
    state: Mutex<State>,
    /// Held during the first check.
    first: lock::Mutex<()>,
}

#[derive(Debug)]
struct State {
    way: ListWay,
    result: Option<ListPath>,
    /// True if an empty list came back for the selector of the way.
    is_passed: bool,
    /// True if a list by this selector has contained a session that the table knows to be the requested customer's.
    is_confirmed: bool,
    /// The selectors whose empty list proved nothing: details had sessions that their list omits.
    omitting: Vec<ListSelector>,
    /// The time at which the check last began, in epoch seconds.
    began_at: Option<i64>,
    /// The pause before the next check, in seconds; `None` if none is due.
    pause: Option<i64>,
}

impl ListCheck {
    /// Builds a check that is due at once.
    pub(crate) fn new(list_by: ListBy) -> Self {
        let way = list_by.selector().map_or(ListWay::Table, ListWay::List);
        let state = State {
            way,
            result: None,
            is_passed: false,
            is_confirmed: false,
            omitting: Vec::new(),
            began_at: None,
            pause: Some(FIRST_PAUSE),
        };
        Self { list_by, state: Mutex::new(state), first: lock::Mutex::default() }
    }

    /// Returns true if the proxy chooses the way.
    pub(crate) fn is_auto(&self) -> bool {
        self.list_by == ListBy::Auto
    }

    /// Returns the present way.
    pub(crate) fn way(&self) -> ListWay {
        self.state().way
    }

    /// Returns the last result.
    pub(crate) fn result(&self) -> Option<ListPath> {
        self.state().result
    }

    /// Returns true if the table is read only because Ivy was not available when its list was checked.
    pub(crate) fn is_unknown(&self) -> bool {
        let state = self.state();
        state.way == ListWay::Table && state.result == Some(ListPath::Unknown)
    }

    /// Returns true if Ivy's list is known to separate users by this selector.
    pub(crate) fn is_passed(&self, selector: ListSelector) -> bool {
        let state = self.state();
        state.is_passed && state.way == ListWay::List(selector)
    }

    /// Returns true if the selector still has to prove that its lists contain the customer's sessions.
    pub(crate) fn is_unconfirmed(&self, selector: ListSelector) -> bool {
        let state = self.state();
        self.is_auto() && state.way == ListWay::List(selector) && !state.is_confirmed
    }

    /// Waits for the first check, if it is in progress. Returns the right to make it, until a result is known.
    pub(crate) async fn first(&self) -> Option<lock::MutexGuard<'_, ()>> {
        if self.result().is_some() { None } else { Some(self.first.lock().await) }
    }

    /// Begins a check if it is due. Returns the selectors to try. Of two concurrent callers, one gets them.
    pub(crate) fn begin_if_due(&self, now: i64) -> Option<Vec<ListSelector>> {
        let is_due = {
            let state = self.state();
            match (state.pause, state.began_at) {
                (None, _) => false,
                (Some(_), None) => true,
                // A clock that was set back does not postpone the check until it catches up.
                (Some(pause), Some(began_at)) => !(0..pause).contains(&now.saturating_sub(began_at)),
            }
        };
        is_due.then(|| self.begin(now))
    }

    /// Begins a check. Returns the selectors to try.
    pub(crate) fn begin(&self, now: i64) -> Vec<ListSelector> {
        let mut state = self.state();
        if let (Some(pause), Some(_)) = (state.pause, state.began_at) {
            state.pause = Some((pause * 2).min(LONGEST_PAUSE));
        }
        state.began_at = Some(now);
        match self.list_by.selector() {
            Some(selector) => vec![selector],
            None => ListSelector::ALL.into_iter().filter(|selector| !state.omitting.contains(selector)).collect(),
        }
    }

    /// Records that the check has passed for a selector. It is not repeated without a reason.
    pub(crate) fn pass(&self, selector: ListSelector) {
        let mut state = self.state();
        let way = ListWay::List(selector);
        state.is_confirmed &= state.way == way;
        state.result = Some(ListPath::Answers);
        state.is_passed = true;
        state.way = way;
        state.pause = None;
    }

    /// Records a check that has not passed. One without a result changes nothing but the time of the next.
    pub(crate) fn fail(&self, result: ListPath) {
        let mut state = self.state();
        state.result = Some(result);
        state.pause = state.pause.or(Some(FIRST_PAUSE));
        if result != ListPath::Unknown {
            state.is_passed = false;
            if self.is_auto() {
                state.way = ListWay::Table;
            }
        }
    }

    /// Records that a list had a session that the table knows to be the requested customer's.
    pub(crate) fn confirm(&self, selector: ListSelector) {
        let mut state = self.state();
        state.is_confirmed |= state.way == ListWay::List(selector);
    }

    /// Makes the check due again, because Ivy's list is not what the check has shown.
    pub(crate) fn doubt(&self) {
        let mut state = self.state();
        state.pause = state.pause.or(Some(FIRST_PAUSE));
    }

    /// Records that Ivy has sessions which its list by this selector omits. Another selector is checked at once, and the
    /// table is read meanwhile.
    pub(crate) fn omits(&self, selector: ListSelector) {
        let mut state = self.state();
        if self.is_auto() && state.way == ListWay::List(selector) {
            state.omitting.push(selector);
            state.way = ListWay::Table;
            state.is_passed = false;
            state.began_at = None;
            state.pause = Some(FIRST_PAUSE);
        }
    }

    /// Locks the state. No code panics while it holds the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST_PAUSE, LONGEST_PAUSE, ListCheck, ListPath, ListWay};
    use crate::config::{ListBy, ListSelector};

    const START: i64 = 1_800_000_000;
    const FIXED: ListBy = ListBy::Email;

    #[test]
    fn a_check_is_repeated_with_longer_and_longer_pauses_until_it_passes() {
        for list_by in [ListBy::Auto, FIXED] {
            let check = ListCheck::new(list_by);
            let is_begun = |now| check.begin_if_due(now).is_some();
            assert_eq!(
                [START, START, START + 59, START + 60, START + 60].map(is_begun),
                [true, false, false, true, false]
            );
            assert_eq!([START + 60 + 119, START + 60 + 120].map(is_begun), [false, true]);
            (0..9).for_each(|_| check.fail(ListPath::Unknown));
            let mut now = START + 180;
            for _ in 0..9 {
                now += LONGEST_PAUSE;
                assert!(is_begun(now));
            }
            assert!(!is_begun(now + LONGEST_PAUSE - 1), "no pause is longer than an hour");
            assert!(is_begun(START), "the clock was set back");
            check.pass(ListSelector::Email);
            assert!(check.is_passed(ListSelector::Email) && !check.is_passed(ListSelector::Phone));
            assert!(!is_begun(i64::MAX));
            check.doubt();
            assert!(!is_begun(START + FIRST_PAUSE - 1) && is_begun(START + FIRST_PAUSE));
        }
    }

    #[test]
    fn only_a_result_changes_the_way() {
        for result in [ListPath::Unfiltered, ListPath::Refused, ListPath::Missing, ListPath::Unknown] {
            let is_outage = result == ListPath::Unknown;
            let check = ListCheck::new(ListBy::Auto);
            assert_eq!(check.way(), ListWay::Table);
            assert!(!check.is_unknown());
            check.fail(result);
            assert_eq!((check.way(), check.result()), (ListWay::Table, Some(result)));
            assert_eq!(check.is_unknown(), is_outage, "{result:?}");
            check.pass(ListSelector::Phone);
            let by_phone = ListWay::List(ListSelector::Phone);
            assert_eq!((check.way(), check.result()), (by_phone, Some(ListPath::Answers)));
            check.fail(result);
            assert_eq!(check.way() == by_phone, is_outage, "{result:?}");
            assert_eq!(check.is_passed(ListSelector::Phone), is_outage, "{result:?}");

            let fixed = ListCheck::new(FIXED);
            fixed.pass(ListSelector::Email);
            fixed.fail(result);
            assert_eq!(fixed.way(), ListWay::List(ListSelector::Email));
            assert_eq!(fixed.is_passed(ListSelector::Email), is_outage, "{result:?}");
        }
    }

    #[test]
    fn a_selector_whose_lists_omit_sessions_is_not_tried_again() {
        let check = ListCheck::new(ListBy::Auto);
        assert_eq!(check.begin_if_due(START), Some(ListSelector::ALL.to_vec()));
        check.pass(ListSelector::ReferenceId);
        assert!(check.is_unconfirmed(ListSelector::ReferenceId));
        check.omits(ListSelector::Email);
        assert_eq!(check.way(), ListWay::List(ListSelector::ReferenceId), "another one is in use");
        check.omits(ListSelector::ReferenceId);
        assert_eq!(check.way(), ListWay::Table);
        assert!(!check.is_passed(ListSelector::ReferenceId));
        assert_eq!(check.begin_if_due(START), Some(vec![ListSelector::Email, ListSelector::Phone]));
        check.pass(ListSelector::Email);
        check.confirm(ListSelector::Phone);
        assert!(check.is_unconfirmed(ListSelector::Email), "another one was in use");
        check.confirm(ListSelector::Email);
        assert!(!check.is_unconfirmed(ListSelector::Email));

        let fixed = ListCheck::new(FIXED);
        fixed.omits(ListSelector::Email);
        assert_eq!(fixed.way(), ListWay::List(ListSelector::Email));
        assert!(!fixed.is_unconfirmed(ListSelector::Email));
    }
}
