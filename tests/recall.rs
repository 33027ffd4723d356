//! The decision whether a bank login can be skipped: a table of cases, and what holds for every list.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use ivy_data_session::decode::{SessionList, scan_list};
use ivy_data_session::recall::{Decision, Reason, Wanted, decide};
use proptest::prelude::*;

const NOW: f64 = 1_763_856_000.0;
const DAY: f64 = 86_400.0;

/// A past session, as far as the decision is concerned.
#[derive(Clone, Debug)]
struct Past {
    status: &'static str,
    /// Age in seconds; negative for a date in the future.
    age: Option<f64>,
    /// Name and date of birth, `None` for no identity at all.
    identity: Option<(Option<&'static str>, Option<&'static str>)>,
    accounts: usize,
}

/// A completed session of Ada's with one account.
const ADA: Past =
    Past { status: "complete", age: None, identity: Some((Some("Ada Example"), Some("1985-12-10"))), accounts: 1 };

impl Past {
    const fn aged(self, days: f64) -> Self {
        Self { age: Some(days * DAY), ..self }
    }

    const fn status(self, status: &'static str) -> Self {
        Self { status, ..self }
    }

    const fn person(self, name: &'static str, birth_date: Option<&'static str>) -> Self {
        Self { identity: Some((Some(name), birth_date)), ..self }
    }

    fn json(&self) -> serde_json::Value {
        let mut session = serde_json::json!({"id": "x", "status": self.status, "data": {"accounts": vec![serde_json::json!({}); self.accounts]}});
        if let Some(age) = self.age {
            session["createdAt"] = (NOW - age).into();
        }
        if let Some((name, birth_date)) = self.identity {
            session["data"]["identity"] = serde_json::json!({"name": name, "dateOfBirth": birth_date});
        }
        session
    }
}

fn answer(past: &[Past]) -> Vec<u8> {
    let sessions: Vec<_> = past.iter().map(Past::json).collect();
    serde_json::json!({"dataSessions": sessions}).to_string().into_bytes()
}

fn decide_on(past: &[Past], required: &[&str], max_age_days: Option<f64>, now: Option<f64>) -> Decision {
    let body = answer(past);
    let list = scan_list(&body).unwrap();
    assert_eq!(list.sessions.len(), past.len());
    let required = required.iter().map(|name| (*name).to_owned()).collect();
    decide(&list, &body, &Wanted { required, max_age_days }, now)
}

fn recalled(order: &[usize], offered: Option<usize>, age_days: Option<u32>, identity_differs: bool) -> Decision {
    Decision::Recalled { order: order.to_vec(), offered, age_days, identity_differs }
}

/// What it shows, the past, what is required, the limit in days, the decision.
type Case = (&'static str, Vec<Past>, &'static [&'static str], Option<f64>, Decision);

#[test]
fn decision_table() {
    const NO_IDENTITY: Past = Past { identity: None, ..ADA };
    const BEN: Past = ADA.person("Ben Sample", Some("1990-07-04"));
    let login = Decision::Login;
    let table: Vec<Case> = vec![
        ("nothing", vec![], &["identity"], None, login(Reason::NoPastSession)),
        ("nothing wanted", vec![NO_IDENTITY], &[], None, recalled(&[0], Some(0), None, false)),
        ("the usual case, without dates", vec![ADA], &["identity"], None, recalled(&[0], Some(0), None, false)),
        ("and with them", vec![ADA.aged(3.9)], &["identity"], None, recalled(&[0], Some(0), Some(3), false)),
        (
            "the other word for complete",
            vec![ADA.status("completed")],
            &["identity"],
            None,
            recalled(&[0], Some(0), None, false),
        ),
        ("pending", vec![ADA.status("pending")], &[], None, login(Reason::NotComplete)),
        ("closed is not complete", vec![ADA.status("closed")], &[], None, login(Reason::NotComplete)),
        ("an unknown status", vec![ADA.status("COMPLETE")], &[], None, login(Reason::NotComplete)),
        ("no identity", vec![NO_IDENTITY], &["identity"], None, login(Reason::MissingData)),
        (
            "an identity without a name",
            vec![Past { identity: Some((None, Some("1985-12-10"))), ..ADA }],
            &["identity"],
            None,
            login(Reason::MissingData),
        ),
        ("a blank name", vec![ADA.person(" \u{a0}", None)], &["identity"], None, login(Reason::MissingData)),
        ("no account", vec![Past { accounts: 0, ..ADA }], &["accounts"], None, login(Reason::MissingData)),
        (
            "no account, none wanted",
            vec![Past { accounts: 0, ..ADA }],
            &["identity"],
            None,
            recalled(&[0], Some(0), None, false),
        ),
        ("both wanted", vec![ADA], &["identity", "accounts"], None, recalled(&[0], Some(0), None, false)),
        ("one of both missing", vec![NO_IDENTITY], &["accounts", "identity"], None, login(Reason::MissingData)),
        ("balances", vec![ADA], &["accounts", "balances"], None, login(Reason::MissingData)),
        ("balance", vec![ADA], &["balance"], None, login(Reason::MissingData)),
        ("transactions", vec![ADA], &["transactions"], None, login(Reason::MissingData)),
        ("match_identity", vec![ADA], &["match_identity"], None, login(Reason::MissingData)),
        ("a permission of tomorrow", vec![ADA], &["income"], None, login(Reason::MissingData)),
        ("age unknown but limited", vec![ADA], &["identity"], Some(365.0), login(Reason::AgeUnknown)),
        ("just young enough", vec![ADA.aged(30.0)], &[], Some(30.0), recalled(&[0], Some(0), Some(30), false)),
        ("too old by hours", vec![ADA.aged(30.5)], &[], Some(30.0), login(Reason::TooOld)),
        ("a future date is no date", vec![ADA.aged(-2.0)], &[], Some(365.0), login(Reason::AgeUnknown)),
        (
            "nor is it the newest",
            vec![ADA.aged(-2.0), ADA.aged(1.0)],
            &[],
            None,
            recalled(&[1, 0], Some(1), Some(1), false),
        ),
        ("clocks differ a little", vec![ADA.aged(-0.003)], &[], Some(0.0), recalled(&[0], Some(0), Some(0), false)),
        ("a date in milliseconds", vec![ADA.aged(-NOW * 999.0 / DAY)], &[], Some(365.0), login(Reason::AgeUnknown)),
        ("a date in minutes", vec![ADA.aged(NOW * 59.0 / 60.0 / DAY)], &[], Some(99_999.0), login(Reason::AgeUnknown)),
        ("the date 0", vec![ADA.aged(NOW / DAY)], &[], Some(99_999.0), login(Reason::AgeUnknown)),
        (
            "the furthest counts: old",
            vec![ADA.status("open"), ADA.aged(9.0), ADA],
            &[],
            Some(1.0),
            login(Reason::TooOld),
        ),
        (
            "the furthest counts: undated",
            vec![ADA, NO_IDENTITY, ADA.status("open")],
            &["identity"],
            Some(1.0),
            login(Reason::AgeUnknown),
        ),
        (
            "the furthest counts: data",
            vec![ADA.status("open"), NO_IDENTITY],
            &["identity"],
            Some(1.0),
            login(Reason::MissingData),
        ),
        (
            "newest first, unknown last",
            vec![ADA.aged(2.0), ADA, ADA.aged(1.0), ADA.aged(3.0)],
            &[],
            None,
            recalled(&[2, 0, 3, 1], Some(2), Some(1), false),
        ),
        (
            "the same date: as answered",
            vec![ADA.aged(1.0), ADA.aged(1.0)],
            &[],
            None,
            recalled(&[0, 1], Some(0), Some(1), false),
        ),
        ("several without a date", vec![ADA, ADA.aged(1.0), ADA], &[], None, recalled(&[1, 0, 2], None, None, false)),
        ("two people", vec![ADA.aged(2.0), BEN.aged(1.0)], &[], None, recalled(&[1, 0], None, None, true)),
        (
            "one name, two birth dates",
            vec![ADA.aged(2.0), ADA.person("Ada Example", Some("1985-12-11")).aged(1.0)],
            &[],
            None,
            recalled(&[1, 0], None, None, true),
        ),
        (
            "one name in other spelling",
            vec![ADA.aged(2.0), ADA.person("  ADA\texample ", None).aged(1.0)],
            &[],
            None,
            recalled(&[1, 0], Some(1), Some(1), false),
        ),
        (
            "letters above ascii",
            vec![ADA.person("Äda Ёlka Ωmega", None).aged(2.0), ADA.person("äDA ёLKA ωMEGA", None).aged(1.0)],
            &[],
            None,
            recalled(&[1, 0], Some(1), Some(1), false),
        ),
        (
            "no identity is no evidence",
            vec![ADA.aged(2.0), NO_IDENTITY.aged(1.0), ADA.aged(3.0)],
            &[],
            None,
            recalled(&[1, 0, 2], Some(1), Some(1), false),
        ),
        (
            "a person who is not eligible does not count",
            vec![ADA.aged(1.0), BEN.aged(9.0), BEN.status("open")],
            &[],
            Some(5.0),
            recalled(&[0], Some(0), Some(1), false),
        ),
    ];
    for (name, past, required, max_age_days, expected) in table {
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
    assert_eq!(decide(&list, body, &Wanted::default(), Some(NOW)), Decision::Login(Reason::NoPastSession));
    assert_eq!(decide(&SessionList::default(), b"", &Wanted::default(), None), Decision::Login(Reason::NoPastSession));
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

/// Eligibility, said once more in other words.
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
        // A stable sort keeps the answer's order where dates are equal or absent.
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
