//! What was acknowledged is known after a crash, with its owner.

use std::time::Duration;

use serde_json::json;

use crate::support::{Ask, Browser, Misstep, World, a_request};

fn create(browser: &Browser) -> Ask<'_> {
    browser.ask("/data/session/create").header("idempotency-key", Some("key")).json(&a_request())
}

#[tokio::test]
async fn a_proxy_that_starts_again_knows_what_it_knew() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let done = world.connect(&ada).await;
    let open = create(&ada).send().await;
    let (place, ivy) = world.kill();

    let world = World::over(place, ivy, |_| {}).await;
    let (ada, ben) = (world.browser(Some("ada")), world.browser(Some("ben")));
    assert_eq!(ada.list().await, std::slice::from_ref(&done));
    assert_eq!(create(&ada).send().await.text, open.text);
    let nonce = world.ivy.nonce(&open.id());
    world.ivy.complete(&open.id());
    assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.json()["status"], "complete");
    assert_eq!(ben.post("/data/session/details", json!({ "id": done })).await.status, 404);
}

#[tokio::test]
async fn a_create_that_was_cut_short_is_lost_and_can_be_repeated() {
    let world = World::with(|config| config.deadlines.create = Duration::from_millis(500)).await;
    let ada = world.browser(Some("ada"));
    world.ivy.errs(Misstep::Slow(Duration::from_secs(30)));
    let cut = tokio::time::timeout(Duration::from_millis(200), create(&ada).send()).await;
    assert!(cut.is_err());
    let dump = world.place.dump().await;
    assert!(dump.contains("asking"), "Ivy was asked for a session that the table does not know: {dump}");
    // As if the process had died at this moment: the row stays as it is, its lease runs out.
    world.place.run("UPDATE ivy_sessions SET lease_until = 0").await;
    let (place, ivy) = world.kill();
    let orphan = ivy.ids().remove(0);

    let world = World::over(place, ivy, |_| {}).await;
    let ada = world.browser(Some("ada"));
    let again = create(&ada).send().await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_ne!(again.id(), orphan);
    world.ivy.complete(&orphan);
    assert_eq!(ada.post("/result", json!({ "nonce": world.ivy.nonce(&orphan) })).await.status, 404);
}

#[tokio::test]
async fn settings_that_cannot_be_run_are_named() {
    use ivy_proxy::{Config, Proxy, Rate, Secret, Store};
    let place = crate::support::Place::new().await;
    let store = Store::open(place.url()).await.expect("the database opens");
    type Change = fn(&mut Config);
    let changes: [(&str, Change); 12] = [
        ("ivy_url", |config| config.ivy_url = "http://api.getivy.de".into()),
        ("ivy_url", |config| config.ivy_url = "marker-secret".into()),
        ("api_key", |config| config.api_key = Secret::new("")),
        ("api_key", |config| config.api_key = Secret::new("marker-secret\n")),
        ("signing_secret", |config| config.signing_secret = Secret::new("")),
        ("origins", |config| config.origins.clear()),
        ("origins", |config| config.origins = vec!["http://shop.example".into()]),
        ("origins", |config| config.origins = vec!["https://shop.example/".into()]),
        ("return_url", |config| config.return_url = "/return".into()),
        ("callback_url", |config| config.callback_url = "http://shop.example/api/ivy/callback".into()),
        ("paths.list", |config| config.paths.list = "@evil.example/list".into()),
        ("limits", |config| config.limits.per_owner = Rate { burst: 0, per_minute: 1 }),
    ];
    for (setting, change) in changes {
        let (key, secret) = (Secret::new("marker-secret"), Secret::new("marker-secret"));
        let mut config = Config::new("http://127.0.0.1:1", key, secret, crate::support::ORIGIN);
        assert!(!format!("{config:?}").contains("marker-secret"));
        change(&mut config);
        let error = Proxy::new(config, store.clone(), crate::support::SignIn).expect_err(setting).to_string();
        assert!(error.starts_with(setting) && !error.contains("marker-secret"), "{setting}: {error}");
    }
    assert!(Store::open("/nowhere/at/all.sqlite").await.is_err());
}
