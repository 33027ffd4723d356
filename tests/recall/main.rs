//! The decision whether a bank login can be skipped: a table of cases, and properties of every list.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "../shared/recall_table.rs"]
mod recall_table;

use ivy_data_session::decode::{SessionList, scan_list};
use ivy_data_session::recall::{Criteria, Decision, Reason, decide};
use proptest::prelude::*;
use recall_table::{ADA, DAY, NOW, Past, answer, cases, recalled};

fn decide_on(past: &[Past], required: &[&str], max_age_days: Option<f64>, now: Option<f64>) -> Decision {
    let body = answer(past);
    let list = scan_list(&body).unwrap();
    assert_eq!(list.sessions.len(), past.len());
    let required = required.iter().map(|name| (*name).to_owned()).collect();
    decide(&list, &body, &Criteria { required, max_age_days }, now)
}

#[test]
fn decision_table() {
    for (name, past, required, max_age_days, expected) in cases() {
        assert_eq!(decide_on(&past, required, max_age_days, Some(NOW)), expected, "{name}");
    }
}

#[test]
fn without_a_clock_every_age_is_unknown() {
    let past = [ADA.aged(2.0), ADA.aged(1.0)];
    assert_eq!(decide_on(&past, &[], None, None), recalled(&[1, 0], Some(1), None, false));
    assert_eq!(decide_on(&past, &[], Some(9.0), None), Decision::Login(Reason::AgeUnknown));
}

#[test]
fn a_session_that_was_set_aside_is_as_good_as_absent() {
    let body = br#"{"dataSessions":[{"id":1,"status":"complete"}]}"#;
    let list = scan_list(body).unwrap();
    assert_eq!(decide(&list, body, &Criteria::default(), Some(NOW)), Decision::Login(Reason::NoPastSession));
    assert_eq!(
        decide(&SessionList::default(), b"", &Criteria::default(), None),
        Decision::Login(Reason::NoPastSession)
    );
}

#[test]
fn reasons_are_spelled_as_documented() {
    for (reason, spelling) in [
        (Reason::Guest, "guest"),
        (Reason::Requested, "requested"),
        (Reason::MetadataOnly, "metadata_only"),
        (Reason::NoPastSession, "no_past_session"),
        (Reason::NotComplete, "not_complete"),
        (Reason::MissingData, "missing_data"),
        (Reason::AgeUnknown, "age_unknown"),
        (Reason::TooOld, "too_old"),
        (Reason::ListUnavailable, "list_unavailable"),
        (Reason::RecallOff, "recall_off"),
    ] {
        assert_eq!(serde_json::to_value(reason).unwrap(), spelling);
    }
}

fn past() -> impl Strategy<Value = Past> {
    let name =
        prop::sample::select(vec![None, Some("Ada Example"), Some("ada  example"), Some("Ben Sample"), Some(" ")]);
    let birth_date = prop::sample::select(vec![None, Some("1985-12-10"), Some("1990-07-04")]);
    let status = prop_oneof![4 => Just("complete"), 1 => Just("pending"), 1 => Just("odd")];
    let age = prop::option::of(prop_oneof![(-300i32..10_000_000).prop_map(f64::from), Just(DAY), Just(0.0)]);
    (status, age, prop::option::of((name, birth_date)), 0usize..2).prop_map(|(status, age, identity, accounts)| Past {
        status,
        age,
        identity,
        accounts,
    })
}

fn required() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(vec!["identity", "accounts"], 0..=2)
}

/// A second implementation of eligibility.
fn is_eligible(past: &Past, required: &[&str], max_age_days: Option<f64>) -> bool {
    let named = past.identity.and_then(|(name, _)| name).is_some_and(|name| !name.trim().is_empty());
    past.status == "complete"
        && (named || !required.contains(&"identity"))
        && (past.accounts > 0 || !required.contains(&"accounts"))
        && max_age_days.is_none_or(|days| past.age.is_some_and(|age| age <= days * DAY))
}

fn order_of(decision: &Decision) -> &[usize] {
    match decision {
        Decision::Recalled { order, .. } => order,
        Decision::Login(_) => &[],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_eligible_are_recalled_in_order(
        past in prop::collection::vec(past(), 0..12),
        required in required(),
        max_age_days in prop::option::of(0.0..120.0),
    ) {
        let decision = decide_on(&past, &required, max_age_days, Some(NOW));
        let order = order_of(&decision);
        let mut expected: Vec<usize> =
            (0..past.len()).filter(|position| is_eligible(&past[*position], &required, max_age_days)).collect();
        // A stable sort keeps the order of the response for equal and absent dates.
        expected.sort_by(|a, b| match (past[*a].age, past[*b].age) {
            (Some(a), Some(b)) => (NOW - b).total_cmp(&(NOW - a)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        prop_assert_eq!(order, &expected);
        prop_assert_eq!(order.is_empty(), matches!(decision, Decision::Login(_)));
        if let Decision::Recalled { order, offered, age_days, identity_differs } = decision {
            let undated = order.iter().filter(|position| past[**position].age.is_none()).count();
            prop_assert_eq!(offered, (undated < 2 && !identity_differs).then_some(order[0]));
            let age = offered.and_then(|position| past[position].age).map(|age| (age / DAY).floor().max(0.0) as u32);
            prop_assert_eq!(age_days, age);
        }
    }

    #[test]
    fn a_longer_limit_never_recalls_less(
        past in prop::collection::vec(past(), 0..12),
        required in required(),
        (short, more) in (0.0..60.0, 0.0..60.0),
    ) {
        let limits = [Some(short), Some(short + more), None];
        let [short, long, any] = limits.map(|limit| decide_on(&past, &required, limit, Some(NOW)));
        prop_assert!(order_of(&short).iter().all(|position| order_of(&long).contains(position)));
        prop_assert!(order_of(&long).iter().all(|position| order_of(&any).contains(position)));
    }

    #[test]
    fn people_differ_by_any_two_who_do(past in prop::collection::vec(past(), 1..8)) {
        let decision = decide_on(&past, &[], None, Some(NOW));
        if let Decision::Recalled { order, identity_differs, .. } = decision {
            let fold = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let people: Vec<_> = order.iter().filter_map(|position| past[*position].identity).collect();
            let differ = |a: Option<String>, b: Option<String>| matches!((a, b), (Some(a), Some(b)) if a != b);
            let name = |name: Option<&str>| name.map(fold).filter(|name| !name.is_empty());
            let any = people.iter().any(|a| people.iter().any(|b| {
                differ(name(a.0), name(b.0)) || differ(a.1.map(str::to_owned), b.1.map(str::to_owned))
            }));
            prop_assert_eq!(identity_differs, any);
        }
    }
}
