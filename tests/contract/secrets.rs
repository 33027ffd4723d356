//! SECURITY.md, 8: the table secret. All keys are derived from it; it can be replaced, and none that is still needed
//! can be dropped.

use serde_json::json;

use crate::support::{
    API_KEY, Browser, Host, Kind, NEWER_TABLE_SECRET, SIGNING_SECRET, Settings, TABLE_SECRET, TestDatabase, TestEnv,
    now, old_session, setting_in,
};

fn with(secrets: &[&str]) -> impl Fn(&mut Settings) {
    let secrets: Vec<String> = secrets.iter().map(|secret| (*secret).to_owned()).collect();
    move |settings| {
        settings.table_secrets = secrets.clone();
        settings.trust_sessions_before = Some(now() - 3_600);
    }
}

/// Returns the name of the option with which an error must begin.
fn option() -> &'static str {
    if Kind::under_test() == Kind::Rust { "table_secret" } else { "tableSecret" }
}

#[tokio::test]
async fn a_secret_that_is_weak_or_used_elsewhere_ends_the_start() {
    let database = TestDatabase::new().await;
    let long_key = "q7Jv0cX4mT1eW8zK5uR2yB9nH6dL3sGfPaVtMiOxQjE=";
    let rows: [(&str, Vec<&str>); 14] = [
        ("no secret", vec![]),
        ("an empty one", vec![""]),
        ("a blank one", vec!["  "]),
        ("a short one", vec!["nW0J4mVgQ2b3Y1sXkz8hT6rC"]),
        ("a word", vec!["marker-secret"]),
        ("a sentence", vec!["marker secret that is longer than thirty-two letters"]),
        ("one letter", vec!["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]),
        ("a pattern", vec!["0102030401020304010203040102030401020304010203040102030401020304"]),
        ("few letters", vec!["000102030405060708090a0b0c0d0e000102030405060708090a0b0c0d0e0001"]),
        ("a weak one behind a good one", vec![TABLE_SECRET, "marker-secret"]),
        ("one twice", vec![TABLE_SECRET, NEWER_TABLE_SECRET, TABLE_SECRET]),
        (
            "one twice, in two spellings",
            vec![NEWER_TABLE_SECRET, "8F1D5C0A7BE2943617D4C8A0F3E95B628C71FA40D2693E8B05A7F1DC46E23B97"],
        ),
        ("the API key", vec![long_key]),
        ("the webhook secret, as an older one", vec![TABLE_SECRET, long_key]),
    ];
    for (what, secrets) in rows {
        let mut settings = Settings::new("http://127.0.0.1:1");
        let (api_key, signing): (String, String) = match what {
            "the API key" => (long_key.into(), SIGNING_SECRET.into()),
            "the webhook secret, as an older one" => (API_KEY.into(), long_key.into()),
            _ => (API_KEY.into(), SIGNING_SECRET.into()),
        };
        (settings.api_key, settings.signing_secrets) = (api_key, vec![signing]);
        settings.table_secrets = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        let error = Host::start(Kind::under_test(), &database, &settings).await.err().expect(what);
        assert!(setting_in(&error).starts_with(option()), "{what}: {error}");
        for secret in secrets.iter().filter(|secret| secret.len() > 2) {
            assert!(!error.contains(secret), "{what}: {error}");
        }
    }
}

#[tokio::test]
async fn rows_of_an_earlier_secret_are_found_under_a_newer_one() {
    let env = TestEnv::with(with(&[TABLE_SECRET])).await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let (dan, guest) = (env.browser(Some("dan")), env.browser(None));
    env.ivy.add(old_session("old-ada", "cus_ada"));
    env.ivy.add(old_session("old-ben", "cus_ben"));
    let done = env.connect(&ada).await;
    let guests = env.connect(&guest).await;
    let repeated = ada.create_with("repeated").await;
    let returning = ada.create().await.id();
    let forgotten = ada.create_with("forgotten").await.id();
    ada.post("/forget", json!({ "id": forgotten })).await;
    let locking = dan.create().await.id();
    let lost_row = ada.create().await.id();
    let bens = env.connect(&ben).await;
    assert_eq!(ben.post("/forget", json!({})).await.json(), json!({ "forgotten": 1 }));
    let failed = ada.create().await.id();
    let callback = json!({ "id": failed, "status": "failed" });
    env.ivy.send_callback(&ada, &callback).await;
    let away = ada.create().await.id();
    ada.sign_in(None);
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&away) })).await.status, 401);
    ada.sign_in(Some("ada"));
    env.database.change(&format!("DELETE FROM ivy_sessions WHERE session_id = '{lost_row}'")).await.expect("a change");

    let (database, ivy) = env.kill().await;
    let env = TestEnv::over(database, ivy, with(&[NEWER_TABLE_SECRET, TABLE_SECRET])).await;
    let again = |old: &Browser, name| {
        let browser = env.browser(name);
        for pair in old.cookies().split("; ").filter(|pair| pair.starts_with("ivy_")) {
            browser.keep(&format!("{pair}; Path=/"));
        }
        browser
    };
    let (ada, ben) = (again(&ada, Some("ada")), again(&ben, Some("ben")));
    let (dan, guest) = (again(&dan, Some("dan")), again(&guest, None));
    // The list, with an adoption of today; a session without a row is recognised by its reference's tag.
    env.ivy.complete(&lost_row);
    env.ivy.change(&lost_row, |session| session["createdAt"] = json!(1_600_000_000));
    assert_eq!(ada.list().await, ["old-ada", done.as_str()]);
    assert_eq!(guest.post("/data/session/details", json!({ "id": guests })).await.status, 200);
    // A retried create, and one of a forgotten login.
    assert_eq!(ada.create_with("repeated").await.text, repeated.text);
    assert_eq!(ada.create_with("forgotten").await.refusal(), (409, "conflict".to_owned()));
    // A nonce, one from a browser without a sign-in, and one from another person.
    env.ivy.complete(&returning);
    let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&returning) })).await;
    assert_eq!(result.json()["status"], "complete", "{}", result.text);
    env.ivy.complete(&away);
    let reference = env.ivy.session(&away)["referenceId"].clone();
    assert_eq!(ada.post("/result", json!({ "referenceId": reference })).await.json()["status"], "complete");
    assert_eq!(ben.post("/result", json!({ "nonce": env.ivy.nonce(&locking) })).await.status, 404);
    env.ivy.complete(&locking);
    assert_eq!(dan.post("/result", json!({ "nonce": env.ivy.nonce(&locking) })).await.status, 404, "not locked");
    // A callback that was handled before.
    let taken = env.database.number("SELECT count(*) FROM ivy_callbacks").await;
    assert_eq!(env.ivy.send_callback(&ada, &callback).await.status, 200);
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_callbacks").await, taken);
    // A customer who forgot everything adopts nothing, and forgotten sessions are not shown.
    assert!(ben.list().await.is_empty());
    assert_eq!(ben.post("/data/session/details", json!({ "id": bens })).await.status, 404);
    // Forgetting.
    assert_eq!(ada.post("/forget", json!({ "id": done })).await.json(), json!({ "forgotten": 1 }));
    assert!(!ada.list().await.contains(&done));
    assert_eq!(env.proxy.forget_customer("ada").await, Ok(5), "two returned, one adopted, one failed, one open");
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn a_secret_that_a_row_still_names_cannot_be_dropped() {
    let env = TestEnv::with(with(&[TABLE_SECRET])).await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    env.connect(&ada).await;
    ben.post("/forget", json!({})).await;
    let (database, ivy) = env.kill().await;
    let (ivy, under_test) = (ivy, Kind::under_test());
    let start = async |secrets: &[&str], is_trusting: bool| {
        let mut settings = Settings::new(&ivy.url);
        with(secrets)(&mut settings);
        settings.trust_sessions_before = settings.trust_sessions_before.filter(|_| is_trusting);
        Host::start(under_test, &database, &settings).await
    };
    let refused = async |is_trusting: bool| {
        let error = start(&[NEWER_TABLE_SECRET], is_trusting).await.err().expect("a row names the other");
        assert!(error.starts_with(option()) && error.contains("rows of the table name a secret"), "{error}");
        assert!(!error.contains(TABLE_SECRET) && !error.contains(NEWER_TABLE_SECRET), "{error}");
    };
    refused(true).await;
    refused(false).await;

    let both = start(&[NEWER_TABLE_SECRET, TABLE_SECRET], true).await.expect("both are known");
    let ada = Browser::new(both.url(), Some("ada"));
    assert_eq!(ada.post("/forget", json!({})).await.json(), json!({ "forgotten": 1 }));
    both.kill().await;
    // A forgotten session names no secret any more. Only the older one knows Ben, who forgot everything.
    refused(true).await;
    start(&[NEWER_TABLE_SECRET], false).await.expect("no sessions from elsewhere are trusted").kill().await;

    let both = start(&[NEWER_TABLE_SECRET, TABLE_SECRET], true).await.expect("both are known");
    assert!(Browser::new(both.url(), Some("ben")).list().await.is_empty());
    both.kill().await;
    let newer = start(&[NEWER_TABLE_SECRET], true).await.expect("nothing names the older one");
    for name in ["ada", "ben"] {
        ivy.add(old_session(name, &format!("cus_{name}")));
        assert!(Browser::new(newer.url(), Some(name)).list().await.is_empty(), "{name} adopts again");
    }
    ivy.add(old_session("dans", "cus_dan"));
    assert_eq!(Browser::new(newer.url(), Some("dan")).list().await, ["dans"]);
}
