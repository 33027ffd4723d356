//! The result callbacks: signed, and retried until the merchant accepts them.

mod common;

use common::merchant::{Merchant, is_signed, wait_for_sent};
use common::{SUCCESS, Sandbox, request};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn quick(settings: &mut ivy_sandbox::Rules) {
    settings.callback_retries = vec![Duration::from_millis(20); 3];
}

async fn complete(sandbox: &Sandbox, merchant: &Merchant) -> Value {
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url, "metadata": { "n": 1 } }))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    session
}

#[tokio::test]
async fn the_result_is_there_before_the_shopper_and_signed_over_its_bytes() {
    let sandbox = Sandbox::start().await;
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let session = complete(&sandbox, &merchant).await;
    let received = merchant.received();
    assert_eq!(received.len(), 1, "the first attempt is made before the redirect");

    let (headers, body) = &received[0];
    assert_eq!(headers["content-type"], "application/json");
    assert!(is_signed(headers, body));
    let text = std::str::from_utf8(body).unwrap();
    assert!(!text.contains(": ") && !text.contains('\n'), "compact");

    let event: Value = serde_json::from_slice(body).unwrap();
    assert_eq!(event["type"], "data_session_completed");
    assert_eq!(event["id"].as_str().unwrap().len(), 24);
    assert!(event["date"].as_i64().unwrap() >= session["createdAt"].as_i64().unwrap());
    assert_eq!(event["payload"], sandbox.details(&session).await);
    assert_eq!(event["payload"]["data"]["identity"]["name"], "Ada Example");
    wait_for_sent(&sandbox, 1).await;
}

#[tokio::test]
async fn anything_but_200_is_tried_again_with_the_same_bytes_and_given_up_in_the_end() {
    let sandbox = Sandbox::start_with(quick).await;
    let patient = Merchant::start(&[500, 204, 302, 200], Duration::ZERO).await;
    complete(&sandbox, &patient).await;
    let received = patient.wait_for(4).await;
    assert_eq!(received.len(), 4);
    assert!(received.iter().all(|(headers, body)| {
        *body == received[0].1 && headers["x-ivy-signature"] == received[0].0["x-ivy-signature"]
    }));
    wait_for_sent(&sandbox, 1).await;

    let never = Merchant::start(&[503], Duration::ZERO).await;
    complete(&sandbox, &never).await;
    assert_eq!(never.wait_for(4).await.len(), 4);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(never.received().len(), 4, "three retries, then no more");
    assert_eq!(patient.received().len(), 4, "what was taken is not sent again");
    assert_eq!(sandbox.stats().await["callbacksSent"], 1);
}

#[tokio::test]
async fn nothing_is_sent_for_a_login_that_came_to_nothing_or_twice_for_one_that_did() {
    let sandbox = Sandbox::start_with(quick).await;
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let wanted = || request(json!({ "resultCallbackUrl": merchant.url }));
    let failed = sandbox.create(&wanted()).await;
    sandbox.log_in(&failed, "de-failbank", "ada").await.unwrap();
    let cancelled = sandbox.create(&wanted()).await;
    sandbox.open(&cancelled).await.send("cancel", &[]).await;
    let completed = sandbox.create(&wanted()).await;
    let mut browser = sandbox.open(&completed).await;
    browser.send("bank", &[("bank", "de-testbank")]).await;
    browser.send("login", &[("username", "ada"), ("password", "password")]).await;
    let mut twice = browser.clone();
    tokio::join!(browser.send("consent", &[]), twice.send("consent", &[]));
    assert_eq!((browser.status.as_u16(), twice.status.as_u16()), (303, 303));
    wait_for_sent(&sandbox, 1).await;
    assert_eq!(merchant.received().len(), 1);
}

#[tokio::test]
async fn a_slow_merchant_does_not_hold_the_shopper_back() {
    /// Longer than any machine needs for a login, and shorter than the sandbox waits for a response.
    const SLOW: Duration = Duration::from_secs(3);
    let sandbox = Sandbox::start_with(|settings| settings.callback_wait = Duration::from_millis(100)).await;
    let merchant = Merchant::start(&[200], SLOW).await;
    let begun = Instant::now();
    complete(&sandbox, &merchant).await;
    assert!(begun.elapsed() < SLOW);
    wait_for_sent(&sandbox, 1).await;
    assert_eq!(merchant.received().len(), 1);
}

#[tokio::test]
async fn a_restart_goes_on_with_what_was_left_over() {
    let sandbox = Sandbox::start_with(|settings| settings.callback_retries = vec![Duration::from_secs(3600)]).await;
    let merchant = Merchant::start(&[500], Duration::ZERO).await;
    complete(&sandbox, &merchant).await;
    assert_eq!(merchant.received().len(), 1);
    merchant.respond_from_now_on(200);

    let sandbox = sandbox.restart().await;
    wait_for_sent(&sandbox, 1).await;
    let received = merchant.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].1, received[1].1);
}

#[tokio::test]
async fn a_late_bank_lets_the_shopper_go_first_and_tells_later() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start_with(|settings| settings.late_by = Duration::from_secs(4)).await;
    let user = json!({ "email": "ada@example.com" });
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    let mut browser = sandbox.open(&session).await;
    browser.send("bank", &[("bank", "de-latebank")]).await;
    browser.send("login", &[("username", "ada"), ("password", "password")]).await;
    let form = browser.clone();
    browser.send("consent", &[]).await;
    assert_eq!(browser.location.as_deref(), Some(SUCCESS));
    let details = sandbox.details(&session).await;
    assert_eq!((&details["status"], details.get("data")), (&json!("open"), None));
    assert_eq!(sandbox.list(&json!({ "externalUserEmail": user["email"] })).await.len(), 0);
    assert_eq!(merchant.received().len(), 0);
    // The form that is sent twice, and a second thought, lead the same way and change nothing.
    for step in ["consent", "cancel"] {
        let mut again = form.clone();
        again.send(step, &[]).await;
        assert_eq!(again.location, browser.location, "{step}");
    }

    let sandbox = sandbox.restart().await;
    let received = merchant.wait_for(1).await;
    let body: Value = serde_json::from_slice(&received[0].1).unwrap();
    assert_eq!(body["payload"]["status"], "complete");
    let patience = Instant::now() + Duration::from_secs(30);
    while sandbox.details(&session).await["status"] != "complete" && Instant::now() < patience {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(sandbox.details(&session).await["data"]["bankName"], "Late Bank");
    assert_eq!(sandbox.list(&json!({ "externalUserEmail": user["email"] })).await.len(), 1);
    assert_eq!(merchant.received().len(), 1);
}
