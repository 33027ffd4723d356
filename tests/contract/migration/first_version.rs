//! The tables of the first version, their rows, and the expected result for each row.

use serde_json::json;

use crate::support::{Browser, Ivy, TestDatabase, TestEnv, data, digest, now, tombstone};

/// The first version's tables, as it created them.
pub(super) const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS ivy_sessions (
        reference_id TEXT NOT NULL PRIMARY KEY,
        session_id TEXT UNIQUE,
        owner TEXT NOT NULL,
        nonce_mark TEXT UNIQUE,
        key_mark TEXT UNIQUE,
        body_mark TEXT,
        answer TEXT,
        state TEXT NOT NULL,
        outcome TEXT,
        lease_until BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        completed_at BIGINT,
        expires_at BIGINT,
        presented_at BIGINT,
        exposed_at BIGINT
    );
    CREATE INDEX IF NOT EXISTS ivy_sessions_owner ON ivy_sessions (owner);
    CREATE INDEX IF NOT EXISTS ivy_sessions_created_at ON ivy_sessions (created_at);
    CREATE TABLE IF NOT EXISTS ivy_callbacks (callback_mark TEXT NOT NULL PRIMARY KEY, taken_at BIGINT NOT NULL);";

pub(super) const ADA: &str = "customer:cus_ada";

/// The cookie of a guest of the first version.
pub(super) const GUEST: &str = "Z3Vlc3QtbWFkZS1mb3ItdGVzdHMtMDEyMzQ1Njc4OWE";

/// Personal data of made-up people in the first version's rows.
pub(super) const PERSONAL: [&str; 7] = [
    "customer:cus_ada",
    "ada.lovelace@mail.example",
    "DE89370400440532013000",
    "Ada Example-Lovelace",
    "a marker in metadata",
    "init?id=first-version",
    "+4915200000001",
];

/// The expected result for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Released,
    /// Known, and never released.
    Withheld,
    /// Unknown again, so that it may be adopted.
    Gone,
}
use Then::{Gone, Released, Withheld};

/// A row of the first version.
#[derive(Clone, Copy)]
pub(super) struct Old {
    pub(super) name: &'static str,
    pub(super) owner: &'static str,
    pub(super) state: &'static str,
    pub(super) outcome: Option<&'static str>,
    pub(super) completed_at: Option<i64>,
    pub(super) presented_at: Option<i64>,
    pub(super) exposed_at: Option<i64>,
    pub(super) then: Then,
}

pub(super) const fn old(name: &'static str, state: &'static str, then: Then) -> Old {
    Old { name, owner: ADA, state, outcome: None, completed_at: None, presented_at: None, exposed_at: None, then }
}

impl Old {
    const fn ended(self, outcome: &'static str, completed_at: Option<i64>) -> Self {
        Self { outcome: Some(outcome), completed_at, ..self }
    }

    const fn presented(self, at: i64) -> Self {
        Self { presented_at: Some(at), ..self }
    }

    const fn exposed(self, at: i64) -> Self {
        Self { exposed_at: Some(at), ..self }
    }

    const fn of(self, owner: &'static str) -> Self {
        Self { owner, ..self }
    }

    pub(super) fn reference(&self) -> String {
        format!("order-{}", self.name)
    }

    pub(super) fn session(&self) -> String {
        format!("first-version-{}", self.name)
    }

    /// Returns the names under which the first version's table holds the session.
    pub(super) fn stored_names(&self) -> (String, Option<String>) {
        match self.state {
            "forgotten" => (
                tombstone("forgotten reference", &self.reference()),
                Some(tombstone("forgotten session", &self.session())),
            ),
            "adopted" => (format!("adopted:{}", self.session()), Some(self.session())),
            "asking" | "lost" => (self.reference(), None),
            _ => (self.reference(), Some(self.session())),
        }
    }

    pub(super) fn insertion(&self) -> String {
        let (reference, session) = self.stored_names();
        let text = |text: Option<&str>| text.map_or("NULL".to_owned(), |text| format!("'{text}'"));
        let number = |number: Option<i64>| number.map_or("NULL".to_owned(), |number| number.to_string());
        let has_answer = self.state == "open";
        let response = json!({
            "id": self.session(), "redirectUrl": format!("https://login.example/init?id={}", self.session()),
            "externalUser": { "email": PERSONAL[1], "phone": PERSONAL[6] },
            "metadata": { "note": PERSONAL[4].repeat(200) },
            "data": { "identity": { "name": PERSONAL[3] }, "accounts": [{ "identifier": { "iban": { "iban": PERSONAL[2] } } }] }
        });
        let owner = match (self.state, self.owner) {
            ("forgotten", _) => "nobody".to_owned(),
            (_, "guest") => format!("guest:{}", digest("guest", GUEST)),
            (_, owner) => owner.to_owned(),
        };
        let is_known = self.state != "adopted";
        format!(
            "INSERT INTO ivy_sessions VALUES ('{reference}', {}, '{owner}', {}, {}, {}, {}, '{}', {}, {now}, {created}, {}, \
             {}, {}, {});",
            text(session.as_deref()),
            text(Some(digest("nonce", self.name).as_str()).filter(|_| is_known && self.state != "forgotten")),
            text(Some(digest("key", self.name).as_str()).filter(|_| is_known && self.state != "lost")),
            text(Some(digest("body", self.name).as_str()).filter(|_| is_known && self.state != "lost")),
            text(Some(response.to_string().as_str()).filter(|_| has_answer)),
            self.state,
            text(self.outcome),
            number(self.completed_at),
            number(has_answer.then(|| now() + 3600)),
            number(self.presented_at),
            number(self.exposed_at),
            now = now() + 8,
            created = BEGAN,
        )
    }
}

pub(super) const BEGAN: i64 = 1_750_000_000;
pub(super) const AT: i64 = BEGAN + 60;

/// The rows: every kind that the first version wrote.
pub(super) const ROWS: [Old; 18] = [
    old("asking", "asking", Withheld),
    old("before", "open", Released).ended("complete", Some(AT)).presented(AT + 1),
    old("same-second", "open", Withheld).ended("complete", Some(AT)).presented(AT),
    old("after", "open", Withheld).ended("complete", Some(AT + 1)).presented(AT),
    old("no-date", "open", Withheld).ended("complete", None).presented(AT),
    old("not-presented", "open", Withheld).ended("complete", Some(AT)),
    old("unknown-end", "open", Withheld).presented(AT),
    old("untouched", "open", Withheld),
    old("failed", "open", Withheld).ended("error", None).presented(AT),
    old("expired", "open", Withheld).ended("expired", None).presented(AT),
    old("exposed", "open", Withheld).ended("complete", Some(AT)).exposed(AT + 1),
    old("exposed-too", "open", Withheld).ended("complete", Some(AT)).presented(AT + 1).exposed(AT + 2),
    old("lost", "lost", Withheld),
    old("lost-and-presented", "lost", Withheld).presented(AT),
    old("adopted", "adopted", Gone).presented(AT),
    old("adopted-and-ended", "adopted", Gone).ended("complete", Some(AT)).presented(AT + 1),
    old("forgotten", "forgotten", Withheld),
    old("guests", "open", Released).ended("complete", Some(AT)).presented(AT + 1).of("guest"),
];

/// Creates a database of the first version, and an Ivy that has all its sessions, complete and listed for Ada.
pub(super) async fn first_version() -> (TestDatabase, Ivy) {
    let (database, ivy) = (TestDatabase::new().await, Ivy::start().await);
    database.make().await;
    database.change(TABLES).await.expect("the tables of the first version");
    let rows: String = ROWS.iter().map(Old::insertion).collect();
    database.change(&rows).await.expect("the rows of the first version");
    database.run("INSERT INTO ivy_callbacks VALUES ('a mark', 1750000000)").await;
    for row in ROWS {
        ivy.add(json!({
            "id": row.session(), "referenceId": row.reference(), "status": "complete", "data": data(),
            "externalUser": { "referenceId": "cus_ada" }, "createdAt": BEGAN
        }));
    }
    (database, ivy)
}

pub(super) fn guest(env: &TestEnv) -> Browser {
    let guest = env.browser(None);
    guest.keep(&format!("ivy_guest={GUEST}; Path=/"));
    guest
}

/// Checks the rows through everything that a page can do with them.
pub(super) async fn check_rows(env: &TestEnv, is_trusting: bool) {
    let (ada, ben, guest) = (env.browser(Some("ada")), env.browser(Some("ben")), guest(env));
    let is_shown = |row: &&Old| row.owner == ADA && (row.then == Released || is_trusting && row.then == Gone);
    let mut shown: Vec<_> = ROWS.iter().filter(is_shown).map(Old::session).collect();
    let mut listed = ada.list().await;
    listed.sort();
    shown.sort();
    assert_eq!(listed, shown);
    for row in ROWS {
        let id = json!({ "id": row.session() });
        let reference = json!({ "referenceId": row.reference() });
        for (browser, is_owner) in [(&ada, row.owner == ADA), (&guest, row.owner == "guest"), (&ben, false)] {
            let details = browser.post("/data/session/details", id.clone()).await;
            let is_shown = is_owner && (row.then == Released || is_trusting && row.then == Gone);
            assert_eq!(details.status, if is_shown { 200 } else { 404 }, "{}", row.name);
            // An adopted session has no reference here, and the reference of another login shows nothing.
            let result = browser.post("/result", reference.clone()).await;
            assert_eq!(result.status, if is_owner && row.then == Released { 200 } else { 404 }, "{}", row.name);
        }
    }
    assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(true));
    assert_eq!(env.proxy.has_released(Some("ben")).await, Ok(false));
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE locked_at IS NOT NULL").await, 2);
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE sealed IS NOT NULL").await, 0);
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE key_digest IS NOT NULL").await, 0);
}
