//! Acknowledged writes survive a crash, with their owners.

use std::time::Duration;

use serde_json::json;

use crate::support::{
    Browser, Host, Kind, OriginPages, Rate, RequestBuilder, Settings, TestDatabase, TestEnv, a_request, setting_in,
};

fn create(browser: &Browser) -> RequestBuilder<'_> {
    browser.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request())
}

#[tokio::test]
async fn a_proxy_that_starts_again_knows_what_it_knew() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let done = env.connect(&ada).await;
    let open = create(&ada).send().await;
    let (database, ivy) = env.kill().await;

    let env = TestEnv::beside(database, ivy).await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    assert_eq!(ada.list().await, std::slice::from_ref(&done));
    assert_eq!(create(&ada).send().await.text, open.text);
    let nonce = env.ivy.nonce(&open.id());
    env.ivy.complete(&open.id());
    assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.json()["status"], "complete");
    assert_eq!(ben.post("/data/session/details", json!({ "id": done })).await.status, 404);
}

#[tokio::test]
async fn a_create_that_was_cut_short_is_lost_and_can_be_repeated() {
    let env = TestEnv::with(|settings| settings.deadlines.create = Some(Duration::from_secs(60))).await;
    let ada = env.browser(Some("ada"));
    let _never = env.ivy.hold_next();
    tokio::select! {
        response = create(&ada).send() => panic!("answered before Ivy: {}", response.text),
        () = env.ivy.wait_for_request() => {}
    }
    let dump = env.database.dump().await;
    assert!(dump.contains("asking"), "Ivy was asked for a session that the table does not know: {dump}");
    // Simulates a process that died at this moment: the row stays, its lease expires.
    env.database.run("UPDATE ivy_sessions SET lease_until = 0").await;
    let (database, ivy) = env.kill().await;
    let orphan = ivy.ids().remove(0);

    let env = TestEnv::beside(database, ivy).await;
    let ada = env.browser(Some("ada"));
    let again = create(&ada).send().await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_ne!(again.id(), orphan);
    env.ivy.complete(&orphan);
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&orphan) })).await.status, 404);
}

#[tokio::test]
async fn settings_that_cannot_be_run_are_named() {
    let database = TestDatabase::new().await;
    type Change = fn(&mut Settings);
    // The Rust setting and the JavaScript option.
    let changes: [(&str, &str, Change); 31] = [
        ("ivy_url", "apiUrl", |settings| settings.ivy_url = "http://api.getivy.de".into()),
        ("ivy_url", "apiUrl", |settings| settings.ivy_url = "marker-secret".into()),
        ("api_key", "apiKey", |settings| settings.api_key = String::new()),
        ("api_key", "apiKey", |settings| settings.api_key = "marker-secret\n".into()),
        ("signing_secrets", "webhookSecret", |settings| settings.signing_secrets = vec![String::new()]),
        ("signing_secrets", "webhookSecret", |settings| settings.signing_secrets = vec!["x".into()]),
        ("signing_secrets", "webhookSecret", |settings| settings.signing_secrets.clear()),
        ("signing_secrets", "webhookSecret", |settings| settings.signing_secrets = vec![settings.api_key.clone()]),
        ("signing_secrets", "webhookSecret", |settings| {
            settings.signing_secrets.push(settings.signing_secrets[0].clone());
        }),
        ("origins", "origins", |settings| settings.origins.clear()),
        ("origins", "origins", |settings| settings.origins = vec!["http://shop.example".into()]),
        ("origins[0]", "origins[0]", |settings| settings.origins = vec!["https://shop.example/".into()]),
        ("origins[1]", "origins[1]", |settings| settings.origins.push("https://Shop.example".into())),
        ("origins[1]", "origins[1]", |settings| settings.origins.push("https://*.shop.example".into())),
        ("origins[1]", "origins[1]", |settings| settings.origins.push("null".into())),
        ("origins[1]", "origins[1]", |settings| settings.origins.push(settings.origins[0].clone())),
        ("return_url", "callbackUrls.return", |settings| settings.return_url = Some("/return".into())),
        ("return_url", "callbackUrls.return", |settings| {
            settings.return_url = Some("https://www.shop.example/return".into());
        }),
        ("return_urls[https://shop.test]", "returnUrls[https://shop.test]", |settings| {
            settings.return_urls.insert("https://shop.test".into(), OriginPages::default());
        }),
        ("return_urls[https://shop.test]", "returnUrls[https://shop.test]", |settings| {
            settings.origins.push("https://shop.test".into());
            let elsewhere = OriginPages { r#return: Some("https://evil.example/return".into()), plain_return: None };
            settings.return_urls.insert("https://shop.test".into(), elsewhere);
        }),
        ("origins[1]", "origins[1]", |settings| settings.origins.push("capacitor://localhost".into())),
        ("origins[1]", "origins[1]", |settings| settings.origins.push("tauri://localhost".into())),
        ("callback_url", "callbackUrls.result", |settings| {
            settings.callback_url = Some("http://shop.example/api/ivy/callback".into());
        }),
        ("login_environment", "loginEnvironment", |settings| {
            settings.ivy_url = "https://api.getivy.de".into();
            settings.login_environment = Some("local");
        }),
        ("paths.list", "paths.list", |settings| settings.list_path = Some("@evil.example/list".into())),
        ("limits", "limits", |settings| settings.limits.per_owner = Some(Rate { burst: 0, per_minute: 1 })),
        ("limits.requests_in_flight", "limits.requestsInFlight", |settings| {
            settings.limits.requests_in_flight = Some(7);
        }),
        ("limits.buffered_bytes", "limits.bufferedBytes", |settings| {
            settings.limits.buffered_bytes = Some(8 * 1024 * 1024 - 1);
        }),
        ("limits.breaker_failures", "limits.breakerFailures", |settings| settings.limits.breaker_failures = Some(0)),
        ("limits.ivy_in_flight", "limits.ivyInFlight", |settings| settings.limits.ivy_in_flight = Some(0)),
        ("trusted_hops", "trustedHops", |settings| settings.trusted_hops = Some(2)),
    ];
    for (setting, option, change) in changes {
        let mut settings = Settings::new("http://127.0.0.1:1");
        settings.api_key = "marker-secret-of-the-api".into();
        settings.signing_secrets = vec!["marker-secret-of-callbacks".into()];
        change(&mut settings);
        let error = Host::start(Kind::under_test(), &database, &settings).await.err().expect(setting);
        let name = if Kind::under_test() == Kind::Rust { setting } else { option };
        assert!(setting_in(&error).starts_with(name) && !error.contains("marker-secret"), "{name}: {error}");
    }
    let nowhere = Host::start(Kind::under_test(), &TestDatabase::nowhere(), &Settings::new("http://127.0.0.1:1")).await;
    assert!(nowhere.is_err());
}
