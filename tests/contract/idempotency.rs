//! SECURITY.md, 7: one request creates one session, however often it is sent.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Browser, Fault, HttpResponse, TestEnv, a_request};

async fn create(browser: &Browser, key: &str, request: &Value) -> HttpResponse {
    browser.request("/data/session/create").header("idempotency-key", Some(key)).json(request).send().await
}

#[tokio::test]
async fn the_same_request_gets_the_same_response() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let send = |body| ada.request("/data/session/create").header("idempotency-key", Some("key-1")).raw(body).send();
    let first = send(r#"{"permissions":["identity"],"market":"DE"}"#).await;
    assert_eq!(first.status, 200);
    // White space makes no other request, and neither do differences that the normal form removes.
    let again = send(r#" { "permissions" : ["identity"], "market": " de" } "#).await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert_eq!(env.ivy.request_count(), 1);
    let other_key = create(&ada, "key-2", &a_request()).await;
    assert_ne!(other_key.id(), first.id());
}

#[tokio::test]
async fn another_request_with_the_key_conflicts() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    create(&ada, "key", &a_request()).await;
    let other = json!({ "permissions": ["identity"], "market": "AT" });
    assert_eq!(create(&ada, "key", &other).await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(env.ivy.request_count(), 1);
}

#[tokio::test]
async fn a_key_says_nothing_to_another_customer() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let (one, two) = (env.browser(None), env.browser(None));
    let mut ids = Vec::new();
    for browser in [&ada, &ben, &one, &two] {
        ids.push(create(browser, "key", &a_request()).await.id());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "two got the same session");
}

#[tokio::test]
async fn after_a_day_a_key_is_new_again() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let first = create(&ada, "key", &a_request()).await;
    env.database.run("UPDATE ivy_sessions SET created_at = created_at - 86401").await;
    let second = create(&ada, "key", &json!({ "permissions": ["accounts"] })).await;
    assert_eq!(second.status, 200, "{}", second.text);
    assert_ne!(first.id(), second.id());
    assert!(!env.database.dump().await.contains(&format!("init?id={}", first.id())), "a link is kept too long");
    // The session itself is still known, with its owner.
    env.ivy.complete(&first.id());
    let nonce = env.ivy.nonce(&first.id());
    assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.json()["status"], "complete");
}

#[tokio::test]
async fn at_the_same_time_there_is_one_create() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    env.ivy.inject(Fault::Slow(Duration::from_millis(400)));
    let request = a_request();
    let all = tokio::join!(
        create(&ada, "key", &request),
        create(&ada, "key", &request),
        create(&ada, "key", &request),
        create(&ada, "key", &request),
    );
    let ids: Vec<String> = [all.0, all.1, all.2, all.3].iter().map(HttpResponse::id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(env.ivy.request_count(), 1);
}

#[tokio::test]
async fn a_page_that_disconnected_finds_the_response_later() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    env.ivy.inject(Fault::Slow(Duration::from_millis(300)));
    let request = a_request();
    let hung_up = tokio::time::timeout(Duration::from_millis(100), create(&ada, "key", &request)).await;
    assert!(hung_up.is_err());
    let response = create(&ada, "key", &request).await;
    assert_eq!(response.status, 200);
    assert_eq!(env.ivy.ids(), [response.id()]);
}

#[tokio::test]
async fn a_lost_response_leads_to_one_more_create_and_the_orphan_stays_locked() {
    for fault in [Fault::Lost, Fault::Slow(Duration::from_secs(30)), Fault::Changed(|response| *response = json!([]))] {
        let env = TestEnv::with(|settings| {
            settings.deadlines.create = Some(Duration::from_secs(4));
            settings.trust_sessions_before = Some(crate::support::now() + 3600);
        })
        .await;
        let ada = env.browser(Some("ada"));
        env.ivy.inject(fault);
        let lost = create(&ada, "key", &a_request()).await;
        assert!([502, 504].contains(&lost.status), "{}", lost.text);
        let [orphan] = &env.ivy.ids()[..] else { panic!("one session so far") };
        let response = create(&ada, "key", &a_request()).await;
        assert_eq!(response.status, 200);
        assert_ne!(&response.id(), orphan);
        assert_ne!(response.json()["referenceId"], env.ivy.session(orphan)["referenceId"]);

        // Nobody ever sees the orphan, even if Ivy's list is trusted.
        env.ivy.complete(orphan);
        env.ivy.send_callback(&ada, &env.ivy.session(orphan)).await;
        let nonce = env.ivy.nonce(orphan);
        assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.status, 404);
        assert_eq!(ada.post("/data/session/details", json!({ "id": orphan })).await.status, 404);
        assert!(ada.list().await.is_empty());
    }
}

#[tokio::test]
async fn what_ivy_refused_can_be_tried_again() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    env.ivy.inject(Fault::Respond(400, "application/json", "{}".into()));
    assert_eq!(create(&ada, "key", &a_request()).await.status, 400);
    assert_eq!(env.database.dump().await, "", "a refused session is still in the table");
    assert_eq!(create(&ada, "key", &a_request()).await.status, 200);
}

#[tokio::test]
async fn a_reference_that_was_used_before_is_not_the_shoppers_trouble() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let taken = || Fault::Respond(409, "application/json", "{}".into());
    env.ivy.inject(taken());
    env.ivy.inject(taken());
    assert_eq!(create(&ada, "key", &a_request()).await.status, 200);
    let references: Vec<_> = env.ivy.ids();
    assert_eq!(references.len(), 1);
    for _ in 0..3 {
        env.ivy.inject(taken());
    }
    assert_eq!(create(&ada, "other", &a_request()).await.refusal(), (502, "proxy_unavailable".to_owned()));
}

#[tokio::test]
async fn keys_are_visible_ascii() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for key in ["", "a b", "\u{e9}", &"k".repeat(256)] {
        assert_eq!(create(&ada, key, &a_request()).await.refusal(), (400, "proxy_rejected".to_owned()), "{key}");
    }
    assert_eq!(create(&ada, &"~".repeat(255), &a_request()).await.status, 200);
    let dump = env.database.dump().await;
    assert!(!dump.contains("~~"), "the table holds the key");
}
