//! The table of decisions, and lists to decide by.
#![allow(dead_code, reason = "each test file uses its part")]

use ivy_data_session::recall::{Decision, Reason};

pub(crate) const NOW: f64 = 1_763_856_000.0;
pub(crate) const DAY: f64 = 86_400.0;

/// A past session, as far as the decision is concerned.
#[derive(Clone, Debug)]
pub(crate) struct Past {
    pub(crate) status: &'static str,
    /// Age in seconds; negative for a date in the future.
    pub(crate) age: Option<f64>,
    /// Name and date of birth, `None` for no identity at all.
    pub(crate) identity: Option<(Option<&'static str>, Option<&'static str>)>,
    pub(crate) accounts: usize,
}

/// A completed session of Ada's with one account.
pub(crate) const ADA: Past =
    Past { status: "complete", age: None, identity: Some((Some("Ada Example"), Some("1985-12-10"))), accounts: 1 };

impl Past {
    pub(crate) const fn aged(self, days: f64) -> Self {
        Self { age: Some(days * DAY), ..self }
    }

    pub(crate) const fn status(self, status: &'static str) -> Self {
        Self { status, ..self }
    }

    pub(crate) const fn person(self, name: &'static str, birth_date: Option<&'static str>) -> Self {
        Self { identity: Some((Some(name), birth_date)), ..self }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
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

pub(crate) fn answer(past: &[Past]) -> Vec<u8> {
    let sessions: Vec<_> = past.iter().map(Past::json).collect();
    serde_json::json!({"dataSessions": sessions}).to_string().into_bytes()
}

pub(crate) fn recalled(
    order: &[usize],
    offered: Option<usize>,
    age_days: Option<u32>,
    identity_differs: bool,
) -> Decision {
    Decision::Recalled { order: order.to_vec(), offered, age_days, identity_differs }
}

/// A row: its name, the past sessions, the required permissions, the limit in days, the decision.
pub(crate) type Case = (&'static str, Vec<Past>, &'static [&'static str], Option<f64>, Decision);

/// The table of decisions.
pub(crate) fn cases() -> Vec<Case> {
    const NO_IDENTITY: Past = Past { identity: None, ..ADA };
    const BEN: Past = ADA.person("Ben Sample", Some("1990-07-04"));
    let login = Decision::Login;
    vec![
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
        ("clocks differ a little", vec![ADA.aged(-0.0025)], &[], Some(0.0), recalled(&[0], Some(0), Some(0), false)),
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
    ]
}
