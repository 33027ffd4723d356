//! SECURITY.md, 2, 3 and 14: a database of the first version opens, loses its personal data, and releases no more than the
//! law allows.

use serde_json::json;

use crate::support::search::Search;
use crate::support::{Browser, Host, Ivy, Kind, Place, Settings, World, data, digest, now, tombstone};

/// The first version's tables, as it made them.
const TABLES: &str = "
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

const ADA: &str = "customer:cus_ada";

/// The cookie of a guest of the first version.
const GUEST: &str = "Z3Vlc3QtbWFkZS1mb3ItdGVzdHMtMDEyMzQ1Njc4OWE";

/// Made-up people in what the first version has stored.
const PERSONAL: [&str; 7] = [
    "customer:cus_ada",
    "ada.lovelace@mail.example",
    "DE89370400440532013000",
    "Ada Example-Lovelace",
    "a marker in metadata",
    "init?id=first-version",
    "+4915200000001",
];

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Released,
    /// Known, and never released.
    Withheld,
    /// Not known any more: it may be adopted.
    Gone,
}
use Then::{Gone, Released, Withheld};

/// A row of the first version.
#[derive(Clone, Copy)]
struct Old {
    name: &'static str,
    owner: &'static str,
    state: &'static str,
    outcome: Option<&'static str>,
    completed_at: Option<i64>,
    presented_at: Option<i64>,
    exposed_at: Option<i64>,
    then: Then,
}

const fn old(name: &'static str, state: &'static str, then: Then) -> Old {
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

    fn reference(&self) -> String {
        format!("order-{}", self.name)
    }

    fn session(&self) -> String {
        format!("first-version-{}", self.name)
    }

    /// As the first version named it in its table.
    fn stored_names(&self) -> (String, Option<String>) {
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

    fn insertion(&self) -> String {
        let (reference, session) = self.stored_names();
        let text = |text: Option<&str>| text.map_or("NULL".to_owned(), |text| format!("'{text}'"));
        let number = |number: Option<i64>| number.map_or("NULL".to_owned(), |number| number.to_string());
        let has_answer = self.state == "open";
        let answer = json!({
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
            text(Some(answer.to_string().as_str()).filter(|_| has_answer)),
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

const BEGAN: i64 = 1_750_000_000;
const AT: i64 = BEGAN + 60;

/// Rows of every kind.
const ROWS: [Old; 18] = [
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

/// A database as the first version left it, and an Ivy that has all of its sessions, complete and listed for Ada.
async fn first_version() -> (Place, Ivy) {
    let (place, ivy) = (Place::new().await, Ivy::start().await);
    place.make().await;
    place.change(TABLES).await.expect("the tables of the first version");
    let rows: String = ROWS.iter().map(Old::insertion).collect();
    place.change(&rows).await.expect("the rows of the first version");
    place.run("INSERT INTO ivy_callbacks VALUES ('a mark', 1750000000)").await;
    for row in ROWS {
        ivy.add(json!({
            "id": row.session(), "referenceId": row.reference(), "status": "complete", "data": data(),
            "externalUser": { "referenceId": "cus_ada" }, "createdAt": BEGAN
        }));
    }
    (place, ivy)
}

fn guest(world: &World) -> Browser {
    let guest = world.browser(None);
    guest.keep(&format!("ivy_guest={GUEST}; Path=/"));
    guest
}

/// Everything that a page can do with the rows, by which it is known what has become of them.
async fn holds(world: &World, is_trusting: bool) {
    let (ada, ben, guest) = (world.browser(Some("ada")), world.browser(Some("ben")), guest(world));
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
            // What was adopted has no reference here, and nothing else's login is asked for again.
            let result = browser.post("/result", reference.clone()).await;
            assert_eq!(result.status, if is_owner && row.then == Released { 200 } else { 404 }, "{}", row.name);
        }
    }
    assert_eq!(world.proxy.has_released(Some("ada")).await, Ok(true));
    assert_eq!(world.proxy.has_released(Some("ben")).await, Ok(false));
    assert_eq!(world.place.number("SELECT count(*) FROM ivy_sessions WHERE locked_at IS NOT NULL").await, 2);
    assert_eq!(world.place.number("SELECT count(*) FROM ivy_sessions WHERE sealed IS NOT NULL").await, 0);
    assert_eq!(world.place.number("SELECT count(*) FROM ivy_sessions WHERE key_digest IS NOT NULL").await, 0);
}

fn trusting(settings: &mut Settings) {
    settings.trust_sessions_before = Some(now() - 3600);
}

#[tokio::test]
async fn what_was_complete_before_it_was_presented_stays_released_and_nothing_else() {
    let (place, ivy) = first_version().await;
    let world = World::over(place, ivy, |_| {}).await;
    holds(&world, false).await;
    // A session that was released can be used as any other, and forgotten.
    let ada = world.browser(Some("ada"));
    let listed = ada.post("/data/session/list", json!({})).await.json();
    assert!(listed["dataSessions"][0]["data"]["accounts"][0]["handle"].is_string(), "{listed}");
    assert_eq!(ada.post("/forget", json!({ "id": "first-version-before" })).await.json(), json!({ "forgotten": 1 }));
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn what_was_adopted_is_judged_anew_and_logins_under_way_are_not_adopted() {
    let (place, ivy) = first_version().await;
    ivy.change("first-version-adopted-and-ended", |session| {
        session["externalUser"] = json!({ "referenceId": "cus_ben" })
    });
    let world = World::over(place, ivy, trusting).await;
    let ada = world.browser(Some("ada"));
    let mut listed = ada.list().await;
    listed.sort();
    assert_eq!(listed, ["first-version-adopted", "first-version-before"]);
    // Ivy's list is that of the customer, whom the session names now.
    assert_eq!(world.browser(Some("ben")).list().await, ["first-version-adopted-and-ended"]);

    let (place, ivy) = first_version().await;
    let world = World::over(place, ivy, trusting).await;
    world.browser(Some("ada")).list().await;
    holds(&world, true).await;
}

#[tokio::test]
async fn a_login_under_way_begins_anew() {
    let (place, ivy) = first_version().await;
    let world = World::over(place, ivy, |_| {}).await;
    let ada = world.browser(Some("ada"));
    for row in ROWS {
        let (status, code) = ada.post("/result", json!({ "nonce": digest("nonce", row.name) })).await.refusal();
        assert_eq!((status, code.as_str()), (404, "not_found"), "{}", row.name);
        world.ivy.tell(&ada, &world.ivy.session(&row.session())).await;
    }
    holds(&world, false).await;
    let again = ada.create_with("asking").await;
    assert_eq!(again.status, 200, "{}", again.text);
    world.ivy.complete(&again.id());
    let result = ada.post("/result", json!({ "nonce": world.ivy.nonce(&again.id()) })).await;
    assert_eq!(result.json()["status"], "complete");
    assert_eq!(ada.list().await.len(), 2);
}

/// Every column of every row.
async fn all_of(place: &Place) -> Vec<String> {
    place.rows("SELECT * FROM ivy_sessions ORDER BY reference_id").await
}

#[tokio::test]
async fn a_second_start_does_nothing() {
    let (place, ivy) = first_version().await;
    let world = World::over(place, ivy, |_| {}).await;
    let before = all_of(&world.place).await;
    assert_eq!(before.len(), ROWS.iter().filter(|row| row.then != Gone).count());
    let (place, ivy) = world.kill().await;
    let world = World::beside(place, ivy).await;
    assert_eq!(all_of(&world.place).await, before);
    holds(&world, false).await;
}

#[tokio::test]
async fn a_start_that_ends_in_the_middle_is_finished_by_the_next() {
    let (place, ivy) = first_version().await;
    // The first version's table refuses to let one row go.
    let stop = if place.is_postgres() {
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stop'; END $$;
         CREATE TRIGGER stop BEFORE DELETE ON ivy_sessions FOR EACH ROW WHEN (OLD.reference_id = 'order-failed')
         EXECUTE FUNCTION stop()"
    } else {
        "CREATE TRIGGER stop BEFORE DELETE ON ivy_sessions WHEN OLD.reference_id = 'order-failed'
         BEGIN SELECT RAISE(ABORT, 'stop'); END"
    };
    place.change(stop).await.expect("a trigger");
    let settings = Settings::new(&ivy.url);
    for _ in 0..2 {
        assert!(Host::start(Kind::under_test(), &place, &settings).await.is_err());
        assert!(place.number("SELECT count(*) FROM ivy_sessions_1").await >= 1);
    }
    let stopped = place.number("SELECT count(*) FROM ivy_sessions_1").await;
    assert!(stopped < ROWS.len() as i64, "nothing was taken over before it stopped");
    let go_on = if place.is_postgres() { "DROP FUNCTION stop CASCADE" } else { "DROP TRIGGER stop" };
    place.change(go_on).await.expect("no trigger");
    let world = World::over(place, ivy, |_| {}).await;
    holds(&world, false).await;
    assert!(world.place.change("SELECT 1 FROM ivy_sessions_1").await.is_err(), "the first version's table is left");
}

#[tokio::test]
async fn nothing_of_the_first_version_is_left_in_the_files() {
    let texts: Vec<String> = PERSONAL
        .iter()
        .map(|text| (*text).to_owned())
        .chain(ROWS.iter().flat_map(|row| ["nonce", "key", "body"].map(|purpose| digest(purpose, row.name))))
        .collect();
    let search = Search::new(&texts);
    for is_emptied_before in [false, true] {
        let (place, ivy) = first_version().await;
        if place.is_postgres() {
            // There the first version's table is a file of its own, which is removed.
            let world = World::over(place, ivy, |_| {}).await;
            assert!(world.place.change("SELECT 1 FROM ivy_sessions_1").await.is_err());
            return;
        }
        let files = place.files().await;
        let found: Vec<String> = search.find(&files).into_iter().map(|(text, _)| text).collect();
        for text in PERSONAL {
            assert!(found.contains(&text.to_owned()), "the search does not find {text}");
        }
        if is_emptied_before {
            // As if a start had been killed when all rows were taken over: what they held is in the free pages.
            let settings = Settings::new(&ivy.url);
            place
                .change("CREATE TRIGGER stop BEFORE DELETE ON ivy_sessions BEGIN SELECT RAISE(ABORT, 'stop'); END")
                .await
                .expect("a trigger");
            assert!(Host::start(Kind::under_test(), &place, &settings).await.is_err());
            place.change("DROP TRIGGER stop; DELETE FROM ivy_sessions_1").await.expect("no rows");
            assert!(!search.find(&files).is_empty(), "nothing is left to be overwritten");
        }
        let world = World::over(place, ivy, |_| {}).await;
        search.finds_nothing(&files, "while it is served");
        let (place, ivy) = world.kill().await;
        search.finds_nothing(&files, "after its end");
        let world = World::over(place, ivy, |_| {}).await;
        world.browser(Some("ada")).list().await;
        search.finds_nothing(&files, "after another start");
    }
}

#[tokio::test]
async fn two_proxies_may_start_at_once_over_a_database_of_the_first_version() {
    let (place, ivy) = first_version().await;
    if !place.is_postgres() {
        // SQLite is for one process: there the second comes after the first.
        let world = World::over(place, ivy, |_| {}).await;
        let (place, ivy) = world.kill().await;
        return holds(&World::beside(place, ivy).await, false).await;
    }
    let more: String = (0..600)
        .map(|number| {
            format!(
                "INSERT INTO ivy_sessions (reference_id, session_id, owner, state, outcome, lease_until, created_at, \
                 completed_at, presented_at) VALUES ('more-{number}', 'more-{number}', 'customer:cus_dan', 'open', \
                 'complete', {BEGAN}, {BEGAN}, {AT}, {AT} + 1);"
            )
        })
        .collect();
    place.change(&more).await.expect("more rows");
    let (one, two) =
        tokio::join!(World::over(place.clone(), ivy.clone(), |_| {}), World::beside(place.clone(), ivy.clone()));
    holds(&one, false).await;
    holds(&two, false).await;
    assert_eq!(place.number("SELECT count(*) FROM ivy_sessions WHERE released_at IS NOT NULL").await, 602);
    assert_eq!(place.number("SELECT count(*) FROM ivy_schema").await, 1);
}

#[tokio::test]
async fn a_database_of_a_later_version_ends_the_start() {
    let world = World::new().await;
    world.connect(&world.browser(Some("ada"))).await;
    let before = all_of(&world.place).await;
    let (place, ivy) = world.kill().await;
    place.run("INSERT INTO ivy_schema (version) VALUES (3)").await;
    let error = Host::start(Kind::under_test(), &place, &Settings::new(&ivy.url)).await.err().expect("a sentence");
    let option = if Kind::under_test() == Kind::Rust { "database" } else { "store" };
    let sentence = format!("{option}: a later version of this proxy has changed its tables");
    assert!(error.starts_with(&sentence), "{error}");
    assert_eq!(all_of(&place).await, before);
}

#[tokio::test]
async fn the_tables_take_no_nonsense() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    ada.create_with("open").await;
    world.connect(&ada).await;
    let forgotten = ada.create_with("forgotten").await.id();
    ada.post("/forget", json!({ "id": forgotten })).await;
    world.ivy.tell(&ada, &world.ivy.session(&forgotten)).await;
    assert_eq!(world.proxy.forget_customer("dan").await, Ok(0));

    let open = "state = 'open' AND released_at IS NULL";
    let released = "released_at IS NOT NULL";
    let forgotten = "state = 'forgotten'";
    let digest = "AAAAAAAAAAAAAAAAAAAAAA";
    let mut bad = vec![
        (open, "reference_id = ''".to_owned()),
        (open, "session_id = ''".into()),
        (open, "session_id = NULL".into()),
        (open, "tagged = 2".into()),
        (open, "version = -1".into()),
        (open, "secret_id = ''".into()),
        (open, "secret_id = 'short'".into()),
        (open, "state = 'closed'".into()),
        (open, "state = ''".into()),
        (open, "owner = 'customer:cus_ada'".into()),
        (open, "owner = NULL".into()),
        (open, "owner_kind = 'admin'".into()),
        (open, "outcome = 'finished'".into()),
        (open, "sealed = ''".into()),
        (open, "key_digest = NULL".into()),
        (open, "key_digest = NULL, body_digest = NULL".into()),
        (open, "success_nonce = error_nonce".into()),
        (open, format!("accounts = '{digest},{digest},'")),
        (open, "released_at = created_at".into()),
        (open, "outcome = 'error', released_at = created_at".into()),
        (open, "state = 'adopted'".into()),
        (open, "sweep_at = -1".into()),
        (open, "sweep_at = 253402300800".into()),
        (released, "outcome = NULL".into()),
        (released, "outcome = 'expired'".into()),
        (released, "state = 'lost'".into()),
        (released, "state = 'asking'".into()),
        (released, "state = 'forgotten'".into()),
        (forgotten, format!("success_nonce = '{digest}'")),
        (forgotten, format!("error_nonce = '{digest}'")),
        (forgotten, format!("login_cookie = '{digest}'")),
        (forgotten, format!("birth = '{digest}'")),
        (forgotten, format!("accounts = '{digest}'")),
        (forgotten, format!("secret_id = '{digest}'")),
        (forgotten, "owner_kind = 'customer'".into()),
        (forgotten, "outcome = 'complete'".into()),
        (forgotten, "outcome = 'complete', released_at = created_at".into()),
        (forgotten, "sealed = 'x'".into()),
        (forgotten, "presented_at = created_at".into()),
    ];
    for column in ["success_nonce", "error_nonce", "login_cookie", "key_digest", "body_digest", "birth", "accounts"] {
        bad.push((open, format!("{column} = 'DE89370400440532013000X'")));
    }
    let times = [
        "lease_until",
        "created_at",
        "expires_at",
        "completed_at",
        "returned_at",
        "cancelled_at",
        "presented_at",
        "locked_at",
        "used_at",
    ];
    for column in times {
        for time in ["-1", "100000000000"] {
            bad.push((open, format!("{column} = {time}")));
        }
    }
    let of_sessions = |(rows, change): (&str, String)| format!("UPDATE ivy_sessions SET {change} WHERE {rows}");
    let others = [
        "UPDATE ivy_owners SET owner = 'customer:cus_dan'",
        "UPDATE ivy_owners SET secret_id = ''",
        "UPDATE ivy_owners SET forgot_at = -1",
        "UPDATE ivy_counts SET subject = '127.0.0.1'",
        "UPDATE ivy_counts SET number = 0",
        "UPDATE ivy_counts SET since = -1",
        "INSERT INTO ivy_callbacks (callback, taken_at) VALUES ('a signature', 1750000000)",
        "INSERT INTO ivy_callbacks (callback, taken_at) VALUES ('AAAAAAAAAAAAAAAAAAAAAA', -1)",
    ];
    for statement in bad.into_iter().map(of_sessions).chain(others.map(str::to_owned)) {
        // A change of no row would be no test.
        let query = statement.split(" WHERE ").nth(1).unwrap_or("state = 'open'");
        assert!(
            world
                .place
                .change(&format!("UPDATE ivy_sessions SET used_at = used_at WHERE {query}"))
                .await
                .is_ok_and(|rows| rows > 0),
            "{query}"
        );
        assert!(world.place.change(&statement).await.is_err(), "{statement}");
    }
    for statement in ["UPDATE ivy_owners SET forgot_at = 1", "UPDATE ivy_counts SET number = 7"] {
        assert!(world.place.change(statement).await.is_ok_and(|rows| rows > 0), "{statement}");
    }
    let good = [
        (open, "locked_at = created_at, state = 'lost', session_id = NULL, sealed = NULL".to_owned()),
        (released, format!("accounts = '{digest},{digest}', birth = NULL")),
        (forgotten, "key_digest = NULL, body_digest = NULL".into()),
    ];
    for statement in good.map(of_sessions) {
        assert_eq!(world.place.change(&statement).await.expect("good"), 1, "{statement}");
    }
}
