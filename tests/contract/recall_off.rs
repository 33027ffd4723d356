//! The merchant's switch for recall.

use std::time::{Duration, Instant};

use ivy_data_session::recall::Criteria;
use serde_json::{Value, json};

use crate::support::{Browser, Recall, TestEnv, a_request};

const LIST: &str = "/data/session/list";

/// Returns the number of listed sessions, and the header that says why there are none.
async fn listed(browser: &Browser) -> (usize, Option<String>) {
    let response = browser.post(LIST, json!({})).await;
    (response.ids().len(), response.header("ivy-recall").map(str::to_owned))
}

fn off() -> (usize, Option<String>) {
    (0, Some("off".into()))
}

#[tokio::test]
async fn while_recall_is_off_nothing_past_is_offered_and_all_else_works() {
    let env = TestEnv::with(|settings| settings.recall = Some(Recall::Off)).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let before = (env.ivy.request_count(), env.ivy.check_count());
    assert_eq!(listed(&ada).await, off());
    assert_eq!(listed(&env.browser(None)).await, (0, Some("guest".into())));
    assert_eq!(ada.post(LIST, json!({ "externalUserReferenceId": "cus_ben" })).await.status, 403);
    assert_eq!((env.ivy.request_count(), env.ivy.check_count()), before, "Ivy was asked");
    // The login that the shopper has just made is used as before.
    let details = ada.post("/data/session/details", json!({ "id": id })).await;
    assert_eq!(details.status, 200);
    assert_eq!(ada.post("/forget", json!({ "id": id })).await.json(), json!({ "forgotten": 1 }));
}

#[tokio::test]
async fn the_shops_own_calls_know_that_recall_is_off() {
    let env = TestEnv::with(|settings| settings.recall = Some(Recall::Off)).await;
    assert_eq!(env.proxy.health().await["recall"], "off");
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let before = env.ivy.request_count();
    let recalled = env.proxy.recall(&ada, &a_request(), &json!({ "deadlineMs": 60_000 })).await.expect("a result");
    assert_eq!(recalled["outcome"], json!({ "kind": "not_recalled", "reason": "recall_off" }));
    assert_eq!(recalled["list"], Value::Null);
    assert_ne!(recalled["initial"], "");
    assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(false));
    assert_eq!(env.ivy.request_count(), before, "Ivy was asked");
    // A payment with an account of this login is no recall.
    let details = ada.post("/data/session/details", json!({ "id": id })).await.json();
    let handle = details["data"]["accounts"][0]["handle"].as_str().expect("a handle");
    let released = env.proxy.release_account(Some("ada"), &id, handle, &Criteria::default()).await;
    assert!(released.is_ok(), "{released:?}");
}

#[tokio::test]
async fn a_function_is_asked_for_each_list() {
    let env = TestEnv::with(|settings| settings.recall = Some(Recall::Alternating)).await;
    let ada = env.browser(Some("ada"));
    env.connect(&ada).await;
    assert_eq!(env.proxy.health().await["recall"], "on");
    for _ in 0..2 {
        assert_eq!(listed(&ada).await, off());
        assert_eq!(env.proxy.health().await["recall"], "off");
        assert_eq!(listed(&ada).await, (1, None));
        assert_eq!(env.proxy.health().await["recall"], "on");
    }
}

#[tokio::test]
async fn a_function_that_fails_or_never_ends_counts_as_on_and_is_logged_once() {
    for recall in [Recall::Failing, Recall::Hanging] {
        let env = TestEnv::with(|settings| settings.recall = Some(recall)).await;
        let ada = env.browser(Some("ada"));
        env.connect(&ada).await;
        let started = Instant::now();
        assert_eq!(listed(&ada).await, (1, None), "{recall:?}");
        assert!(recall == Recall::Failing || started.elapsed() >= Duration::from_secs(1));
        assert_eq!(listed(&ada).await, (1, None), "{recall:?}");
    }
}
