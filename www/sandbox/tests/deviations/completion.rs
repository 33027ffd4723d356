//! Sessions that complete some time after the redirect.

use crate::common::merchant::{Merchant, is_signed, wait_for_sent};
use crate::common::{SUCCESS, Sandbox, request};
use crate::{ADA, AN_HOUR, before_consent, by_email, name, status};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_session_completes_on_demand_after_the_redirect() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let body = request(json!({ "resultCallbackUrl": merchant.url }));
    let at_once = sandbox.create(&body).await;
    assert_eq!(sandbox.complete(&at_once).await["status"], "open", "nobody finished the login");
    sandbox.log_in(&at_once, "de-testbank", "ada").await.unwrap();
    assert_eq!((&*status(&sandbox, &at_once).await, merchant.received().len()), ("complete", 1), "off");

    sandbox.deviate(json!({ "completeAfter": AN_HOUR })).await;
    let pending = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    let mut ben = before_consent(&sandbox, &pending, "ben").await;
    assert_eq!(sandbox.log_in(&pending, "de-testbank", "ada").await.as_deref(), Some(SUCCESS));
    assert_eq!(sandbox.details(&pending).await.get("data"), None);
    ben.send("consent", &[]).await;
    assert_eq!((ben.status.as_u16(), &ben.location), (409, &None), "nobody else can complete it");
    assert_eq!(sandbox.open(&pending).await.status, 409);

    let sandbox = sandbox.restart().await;
    assert_eq!(status(&sandbox, &pending).await, "open");
    assert_eq!(sandbox.list(&by_email(ADA)).await.len(), 1);
    assert_eq!(merchant.received().len(), 1, "a restart sends no result ahead of its time");

    let response = json!({ "id": pending["id"], "status": "complete" });
    assert_eq!(sandbox.complete(&pending).await, response);
    let received = merchant.received();
    assert_eq!(received.len(), 2);
    assert!(is_signed(&received[1].0, &received[1].1));
    let event: Value = serde_json::from_slice(&received[1].1).unwrap();
    assert_eq!((&event["payload"]["id"], &event["payload"]["status"]), (&pending["id"], &json!("complete")));
    assert_eq!(name(&sandbox, &pending).await, "Ada Example");
    assert_eq!(sandbox.list(&by_email(ADA)).await.len(), 2);
    assert_eq!(sandbox.complete(&pending).await, response, "a second time changes nothing");
    wait_for_sent(&sandbox, 2).await;

    let unknown = json!({ "id": "0123456789abcdef01234567" });
    assert_eq!(sandbox.control("complete", &unknown).await.1["code"], "NOT_FOUND");
    assert_eq!(sandbox.control("complete", &json!({ "id": 7 })).await.1["code"], "VALIDATION");
}

#[tokio::test]
async fn a_complete_session_is_not_completed_on_demand() {
    let merchant = Merchant::start(&[500, 200], Duration::ZERO).await;
    let hourly = vec![Duration::from_secs(AN_HOUR.into())];
    let sandbox = Sandbox::start_with(|settings| settings.callback_retries = hourly).await;
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    assert_eq!(sandbox.complete(&session).await["status"], "complete");
    assert_eq!(merchant.received().len(), 1, "the callback that failed waits for its retry");
}

#[tokio::test]
async fn a_session_completes_by_itself_some_seconds_after_the_redirect() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start_with(|settings| settings.deviations.complete_after = 3.try_into().ok()).await;
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    let mut browser = before_consent(&sandbox, &session, "ada").await;
    let before = Instant::now();
    browser.send("consent", &[]).await;
    assert_eq!(browser.location.as_deref(), Some(SUCCESS));
    let received = merchant.wait_for(1).await;
    assert!(before.elapsed() > Duration::from_secs(2), "the redirect comes first");
    assert!(is_signed(&received[0].0, &received[0].1));
    assert_eq!(name(&sandbox, &session).await, "Ada Example");
}
