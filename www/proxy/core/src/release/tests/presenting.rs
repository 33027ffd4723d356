//! Tests of nonces: who may present them, and until when.

use super::{
    BEN, COOKIE, CREATED, ENDS, ERROR, GUEST, NONCE_ENDS, OTHER, SUCCESS, ada, callback, nobody_here, open, present,
    released, seen, verdict, visitor,
};
use crate::release::{Digest, Event, Outcome, PENDING_SECONDS, Row, SignIn, State, Verdict, Visitor, decide};

#[test]
fn the_owner_presents_until_the_nonce_ends() {
    for (now, expected, presented) in [
        (ENDS, Verdict::CallIvy, true),
        (NONCE_ENDS, Verdict::CallIvy, true),
        (NONCE_ENDS + 1, Verdict::Expired, false),
    ] {
        let (verdict, row) = decide(&open(), &present(SUCCESS, ada()), now);
        assert_eq!((verdict, row.presented_at), (expected, presented.then_some(now)));
        let (verdict, row) = decide(&open(), &present(ERROR, ada()), now);
        assert_eq!((verdict, row.cancelled_at), (expected, presented.then_some(now)));
        assert_eq!((row.presented_at, row.released_at), (None, None));
    }
    assert_eq!(verdict(&open(), &present(OTHER, ada()), CREATED), Verdict::NotFound);
    // A released session stays released, whenever its nonce is presented again.
    assert_eq!(verdict(&released(), &present(SUCCESS, ada()), NONCE_ENDS + 1), Verdict::CallIvy);
    assert_eq!(verdict(&released(), &present(ERROR, ada()), NONCE_ENDS + 1), Verdict::CallIvy);
    for closed in [
        Row { state: State::Lost, ..open() },
        Row { state: State::Adopted, ..open() },
        Row { state: State::Forgotten, ..open() },
        Row { locked_at: Some(CREATED), ..released() },
    ] {
        assert_eq!(decide(&closed, &present(SUCCESS, ada()), CREATED), (Verdict::NotFound, closed));
    }
}

#[test]
fn a_success_that_is_complete_is_released_at_once() {
    let complete = Row { outcome: Some(Outcome::Complete), completed_at: Some(CREATED + 1), ..open() };
    let (verdict, row) = decide(&complete, &present(SUCCESS, ada()), CREATED + 9);
    assert_eq!((verdict, row.released_at, row.completed_at), (Verdict::CallIvy, Some(CREATED + 9), Some(CREATED + 1)));
    let (_, row) = decide(&complete, &present(ERROR, ada()), CREATED + 9);
    assert_eq!(row.released_at, None);
}

#[test]
fn a_presentation_waits_for_30_minutes_and_not_beyond_the_nonces_end() {
    for (presented, last) in [(CREATED, CREATED + PENDING_SECONDS), (NONCE_ENDS - 10, NONCE_ENDS)] {
        let row = Row { presented_at: Some(presented), ..open() };
        for (now, is_released) in [(last, true), (last + 1, false)] {
            let released_at = is_released.then_some(now);
            assert_eq!(decide(&row, &callback(Outcome::Complete), now).1.released_at, released_at, "{presented} {now}");
            assert_eq!(decide(&row, &seen(ada(), Some(Outcome::Complete)), now).1.released_at, released_at);
            let expected = if is_released { Verdict::CallIvy } else { Verdict::Expired };
            assert_eq!(verdict(&row, &Event::Poll { by: ada() }, now), expected);
        }
    }
    let waiting = Row { presented_at: Some(CREATED), ..open() };
    for closed in [Row { locked_at: Some(CREATED), ..waiting.clone() }, Row { state: State::Asking, ..waiting }] {
        assert_eq!(decide(&closed, &callback(Outcome::Complete), CREATED).1.released_at, None, "{closed:?}");
    }
}

#[test]
fn the_browser_that_began_a_login_comes_back_to_sign_in() {
    for (now, returned) in [(NONCE_ENDS, Some(NONCE_ENDS)), (NONCE_ENDS + 1, None)] {
        let (verdict, row) = decide(&open(), &present(SUCCESS, nobody_here()), now);
        assert_eq!((verdict, row), (Verdict::SignIn, Row { returned_at: returned, ..open() }));
    }
    assert_eq!(decide(&open(), &present(ERROR, nobody_here()), CREATED), (Verdict::SignIn, open()));
    for closed in [Row { state: State::Lost, ..open() }, Row { locked_at: Some(CREATED), ..open() }] {
        assert_eq!(decide(&closed, &present(SUCCESS, nobody_here()), CREATED), (Verdict::SignIn, closed));
    }
}

#[test]
fn the_first_return_cancellation_and_lock_count_and_the_last_presentation() {
    let row = Row { returned_at: Some(CREATED), cancelled_at: Some(CREATED), locked_at: None, ..open() };
    let later = CREATED + 60;
    assert_eq!(decide(&row, &present(SUCCESS, nobody_here()), later).1.returned_at, Some(CREATED));
    assert_eq!(decide(&row, &present(ERROR, ada()), later).1.cancelled_at, Some(CREATED));
    let presented = Row { presented_at: Some(CREATED), ..open() };
    assert_eq!(decide(&presented, &present(SUCCESS, ada()), later).1.presented_at, Some(later));
    let locked = decide(&open(), &Event::Lock, CREATED).1;
    assert_eq!(locked, Row { locked_at: Some(CREATED), ..open() });
    assert_eq!(decide(&locked, &Event::Lock, later), (Verdict::Done, locked));
}

#[test]
fn whoever_else_presents_locks() {
    let strangers = [
        visitor(SignIn::Customer(BEN)),
        visitor(SignIn::Nobody),
        Visitor { login: Some(COOKIE), ..visitor(SignIn::Customer(BEN)) },
        Visitor { login: Some(OTHER), guest: Some(GUEST), ..visitor(SignIn::Nobody) },
    ];
    for by in strangers {
        for row in [open(), released()] {
            for nonce in [SUCCESS, ERROR] {
                let locked = Row { locked_at: Some(CREATED + 9), ..row.clone() };
                assert_eq!(decide(&row, &present(nonce, by), CREATED + 9), (Verdict::Foreign, locked), "{by:?}");
            }
            assert_eq!(decide(&row, &present(OTHER, by), CREATED + 9), (Verdict::NotFound, row));
        }
    }
    // Without a login cookie in the row, no browser can be recognised as the one that began.
    let row = Row { login: None, ..open() };
    assert_eq!(verdict(&row, &present(SUCCESS, visitor(SignIn::Nobody)), CREATED), Verdict::Foreign);
    let by = visitor(SignIn::Unavailable);
    assert_eq!(decide(&open(), &present(SUCCESS, by), CREATED), (Verdict::Unavailable, open()));
}

#[test]
fn a_guest_is_the_cookie_until_a_customer_signs_in() {
    let row = Row { owner: GUEST, ..released() };
    let guest = Visitor { guest: Some(GUEST), ..visitor(SignIn::Nobody) };
    assert_eq!(verdict(&row, &present(SUCCESS, guest), CREATED), Verdict::CallIvy);
    assert!(guest.may_see(&row));
    let customer = Visitor { guest: Some(GUEST), ..ada() };
    let (verdict, forgotten) = decide(&row, &present(ERROR, customer), CREATED);
    assert_eq!((verdict, forgotten.state, forgotten.owner), (Verdict::EndGuest, State::Forgotten, Digest::NOBODY));
    assert!(!customer.may_see(&row));
}

#[test]
fn after_the_sign_in_the_reference_is_enough_in_that_browser_until_the_nonce_ends() {
    let row = Row { returned_at: Some(CREATED), ..open() };
    let here = Visitor { login: Some(COOKIE), ..ada() };
    let ask = |row: &Row, by: Visitor, now: i64| decide(row, &Event::Poll { by }, now);
    let (verdict, next) = ask(&row, here, NONCE_ENDS);
    assert_eq!((verdict, next.presented_at), (Verdict::CallIvy, Some(NONCE_ENDS)));
    assert_eq!(ask(&row, here, NONCE_ENDS + 1), (Verdict::NotFound, row.clone()));
    for by in [ada(), Visitor { login: Some(OTHER), ..ada() }] {
        assert_eq!(ask(&row, by, CREATED), (Verdict::NotFound, row.clone()));
    }
    assert_eq!(ask(&open(), here, CREATED), (Verdict::NotFound, open()), "it did not come back");
    let without_cookie = Row { login: None, ..row.clone() };
    assert_eq!(ask(&without_cookie, ada(), CREATED), (Verdict::NotFound, without_cookie));
    assert_eq!(ask(&row, Visitor { sign_in: SignIn::Unavailable, ..here }, CREATED).0, Verdict::Unavailable);
    for by in [nobody_here(), Visitor { sign_in: SignIn::Customer(BEN), ..here }] {
        assert_eq!(ask(&row, by, CREATED), (Verdict::NotFound, row.clone()));
    }
    let locked = Row { locked_at: Some(CREATED), ..row.clone() };
    assert_eq!(ask(&locked, here, CREATED), (Verdict::NotFound, locked));
    assert_eq!(ask(&Row { cancelled_at: Some(CREATED), ..open() }, ada(), CREATED).0, Verdict::CallIvy);
    assert_eq!(ask(&released(), ada(), NONCE_ENDS + 1).0, Verdict::CallIvy);
}
