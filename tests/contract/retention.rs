//! SECURITY.md, 14: retention, and sweeps that block nobody.

use serde_json::json;

use crate::support::{Rate, RetentionDays, Settings, TestEnv, now, old_session};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

fn trusting(settings: &mut Settings) {
    settings.trust_sessions_before = Some(now() - HOUR);
}

/// An environment in which time passes.
struct Ageing<'a> {
    env: &'a TestEnv,
    /// The seconds that have passed.
    age: i64,
}

impl<'a> Ageing<'a> {
    const fn new(env: &'a TestEnv) -> Self {
        Self { env, age: 0 }
    }

    async fn until(&mut self, age: i64) {
        self.env.database.later(age - self.age).await;
        self.age = age;
    }

    /// Checks that a sweep one hour before this age removes nothing, and one hour after it this number of sessions.
    async fn swept_at(&mut self, age: i64, sessions: u64) {
        self.until(age - HOUR).await;
        assert_eq!(self.env.proxy.sweep().await, Ok(0), "too soon");
        self.until(age + HOUR).await;
        assert_eq!(self.env.proxy.sweep().await, Ok(sessions));
    }
}

/// Creates one session of each kind: a guest's, one that Ivy refused to finish, a locked one, a customer's, and an
/// abandoned one.
async fn one_of_each(env: &TestEnv) -> [String; 4] {
    let (ada, ben, guest) = (env.browser(Some("ada")), env.browser(Some("ben")), env.browser(None));
    let guests = env.connect(&guest).await;
    let customers = env.connect(&ada).await;
    let locked = env.connect(&ada).await;
    assert_eq!(ben.post("/result", json!({ "nonce": env.ivy.nonce(&locked) })).await.status, 404);
    let abandoned = ada.create_with("abandoned").await.id();
    [guests, customers, locked, abandoned]
}

#[tokio::test]
async fn sessions_are_kept_for_as_long_as_their_owner_uses_them() {
    let env = TestEnv::with(trusting).await;
    let [_, customers, locked, abandoned] = one_of_each(&env).await;
    let ada = env.browser(Some("ada"));
    let mut ageing = Ageing::new(&env);
    ageing.swept_at(2 * DAY, 1).await;
    // A locked session still locks: not even Ivy's list restores it.
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE locked_at IS NOT NULL").await, 1);
    ageing.swept_at(7 * DAY, 2).await;
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions").await, 1);
    for gone in [&locked, &abandoned] {
        env.ivy.complete(gone);
        env.ivy.change(gone, |session| session["createdAt"] = json!(now() - 8 * DAY));
        env.ivy.send_callback(&ada, &env.ivy.session(gone)).await;
        assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(gone) })).await.status, 404);
        assert_eq!(ada.post("/data/session/details", json!({ "id": gone })).await.status, 404);
    }
    // A used session is kept longer: this day's list shows it.
    ageing.until(20 * DAY).await;
    assert_eq!(ada.list().await, [customers.as_str()]);
    ageing.swept_at(200 * DAY, 1).await;
    assert!(ada.list().await.is_empty(), "a swept session is released or adopted");
    assert_eq!(ada.post("/data/session/details", json!({ "id": customers })).await.status, 404);
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions").await, 0);
}

#[tokio::test]
async fn the_merchant_says_for_how_long() {
    let env = TestEnv::with(|settings| {
        settings.retention_days = Some(RetentionDays { abandoned: 3, guests: 1, customers: 30 });
    })
    .await;
    one_of_each(&env).await;
    let mut ageing = Ageing::new(&env);
    ageing.swept_at(DAY, 1).await;
    ageing.swept_at(3 * DAY, 2).await;
    ageing.swept_at(30 * DAY, 1).await;
}

#[tokio::test]
async fn another_setting_holds_for_what_is_there() {
    let env = TestEnv::new().await;
    one_of_each(&env).await;
    env.database.later(20 * DAY).await;
    let (database, ivy) = env.kill().await;
    let days = |days| move |settings: &mut Settings| settings.retention_days = Some(days);
    // Longer periods for all except abandoned sessions: only locked and abandoned ones are removed.
    let longer = RetentionDays { abandoned: 7, guests: 30, customers: 400 };
    let env = TestEnv::over(database, ivy, days(longer)).await;
    assert_eq!(env.proxy.sweep().await, Ok(2));
    let (database, ivy) = env.kill().await;
    let shorter = RetentionDays { abandoned: 7, guests: 19, customers: 21 };
    let env = TestEnv::over(database, ivy, days(shorter)).await;
    assert_eq!(env.proxy.sweep().await, Ok(1));
    assert_eq!(env.proxy.sweep().await, Ok(0));
    Ageing::new(&env).swept_at(DAY, 1).await;
}

#[tokio::test]
async fn a_use_counts_once_a_day() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let versions = async || env.database.number("SELECT version FROM ivy_sessions").await;
    let before = versions().await;
    for _ in 0..3 {
        ada.list().await;
        ada.post("/data/session/details", json!({ "id": id })).await;
    }
    assert_eq!(versions().await, before, "written on the same day");
    for path in ["/data/session/list", "/data/session/details"] {
        env.database.later(DAY).await;
        let before = versions().await;
        let body = if path.ends_with("list") { json!({}) } else { json!({ "id": id }) };
        for _ in 0..3 {
            assert_eq!(ada.post(path, body.clone()).await.status, 200);
        }
        assert_eq!(versions().await, before + 1, "{path}");
        assert!(env.database.number("SELECT used_at FROM ivy_sessions").await >= now() - 60, "{path}");
    }
    // A rejected request is no use.
    env.database.later(DAY).await;
    let before = versions().await;
    env.browser(Some("ben")).post("/data/session/details", json!({ "id": id })).await;
    assert_eq!(versions().await, before);
}

#[tokio::test]
async fn a_sealed_response_goes_with_its_login() {
    let sealed =
        async |env: &TestEnv| env.database.number("SELECT count(*) FROM ivy_sessions WHERE sealed IS NOT NULL").await;
    let digests = async |env: &TestEnv| {
        env.database.number("SELECT count(*) FROM ivy_sessions WHERE key_digest IS NOT NULL").await
    };
    // With Ivy's end of the login: an hour later.
    let env = TestEnv::new().await;
    env.browser(Some("ada")).create_with("key").await;
    env.database.later(HOUR - 60).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(sealed(&env).await, 1);
    env.database.later(120).await;
    assert_eq!(env.proxy.sweep().await, Ok(0), "the session itself stays");
    assert_eq!((sealed(&env).await, digests(&env).await), (0, 0));
    // Without it: a day later.
    let env = TestEnv::new().await;
    env.ivy.ends(json!(null));
    env.browser(Some("ada")).create_with("key").await;
    env.database.later(DAY - 60).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(sealed(&env).await, 1);
    env.database.later(120).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!((sealed(&env).await, digests(&env).await), (0, 0));
    // At once, after the login has ended or a browser has returned from it.
    for what in ["failed", "expired", "complete", "presented", "cancelled", "locked", "without a sign-in", "forgotten"]
    {
        let env = TestEnv::new().await;
        let ada = env.browser(Some("ada"));
        let id = ada.create_with("key").await.id();
        assert_eq!(sealed(&env).await, 1);
        let nonce = json!({ "nonce": env.ivy.nonce(&id) });
        match what {
            "presented" => drop(ada.post("/result", nonce).await),
            "cancelled" => drop(ada.post("/result", json!({ "nonce": env.ivy.error_nonce(&id) })).await),
            "locked" => drop(env.browser(Some("ben")).post("/result", nonce).await),
            "without a sign-in" => {
                ada.sign_in(None);
                assert_eq!(ada.post("/result", nonce).await.status, 401);
            }
            "forgotten" => drop(ada.post("/forget", json!({ "id": id })).await),
            status => drop(env.ivy.send_callback(&ada, &json!({ "id": id, "status": status })).await),
        }
        assert_eq!(sealed(&env).await, 0, "{what}");
        // The key of a forgotten login stays for a day: a retry is rejected.
        assert_eq!(digests(&env).await, i64::from(what == "forgotten"), "{what}");
    }
}

#[tokio::test]
async fn a_forgotten_session_of_this_proxy_leaves_after_a_day() {
    let env = TestEnv::with(trusting).await;
    let ada = env.browser(Some("ada"));
    let id = ada.create_with("key").await.id();
    let reference = env.ivy.session(&id)["referenceId"].clone();
    ada.post("/forget", json!({ "id": id })).await;
    env.database.later(DAY - 60).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions").await, 1);
    env.database.later(120).await;
    assert_eq!(env.proxy.sweep().await, Ok(1));
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions").await, 0);
    // Its reference shows that it is the proxy's own, whatever Ivy returns.
    env.ivy.complete(&id);
    env.ivy.change(&id, |session| session["createdAt"] = json!(1_600_000_000));
    assert!(ada.list().await.is_empty());
    assert_eq!(ada.post("/result", json!({ "referenceId": reference })).await.status, 404);
}

#[tokio::test]
async fn a_session_from_elsewhere_stays_as_a_name() {
    let env = TestEnv::with(trusting).await;
    // Only a list that works has sessions from elsewhere.
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    env.ivy.add(old_session("old1", "cus_ada"));
    env.ivy.add(old_session("old2", "cus_ada"));
    assert_eq!(ada.list().await, ["old1", "old2"]);
    assert_eq!(ada.post("/forget", json!({ "id": "old2" })).await.status, 200);
    assert_eq!(ada.list().await, ["old1"]);
    Ageing::new(&env).swept_at(180 * DAY, 1).await;
    assert!(ada.list().await.is_empty(), "what was swept is adopted again");
    let left = "SELECT count(*) FROM ivy_sessions WHERE state = 'forgotten' AND owner_kind = 'nobody' \
                AND reference_id LIKE 'forgotten:%' AND session_id LIKE 'forgotten:%'";
    assert_eq!(env.database.number(left).await, 2);
    env.database.later(3_000 * DAY).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(env.database.number(left).await, 2);
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn whoever_forgot_everything_adopts_nothing_after_the_sweep_either() {
    let env = TestEnv::with(trusting).await;
    // Only a list that works has sessions from elsewhere.
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    env.ivy.add(old_session("old1", "cus_ada"));
    assert_eq!(ada.list().await, ["old1"]);
    assert_eq!(ada.post("/forget", json!({})).await.json(), json!({ "forgotten": 1 }));
    env.ivy.add(old_session("old2", "cus_ada"));
    env.database.later(400 * DAY).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn a_request_that_was_cut_short_is_given_up() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    ada.create_with("key").await;
    let asking = "UPDATE ivy_sessions SET state = 'asking', session_id = NULL, sealed = NULL, expires_at = NULL";
    env.database.run(asking).await;
    env.database.run("UPDATE ivy_sessions SET sweep_at = 0").await;
    // The row is due but has not expired: the sweep looks at it and keeps it.
    env.database.change(&format!("UPDATE ivy_sessions SET lease_until = {}", now() + 60)).await.expect("a change");
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE state = 'asking'").await, 1);
    env.database.later(62).await;
    assert_eq!(env.proxy.sweep().await, Ok(0));
    let lost = "SELECT count(*) FROM ivy_sessions WHERE state = 'lost' AND key_digest IS NULL";
    assert_eq!(env.database.number(lost).await, 1);
    assert_eq!(env.proxy.sweep().await, Ok(0));
    ada.create_with("key").await;
}

#[tokio::test]
async fn old_callbacks_and_counts_are_removed() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.ivy.send_callback(&ada, &json!({ "id": id, "status": "failed" })).await;
    let counted = "SELECT (SELECT count(*) FROM ivy_callbacks) * 10 + (SELECT count(*) FROM ivy_counts)";
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(env.database.number(counted).await, 12, "one callback, a count of the customer and one of the address");
    env.database.run("UPDATE ivy_counts SET since = since - 600").await;
    env.database
        .change(&format!("UPDATE ivy_callbacks SET taken_at = taken_at - {}", 30 * DAY))
        .await
        .expect("a change");
    assert_eq!(env.proxy.sweep().await, Ok(0));
    assert_eq!(env.database.number(counted).await, 0);
}

/// Fills the table with expired sessions.
async fn fill(env: &TestEnv, rows: u32) {
    let digest = |letter: char, number: &str| format!("'{letter}' || substr('00000000000000000000' || {number}, -21)");
    let padded = |letter: char| {
        if env.database.is_postgres() { format!("'{letter}' || lpad(i::text, 21, '0')") } else { digest(letter, "i") }
    };
    let statement = format!(
        "INSERT INTO ivy_sessions (reference_id, tagged, session_id, version, secret_id, state, owner, owner_kind, \
         success_nonce, error_nonce, login_cookie, lease_until, created_at, used_at, sweep_at) \
         WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows}) \
         SELECT 'old-' || i, 1, 'session-' || i, 0, (SELECT min(secret_id) FROM ivy_sessions WHERE secret_id <> ''), \
         'open', {}, 'customer', {}, {}, {}, 1600000000, 1600000000, 1600000000, 1600000000 FROM numbers",
        padded('O'),
        padded('S'),
        padded('E'),
        padded('L'),
    );
    env.database.change(&statement).await.expect("rows");
}

#[tokio::test]
async fn a_long_sweep_lets_others_have_their_turn() {
    let often = Some(Rate { burst: 1_000_000, per_minute: 1_000_000 });
    let env = TestEnv::with(|settings| (settings.limits.per_owner, settings.limits.per_address) = (often, often)).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    fill(&env, 20_000).await;
    // On a busy machine one sweep may leave some rows to the next.
    let mut sweep = std::pin::pin!(async {
        let mut removed = 0;
        loop {
            match env.proxy.sweep().await.expect("a number") {
                0 => return removed,
                some => removed += some,
            }
        }
    });
    let mut responded = 0;
    let removed = loop {
        tokio::select! {
            removed = &mut sweep => break removed,
            listed = ada.list() => {
                assert_eq!(listed, [id.as_str()]);
                responded += 1;
            }
        }
    };
    assert_eq!(removed, 20_000);
    assert!(responded > 0, "nobody was answered during the sweep");
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions").await, 1);
}

#[tokio::test]
async fn a_row_that_cannot_be_swept_holds_up_no_other() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    ada.create_with("key").await;
    // Simulates another process with a secret that this one does not know yet.
    env.database
        .run(
            "UPDATE ivy_sessions SET state = 'asking', session_id = NULL, sealed = NULL, sweep_at = 0, \
                     lease_until = 0, secret_id = 'AAAAAAAAAAAAAAAAAAAAAA'",
        )
        .await;
    ada.create_with("key2").await;
    fill(&env, 300).await;
    env.database.run("UPDATE ivy_sessions SET secret_id = (SELECT max(secret_id) FROM ivy_sessions) WHERE reference_id LIKE 'old-%'").await;
    assert_eq!(env.proxy.sweep().await, Ok(300));
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions").await, 2);
}

#[tokio::test]
async fn after_forgetting_and_sweeping_the_log_of_sqlite_is_empty() {
    let env = TestEnv::with(trusting).await;
    if env.database.is_postgres() {
        // PostgreSQL manages its log itself; `at_rest` checks its content.
        return assert_eq!(env.proxy.sweep().await, Ok(0));
    }
    let log = || async {
        let files = std::fs::read_dir(env.database.files().await).expect("a folder");
        let mut logs =
            files.map(|file| file.expect("a file")).filter(|file| file.file_name().to_string_lossy().ends_with("-wal"));
        let log = logs.next().expect("a write-ahead log");
        log.metadata().expect("its length").len()
    };
    let ada = env.browser(Some("ada"));
    for what in ["forget one", "forget all", "erase", "end a guest", "sweep"] {
        let guest = env.browser(None);
        env.connect(&guest).await;
        let id = env.connect(&ada).await;
        assert!(log().await > 0, "{what}: nothing was written");
        match what {
            "forget one" => assert_eq!(ada.post("/forget", json!({ "id": id })).await.status, 200),
            "forget all" => assert_eq!(ada.post("/forget", json!({})).await.status, 200),
            "erase" => assert!(env.proxy.forget_customer("ada").await.is_ok()),
            "end a guest" => assert!(env.proxy.end_guest(&guest).await.is_ok()),
            _ => assert!(env.proxy.sweep().await.is_ok()),
        }
        assert_eq!(log().await, 0, "{what}");
    }
}
