//! Tests of the person behind a release and of the visitor's right to see a session.

use super::{
    ADA, BEN, CREATED, GUEST, ORIGIN, OTHER, ada, adopted, nobody_here, open, released, seen, verdict, visitor,
};
use crate::release::{Digest, Event, Identity, Outcome, Row, Seen, SignIn, State, Trust, Verdict, Visitor, decide};

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
fn a_response_is_shown_only_if_the_row_allows_it_now() {
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
