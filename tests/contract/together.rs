//! Two proxies over one database that serve one shopper.

use std::time::Duration;

use serde_json::json;

use crate::support::{Browser, Fault, Ivy, RequestBuilder, TestDatabase, TestEnv, a_request};

fn create(browser: &Browser) -> RequestBuilder<'_> {
    browser.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request())
}

async fn two() -> (TestEnv, TestEnv) {
    let (database, ivy) = (TestDatabase::new().await, Ivy::start().await);
    // They start at the same moment over an empty database.
    tokio::join!(TestEnv::over(database.clone(), ivy.clone(), |_| {}), TestEnv::beside(database, ivy))
}

#[tokio::test]
async fn what_one_created_the_other_knows() {
    let (one, two) = two().await;
    let (here, there) = (one.browser(Some("ada")), two.browser(Some("ada")));
    let created = create(&here).send().await;
    assert_eq!(create(&there).send().await.text, created.text);
    one.ivy.complete(&created.id());
    let nonce = one.ivy.nonce(&created.id());
    assert_eq!(there.post("/result", json!({ "nonce": nonce })).await.json()["status"], "complete");
    assert_eq!(here.list().await, [created.id()]);
    assert_eq!(two.browser(Some("ben")).post("/data/session/details", json!({ "id": created.id() })).await.status, 404);
    assert_eq!(there.post("/forget", json!({ "id": created.id() })).await.status, 200);
    assert!(here.list().await.is_empty());
}

#[tokio::test]
async fn a_callback_at_one_ends_the_waiting_at_the_other() {
    let (one, two) = two().await;
    let (here, there) = (one.browser(Some("ada")), two.browser(Some("ada")));
    let id = create(&here).send().await.id();
    let nonce = one.ivy.nonce(&id);
    assert_eq!(there.post("/result", json!({ "nonce": nonce })).await.json()["status"], "pending");
    let failed = json!({ "id": id, "status": "failed" });
    for proxy in [&here, &there, &here] {
        assert_eq!(one.ivy.send_callback(proxy, &failed).await.status, 200);
    }
    assert_eq!(there.post("/result", json!({ "nonce": nonce })).await.json()["status"], "error");
    assert_eq!(here.post("/result", json!({ "nonce": nonce })).await.json()["status"], "error");
}

#[tokio::test]
async fn one_request_at_both_is_one_session() {
    let (one, two) = two().await;
    let (here, there) = (one.browser(Some("ada")), two.browser(Some("ada")));
    one.ivy.inject(Fault::Slow(Duration::from_millis(300)));
    let (first, second) = tokio::join!(create(&here).send(), create(&there).send());
    assert_eq!(first.id(), second.id());
    assert_eq!(one.ivy.request_count(), 1);
}

#[tokio::test]
async fn many_shoppers_at_once_all_get_a_response() {
    let (one, two) = two().await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..40 {
        let browser = if number % 2 == 0 { one.browser(Some("ada")) } else { two.browser(None) };
        tasks.spawn(async move { browser.post("/data/session/create", a_request()).await.status });
    }
    assert!(tasks.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(one.ivy.ids().len(), 40);
}
