//! Tests of outcomes, by callback and by Ivy's response.

use super::{CREATED, ENDS, ada, callback, open, seen, verdict};
use crate::release::{Event, Outcome, PENDING_SECONDS, Row, State, Verdict, decide};

#[test]
fn a_login_that_is_not_released_reports_its_outcome() {
    let presented = Row { presented_at: Some(CREATED), ..open() };
    let cancelled = Row { cancelled_at: Some(CREATED), ..open() };
    let late = CREATED + PENDING_SECONDS + 1;
    let rows = [
        (&presented, None, CREATED, Verdict::Pending),
        (&presented, None, CREATED + PENDING_SECONDS, Verdict::Pending),
        (&presented, None, late, Verdict::Expired),
        (&presented, Some(Outcome::Error), CREATED, Verdict::Failed),
        (&presented, Some(Outcome::Error), late, Verdict::Failed),
        (&presented, Some(Outcome::Expired), CREATED, Verdict::Expired),
        (&presented, Some(Outcome::Complete), CREATED, Verdict::Release),
        (&presented, Some(Outcome::Complete), late, Verdict::Expired),
        (&cancelled, None, ENDS, Verdict::Pending),
        (&cancelled, None, ENDS + 1, Verdict::Expired),
        (&cancelled, Some(Outcome::Error), ENDS + 1, Verdict::Failed),
        (&cancelled, Some(Outcome::Expired), CREATED, Verdict::Expired),
        (&cancelled, Some(Outcome::Complete), CREATED, Verdict::Pending),
        (&open(), Some(Outcome::Complete), CREATED, Verdict::NotFound),
    ];
    for (row, outcome, now, expected) in rows {
        assert_eq!(verdict(row, &seen(ada(), outcome), now), expected, "{row:?} {outcome:?} {now}");
    }
    let ended = Row { outcome: Some(Outcome::Error), ..presented };
    assert_eq!(verdict(&ended, &Event::Poll { by: ada() }, late), Verdict::Failed);
    // A presentation at the login's end: its 30 minutes go beyond that.
    let last = Row { presented_at: Some(ENDS), ..open() };
    assert_eq!(verdict(&last, &seen(ada(), None), ENDS), Verdict::Pending);
    assert_eq!(verdict(&last, &seen(ada(), None), ENDS + 1), Verdict::Expired);
}

#[test]
fn nothing_takes_back_a_completed_login() {
    let now = CREATED + 9;
    let rows = [
        (None, Outcome::Error, Some(Outcome::Error), None),
        (Some(Outcome::Error), Outcome::Expired, Some(Outcome::Expired), None),
        (Some(Outcome::Error), Outcome::Complete, Some(Outcome::Complete), Some(now)),
    ];
    for (before, word, after, completed_at) in rows {
        let (verdict, row) = decide(&Row { outcome: before, ..open() }, &callback(word), now);
        assert_eq!((verdict, row.outcome, row.completed_at), (Verdict::Done, after, completed_at));
    }
    let complete = Row { outcome: Some(Outcome::Complete), completed_at: Some(CREATED), ..open() };
    for word in Outcome::ALL {
        assert_eq!(decide(&complete, &callback(word), now), (Verdict::Done, complete.clone()), "{word:?}");
    }
    let failed = Row { outcome: Some(Outcome::Error), cancelled_at: Some(CREATED), ..open() };
    assert_eq!(decide(&failed, &seen(ada(), None), now), (Verdict::Failed, failed), "no word is no change");
}

#[test]
fn a_callback_says_nothing_of_a_login_that_is_lost_or_forgotten() {
    for state in State::ALL {
        let row = Row { state, ..open() };
        let is_heard = !matches!(state, State::Lost | State::Forgotten);
        let (verdict, next) = decide(&row, &callback(Outcome::Error), CREATED);
        assert_eq!(verdict, if is_heard { Verdict::Done } else { Verdict::NotFound }, "{state:?}");
        assert_eq!(next.outcome.is_some(), is_heard, "{state:?}");
    }
}
