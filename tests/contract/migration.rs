//! SECURITY.md, 2, 3 and 14: migration of a database of the first version. It loses its personal data, and releases no
//! more than the law allows.

mod first_version;

use serde_json::json;

use crate::support::search::Search;
use crate::support::{Host, Kind, Settings, TestDatabase, TestEnv, digest, now};
use first_version::{AT, BEGAN, PERSONAL, ROWS, Then, check_rows, first_version};

fn trusting(settings: &mut Settings) {
    settings.trust_sessions_before = Some(now() - 3600);
}

#[tokio::test]
async fn what_was_complete_before_it_was_presented_stays_released_and_nothing_else() {
    let (database, ivy) = first_version().await;
    let env = TestEnv::over(database, ivy, |_| {}).await;
    check_rows(&env, false).await;
    // A released session can be used like any other, and forgotten.
    let ada = env.browser(Some("ada"));
    let listed = ada.post("/data/session/list", json!({})).await.json();
    assert!(listed["dataSessions"][0]["data"]["accounts"][0]["handle"].is_string(), "{listed}");
    assert_eq!(ada.post("/forget", json!({ "id": "first-version-before" })).await.json(), json!({ "forgotten": 1 }));
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn what_was_adopted_is_judged_anew_and_logins_under_way_are_not_adopted() {
    let (database, ivy) = first_version().await;
    ivy.change("first-version-adopted-and-ended", |session| {
        session["externalUser"] = json!({ "referenceId": "cus_ben" })
    });
    let env = TestEnv::over(database, ivy, trusting).await;
    let ada = env.browser(Some("ada"));
    let mut listed = ada.list().await;
    listed.sort();
    assert_eq!(listed, ["first-version-adopted", "first-version-before"]);
    // Ivy's list is that of the customer whom the session now names.
    assert_eq!(env.browser(Some("ben")).list().await, ["first-version-adopted-and-ended"]);

    let (database, ivy) = first_version().await;
    let env = TestEnv::over(database, ivy, trusting).await;
    env.browser(Some("ada")).list().await;
    check_rows(&env, true).await;
}

#[tokio::test]
async fn a_login_under_way_begins_anew() {
    let (database, ivy) = first_version().await;
    let env = TestEnv::over(database, ivy, |_| {}).await;
    let ada = env.browser(Some("ada"));
    for row in ROWS {
        let (status, code) = ada.post("/result", json!({ "nonce": digest("nonce", row.name) })).await.refusal();
        assert_eq!((status, code.as_str()), (404, "not_found"), "{}", row.name);
        env.ivy.send_callback(&ada, &env.ivy.session(&row.session())).await;
    }
    check_rows(&env, false).await;
    let again = ada.create_with("asking").await;
    assert_eq!(again.status, 200, "{}", again.text);
    env.ivy.complete(&again.id());
    let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&again.id()) })).await;
    assert_eq!(result.json()["status"], "complete");
    assert_eq!(ada.list().await.len(), 2);
}

/// Returns every column of every row.
async fn all_of(database: &TestDatabase) -> Vec<String> {
    database.rows("SELECT * FROM ivy_sessions ORDER BY reference_id").await
}

#[tokio::test]
async fn a_second_start_does_nothing() {
    let (database, ivy) = first_version().await;
    let env = TestEnv::over(database, ivy, |_| {}).await;
    let before = all_of(&env.database).await;
    assert_eq!(before.len(), ROWS.iter().filter(|row| row.then != Then::Gone).count());
    let (database, ivy) = env.kill().await;
    let env = TestEnv::beside(database, ivy).await;
    assert_eq!(all_of(&env.database).await, before);
    check_rows(&env, false).await;
}

#[tokio::test]
async fn a_start_that_ends_in_the_middle_is_finished_by_the_next() {
    let (database, ivy) = first_version().await;
    // The first version's table rejects the removal of one row.
    let stop = if database.is_postgres() {
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stop'; END $$;
         CREATE TRIGGER stop BEFORE DELETE ON ivy_sessions FOR EACH ROW WHEN (OLD.reference_id = 'order-failed')
         EXECUTE FUNCTION stop()"
    } else {
        "CREATE TRIGGER stop BEFORE DELETE ON ivy_sessions WHEN OLD.reference_id = 'order-failed'
         BEGIN SELECT RAISE(ABORT, 'stop'); END"
    };
    database.change(stop).await.expect("a trigger");
    let settings = Settings::new(&ivy.url);
    for _ in 0..2 {
        assert!(Host::start(Kind::under_test(), &database, &settings).await.is_err());
        assert!(database.number("SELECT count(*) FROM ivy_sessions_1").await >= 1);
    }
    let stopped = database.number("SELECT count(*) FROM ivy_sessions_1").await;
    assert!(stopped < ROWS.len() as i64, "nothing was taken over before it stopped");
    let go_on = if database.is_postgres() { "DROP FUNCTION stop CASCADE" } else { "DROP TRIGGER stop" };
    database.change(go_on).await.expect("no trigger");
    let env = TestEnv::over(database, ivy, |_| {}).await;
    check_rows(&env, false).await;
    assert!(env.database.change("SELECT 1 FROM ivy_sessions_1").await.is_err(), "the first version's table is left");
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
        let (database, ivy) = first_version().await;
        if database.is_postgres() {
            // In this case the first version's table is a separate file, which is removed.
            let env = TestEnv::over(database, ivy, |_| {}).await;
            assert!(env.database.change("SELECT 1 FROM ivy_sessions_1").await.is_err());
            return;
        }
        let files = database.files().await;
        let found: Vec<String> = search.find(&files).into_iter().map(|(text, _)| text).collect();
        for text in PERSONAL {
            assert!(found.contains(&text.to_owned()), "the search does not find {text}");
        }
        if is_emptied_before {
            // Simulates a start that was killed after all rows were migrated: their data is in the free pages.
            let settings = Settings::new(&ivy.url);
            database
                .change("CREATE TRIGGER stop BEFORE DELETE ON ivy_sessions BEGIN SELECT RAISE(ABORT, 'stop'); END")
                .await
                .expect("a trigger");
            assert!(Host::start(Kind::under_test(), &database, &settings).await.is_err());
            database.change("DROP TRIGGER stop; DELETE FROM ivy_sessions_1").await.expect("no rows");
            assert!(!search.find(&files).is_empty(), "nothing is left to be overwritten");
        }
        let env = TestEnv::over(database, ivy, |_| {}).await;
        search.finds_nothing(&files, "while it is served");
        let (database, ivy) = env.kill().await;
        search.finds_nothing(&files, "after its end");
        let env = TestEnv::over(database, ivy, |_| {}).await;
        env.browser(Some("ada")).list().await;
        search.finds_nothing(&files, "after another start");
    }
}

#[tokio::test]
async fn two_proxies_may_start_at_once_over_a_database_of_the_first_version() {
    let (database, ivy) = first_version().await;
    if !database.is_postgres() {
        // One process uses SQLite, so the second proxy starts after the first.
        let env = TestEnv::over(database, ivy, |_| {}).await;
        let (database, ivy) = env.kill().await;
        return check_rows(&TestEnv::beside(database, ivy).await, false).await;
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
    database.change(&more).await.expect("more rows");
    let (one, two) = tokio::join!(
        TestEnv::over(database.clone(), ivy.clone(), |_| {}),
        TestEnv::beside(database.clone(), ivy.clone())
    );
    check_rows(&one, false).await;
    check_rows(&two, false).await;
    assert_eq!(database.number("SELECT count(*) FROM ivy_sessions WHERE released_at IS NOT NULL").await, 602);
    assert_eq!(database.number("SELECT count(*) FROM ivy_schema").await, 1);
}

#[tokio::test]
async fn a_database_of_a_later_version_ends_the_start() {
    let env = TestEnv::new().await;
    env.connect(&env.browser(Some("ada"))).await;
    let before = all_of(&env.database).await;
    let (database, ivy) = env.kill().await;
    database.run("INSERT INTO ivy_schema (version) VALUES (3)").await;
    let error = Host::start(Kind::under_test(), &database, &Settings::new(&ivy.url)).await.err().expect("a sentence");
    let option = if Kind::under_test() == Kind::Rust { "database" } else { "store" };
    let sentence = format!("{option}: a later version of this proxy has changed its tables");
    assert!(error.starts_with(&sentence), "{error}");
    assert_eq!(all_of(&database).await, before);
}

#[tokio::test]
async fn the_tables_take_no_nonsense() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    ada.create_with("open").await;
    env.connect(&ada).await;
    let forgotten = ada.create_with("forgotten").await.id();
    ada.post("/forget", json!({ "id": forgotten })).await;
    env.ivy.send_callback(&ada, &env.ivy.session(&forgotten)).await;
    assert_eq!(env.proxy.forget_customer("dan").await, Ok(0));

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
        // A change of no row would test nothing.
        let query = statement.split(" WHERE ").nth(1).unwrap_or("state = 'open'");
        assert!(
            env.database
                .change(&format!("UPDATE ivy_sessions SET used_at = used_at WHERE {query}"))
                .await
                .is_ok_and(|rows| rows > 0),
            "{query}"
        );
        assert!(env.database.change(&statement).await.is_err(), "{statement}");
    }
    for statement in ["UPDATE ivy_owners SET forgot_at = 1", "UPDATE ivy_counts SET number = 7"] {
        assert!(env.database.change(statement).await.is_ok_and(|rows| rows > 0), "{statement}");
    }
    let good = [
        (open, "locked_at = created_at, state = 'lost', session_id = NULL, sealed = NULL".to_owned()),
        (released, format!("accounts = '{digest},{digest}', birth = NULL")),
        (forgotten, "key_digest = NULL, body_digest = NULL".into()),
    ];
    for statement in good.map(of_sessions) {
        assert_eq!(env.database.change(&statement).await.expect("good"), 1, "{statement}");
    }
}
