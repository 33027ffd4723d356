//! Tests of the adoption of sessions from elsewhere.

use super::{ADA, BEN, CREATED, OTHER, ada, adopted, verdict};
use crate::release::{Event, Identity, Origin, Row, Seen, Trust, Verdict, Visitor, adopt};

#[test]
fn trust_covers_what_is_before_its_date_and_not_before_the_verification() {
    let trust = Trust { since: Some(100), before: 200 };
    let covered = [99, 100, 199, 200].map(|created_at| trust.covers(created_at));
    assert_eq!(covered, [false, true, true, false]);
    let own_id = Trust { since: None, ..trust };
    assert_eq!([i64::MIN, 199, 200].map(|created_at| own_id.covers(created_at)), [true, true, false]);
}

#[test]
fn a_session_from_elsewhere_is_adopted_if_all_of_ivys_response_agrees() {
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
