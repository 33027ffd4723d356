//! The rule at each of its limits, to the second. The model of `tests/release` has the paths between them.

use super::{
    Digest, Event, Identity, LONGEST_LOGIN_SECONDS, NONCE_GRACE_SECONDS, Origin, Outcome, PENDING_SECONDS, Row, Seen,
    SignIn, State, Trust, Verdict, Visitor, adopt, decide,
};

const ADA: Digest = Digest::new([1; 16]);
const BEN: Digest = Digest::new([2; 16]);
const GUEST: Digest = Digest::new([3; 16]);
const SUCCESS: Digest = Digest::new([4; 16]);
const ERROR: Digest = Digest::new([5; 16]);
const COOKIE: Digest = Digest::new([6; 16]);
const OTHER: Digest = Digest::new([7; 16]);

const CREATED: i64 = 1_800_000_000;
const ENDS: i64 = CREATED + 50_000;
const NONCE_ENDS: i64 = ENDS + NONCE_GRACE_SECONDS;

/// A login of Ada's that has just begun.
fn open() -> Row {
    Row {
        state: State::Open,
        owner: ADA,
        success: Some(SUCCESS),
        error: Some(ERROR),
        login: Some(COOKIE),
        created_at: CREATED,
        expires_at: Some(ENDS),
        outcome: None,
        completed_at: None,
        returned_at: None,
        cancelled_at: None,
        presented_at: None,
        released_at: None,
        locked_at: None,
        identity: Identity::default(),
    }
}

fn released() -> Row {
    Row {
        outcome: Some(Outcome::Complete),
        completed_at: Some(CREATED + 5),
        presented_at: Some(CREATED + 5),
        released_at: Some(CREATED + 5),
        ..open()
    }
}

fn adopted() -> Row {
    Row { state: State::Adopted, success: None, error: None, login: None, ..released() }
}

fn visitor(sign_in: SignIn) -> Visitor {
    Visitor { sign_in, guest: None, login: None, trust: None }
}

/// Ada, in another browser than the one where she began.
fn ada() -> Visitor {
    visitor(SignIn::Customer(ADA))
}

/// Nobody, in the browser where the login began.
fn nobody_here() -> Visitor {
    Visitor { login: Some(COOKIE), ..visitor(SignIn::Nobody) }
}

fn present(nonce: Digest, by: Visitor) -> Event {
    Event::Present { nonce, by }
}

fn callback(outcome: Outcome) -> Event {
    Event::Callback { outcome, identity: Identity::default() }
}

const ORIGIN: Origin = Origin { created_at: None, names_customer: false, is_tagged: false };

fn seen(by: Visitor, outcome: Option<Outcome>) -> Event {
    Event::Seen(Seen { by, outcome, identity: Identity::default(), origin: ORIGIN })
}

fn verdict(row: &Row, event: &Event, now: i64) -> Verdict {
    decide(row, event, now).0
}

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
    // What was released stays so, whenever its nonce comes again.
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
fn a_released_session_keeps_its_date() {
    let (_, row) = decide(&released(), &callback(Outcome::Complete), CREATED + 50);
    assert_eq!(row, released());
    let (_, row) = decide(&released(), &present(SUCCESS, ada()), CREATED + 50);
    assert_eq!(row, released());
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
    // A row without a login cookie began in no browser that can be recognised.
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

#[test]
fn a_login_that_is_not_released_is_told_what_became_of_it() {
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
    // A login's end after Ivy's date, but within the 30 minutes.
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

#[test]
fn the_person_is_the_one_of_the_release() {
    let person = |birth| Identity { birth: Some(birth), accounts: vec![] };
    let callback = Event::Callback { outcome: Outcome::Complete, identity: person(ADA) };
    let presented = Row { presented_at: Some(CREATED), ..open() };
    assert_eq!(decide(&presented, &callback, CREATED).1.identity, person(ADA));
    assert_eq!(decide(&open(), &callback, CREATED).1.identity, Identity::default(), "not released");
    let see = |row: &Row, identity: Identity| {
        decide(row, &Event::Seen(Seen { by: ada(), outcome: None, identity, origin: ORIGIN }), CREATED)
    };
    let known = Row { identity: person(ADA), ..released() };
    assert_eq!(see(&released(), person(ADA)), (Verdict::Release, known.clone()));
    assert_eq!(see(&known, person(ADA)), (Verdict::Release, known.clone()));
    assert_eq!(see(&known, Identity::default()), (Verdict::Release, known.clone()));
    assert_eq!(see(&known, person(BEN)), (Verdict::SomebodyElse, known.clone()));
    let wider = Identity { accounts: vec![OTHER], ..person(ADA) };
    assert_eq!(see(&known, wider), (Verdict::Release, known), "what was kept at release stays");
}

#[test]
fn two_people_differ_in_their_birth_or_in_all_accounts() {
    let person = |birth: Option<Digest>, accounts: &[Digest]| Identity { birth, accounts: accounts.to_vec() };
    let rows = [
        (person(None, &[]), person(None, &[]), false),
        (person(Some(ADA), &[]), person(None, &[]), false),
        (person(None, &[]), person(Some(ADA), &[]), false),
        (person(Some(ADA), &[]), person(Some(ADA), &[]), false),
        (person(Some(ADA), &[]), person(Some(BEN), &[]), true),
        (person(Some(ADA), &[GUEST]), person(Some(BEN), &[GUEST]), true),
        (person(None, &[ADA]), person(None, &[]), false),
        (person(None, &[ADA]), person(Some(ADA), &[]), false),
        (person(None, &[ADA]), person(None, &[ADA, BEN]), false),
        (person(None, &[ADA, BEN]), person(None, &[GUEST, BEN]), false),
        (person(None, &[ADA]), person(None, &[BEN]), true),
        (person(Some(ADA), &[ADA]), person(Some(ADA), &[BEN]), true),
        (person(Some(ADA), &[ADA]), person(None, &[BEN]), true),
    ];
    for (one, other, differ) in rows {
        assert_eq!(one.contradicts(&other), differ, "{one:?} {other:?}");
        assert_eq!(other.contradicts(&one), differ, "{other:?} {one:?}");
    }
    assert!(person(None, &[]).is_empty());
    assert!(!person(Some(ADA), &[]).is_empty());
    assert!(!person(None, &[ADA]).is_empty());
}

#[test]
fn only_a_released_session_of_the_visitors_own_may_be_used() {
    let row = released();
    let may = |row: &Row, by: &Visitor| {
        let (verdict, next) = decide(row, &Event::Use { by: *by }, CREATED);
        assert_eq!(next, *row);
        assert_eq!(by.may_see(row), verdict == Verdict::CallIvy);
        verdict
    };
    assert_eq!(may(&row, &ada()), Verdict::CallIvy);
    assert_eq!(may(&open(), &ada()), Verdict::NotFound);
    assert_eq!(may(&Row { locked_at: Some(CREATED), ..row.clone() }, &ada()), Verdict::NotFound);
    for by in [visitor(SignIn::Customer(BEN)), visitor(SignIn::Nobody), nobody_here()] {
        assert_eq!(may(&row, &by), Verdict::NotFound, "{by:?}");
    }
    assert_eq!(may(&row, &visitor(SignIn::Unavailable)), Verdict::Unavailable);
    for state in [State::Asking, State::Lost, State::Forgotten, State::Adopted] {
        assert_eq!(may(&Row { state, ..row.clone() }, &ada()), Verdict::NotFound, "{state:?}");
    }
    let trust = |before| Visitor { trust: Some(Trust { since: None, before }), ..ada() };
    assert_eq!(may(&adopted(), &trust(CREATED + 1)), Verdict::CallIvy);
    assert_eq!(may(&adopted(), &trust(CREATED)), Verdict::NotFound);
}

#[test]
fn an_answer_is_shown_only_of_what_the_row_allows_now() {
    let locked = Row { locked_at: Some(CREATED), ..released() };
    assert_eq!(decide(&locked, &seen(ada(), None), CREATED), (Verdict::NotFound, locked));
    for state in [State::Asking, State::Lost, State::Forgotten] {
        let row = Row { state, ..released() };
        assert_eq!(decide(&row, &seen(ada(), None), CREATED), (Verdict::NotFound, row));
    }
    let ben = visitor(SignIn::Customer(BEN));
    assert_eq!(decide(&open(), &seen(ben, Some(Outcome::Complete)), CREATED), (Verdict::NotFound, open()));
    assert_eq!(verdict(&released(), &seen(visitor(SignIn::Unavailable), None), CREATED), Verdict::Unavailable);
    assert_eq!(verdict(&released(), &seen(ada(), None), CREATED), Verdict::Release);
}

#[test]
fn trust_covers_what_is_before_its_date_and_not_before_the_verification() {
    let trust = Trust { since: Some(100), before: 200 };
    let covered = [99, 100, 199, 200].map(|created_at| trust.covers(created_at));
    assert_eq!(covered, [false, true, true, false]);
    let own_id = Trust { since: None, ..trust };
    assert_eq!([i64::MIN, 199, 200].map(|created_at| own_id.covers(created_at)), [true, true, false]);
}

#[test]
fn a_session_from_elsewhere_is_adopted_if_all_of_ivys_answer_agrees() {
    let trust = Some(Trust { since: Some(CREATED), before: CREATED + 10 });
    let origin = Origin { created_at: Some(CREATED), names_customer: true, is_tagged: false };
    let identity = Identity { birth: Some(BEN), accounts: vec![OTHER] };
    let row = adopt(ADA, origin, identity.clone(), trust, CREATED + 99);
    let expected = Row {
        expires_at: None,
        completed_at: None,
        presented_at: None,
        released_at: Some(CREATED + 99),
        identity: identity.clone(),
        ..adopted()
    };
    assert_eq!(row, Some(expected.clone()));
    let seen_by = |origin, trust| {
        let by = Visitor { trust, ..ada() };
        let identity = identity.clone();
        verdict(&expected, &Event::Seen(Seen { by, outcome: None, identity, origin }), CREATED)
    };
    assert_eq!(seen_by(origin, trust), Verdict::Release);
    let wrong = [
        (Origin { created_at: None, ..origin }, trust),
        (Origin { created_at: Some(CREATED - 1), ..origin }, trust),
        (Origin { created_at: Some(CREATED + 10), ..origin }, trust),
        (Origin { names_customer: false, ..origin }, trust),
        (Origin { is_tagged: true, ..origin }, trust),
        (origin, None),
    ];
    for (origin, trust) in wrong {
        assert_eq!(adopt(ADA, origin, identity.clone(), trust, CREATED + 99), None, "{origin:?} {trust:?}");
        assert_eq!(seen_by(origin, trust), Verdict::NotFound, "{origin:?} {trust:?}");
    }
}

#[test]
fn only_a_create_that_is_still_asked_for_is_opened_or_given_up() {
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
    let empty = Row {
        state: State::Forgotten,
        owner: Digest::NOBODY,
        success: None,
        error: None,
        login: None,
        expires_at: None,
        locked_at: Some(CREATED),
        ..open()
    };
    let (verdict, forgotten) = decide(&full, &Event::Forget, CREATED + 9);
    assert_eq!((verdict, forgotten), (Verdict::Done, empty.clone()));
    assert_eq!(decide(&empty, &Event::Reassign { to: BEN }, CREATED), (Verdict::Done, empty));
    assert_eq!(
        decide(&released(), &Event::Reassign { to: BEN }, CREATED),
        (Verdict::Done, Row { owner: BEN, ..released() })
    );
}
