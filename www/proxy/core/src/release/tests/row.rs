//! Tests of a row's names, dates and remains.

use super::{ADA, BEN, CREATED, ENDS, SUCCESS, ada, adopted, callback, open, present, released};
use crate::release::{
    Digest, Event, Identity, LONGEST_LOGIN_SECONDS, NONCE_GRACE_SECONDS, Outcome, PENDING_SECONDS, Row, State, Verdict,
    decide,
};

#[test]
fn the_table_holds_these_words() {
    assert_eq!(State::ALL.map(State::name), ["asking", "open", "lost", "adopted", "forgotten"]);
    assert_eq!(Outcome::ALL.map(Outcome::name), ["complete", "error", "expired"]);
}

#[test]
fn a_digest_is_its_text_and_no_other_text_is_a_digest() {
    assert_eq!(ADA.text(), "AQEBAQEBAQEBAQEBAQEBAQ");
    assert_eq!(Digest::NOBODY.text(), "AAAAAAAAAAAAAAAAAAAAAA");
    for digest in [ADA, Digest::NOBODY, Digest::new([255; 16])] {
        assert_eq!(Digest::read(&digest.text()), Some(digest));
    }
    let text = ADA.text();
    for wrong in ["", &text[1..], &format!("{text}="), &format!("{text}A"), &text.replace('A', "+"), &"ä".repeat(11)] {
        assert_eq!(Digest::read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_login_ends_at_ivys_date_else_a_day_after_its_creation() {
    assert_eq!(open().ends_at(), ENDS);
    assert_eq!(open().nonce_ends_at(), ENDS + 3_600);
    let undated = Row { expires_at: None, ..open() };
    assert_eq!(undated.ends_at(), CREATED + 86_400);
    assert_eq!(undated.nonce_ends_at(), CREATED + 90_000);
    assert_eq!((PENDING_SECONDS, NONCE_GRACE_SECONDS, LONGEST_LOGIN_SECONDS), (1_800, 3_600, 86_400));
}

#[test]
fn a_login_is_under_way_until_anything_is_decided() {
    assert!(open().is_under_way(CREATED));
    assert!(open().is_under_way(ENDS));
    assert!(!open().is_under_way(ENDS + 1));
    let at = Some(CREATED);
    let decided = [
        Row { presented_at: at, ..open() },
        Row { returned_at: at, ..open() },
        Row { cancelled_at: at, ..open() },
        Row { released_at: at, ..open() },
        Row { locked_at: at, ..open() },
    ];
    for row in decided {
        assert!(!row.is_under_way(CREATED), "{row:?}");
    }
    for outcome in Outcome::ALL {
        assert!(!Row { outcome: Some(outcome), ..open() }.is_under_way(CREATED), "{outcome:?}");
    }
    for state in State::ALL {
        assert_eq!(Row { state, ..open() }.is_under_way(CREATED), state == State::Open, "{state:?}");
    }
}

#[test]
fn a_sessions_date_is_its_completion_else_its_creation() {
    assert_eq!(open().date(), Some(CREATED));
    assert_eq!(released().date(), Some(CREATED + 5));
    assert_eq!(adopted().date(), None);
}

#[test]
fn a_released_session_keeps_its_date() {
    let (_, row) = decide(&released(), &callback(Outcome::Complete), CREATED + 50);
    assert_eq!(row, released());
    let (_, row) = decide(&released(), &present(SUCCESS, ada()), CREATED + 50);
    assert_eq!(row, released());
}

#[test]
fn only_a_create_in_progress_is_opened_or_given_up() {
    let asking = Row { state: State::Asking, expires_at: None, ..open() };
    let opened = |is_known| Event::Opened { expires_at: Some(ENDS), is_known };
    assert_eq!(decide(&asking, &opened(false), CREATED), (Verdict::Done, open()));
    let locked = Row { locked_at: Some(CREATED + 1), ..open() };
    assert_eq!(decide(&asking, &opened(true), CREATED + 1), (Verdict::Done, locked));
    let lost = Row { state: State::Lost, ..asking.clone() };
    assert_eq!(decide(&asking, &Event::GaveUp, CREATED), (Verdict::Done, lost));
    for state in [State::Open, State::Lost, State::Adopted, State::Forgotten] {
        let row = Row { state, ..asking.clone() };
        assert_eq!(decide(&row, &opened(false), CREATED), (Verdict::NotFound, row.clone()));
        assert_eq!(decide(&row, &Event::GaveUp, CREATED), (Verdict::Done, row));
    }
}

#[test]
fn forgetting_leaves_no_more_than_the_dates_that_a_repeat_needs() {
    let full = Row {
        returned_at: Some(CREATED),
        cancelled_at: Some(CREATED),
        locked_at: Some(CREATED),
        identity: Identity { birth: Some(ADA), accounts: vec![ADA] },
        ..released()
    };
    let empty = Row { locked_at: Some(CREATED), ..Row::new(State::Forgotten, Digest::NOBODY, CREATED) };
    let (verdict, forgotten) = decide(&full, &Event::Forget, CREATED + 9);
    assert_eq!((verdict, forgotten), (Verdict::Done, empty.clone()));
    assert_eq!(decide(&empty, &Event::Reassign { to: BEN }, CREATED), (Verdict::Done, empty));
    assert_eq!(
        decide(&released(), &Event::Reassign { to: BEN }, CREATED),
        (Verdict::Done, Row { owner: BEN, ..released() })
    );
}
