//! The deviations of a bank login: cancelled, finished, and completed a second time.

use crate::common::merchant::Merchant;
use crate::common::{ERROR, SUCCESS, Sandbox, request};
use crate::{ADA, AN_HOUR, before_consent, by_email, cancelled, name, request_of, status};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_cancelled_login_can_be_completed_by_whoever_opens_the_link() {
    let sandbox = Sandbox::start().await;
    for (value, meanwhile) in [("failed", "failed"), ("open", "open")] {
        sandbox.deviate(json!({ "reopenCancelled": null })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        form.send("consent", &[]).await;
        assert!(form.location.as_deref() == Some(ERROR), "off: it stays cancelled");
        assert_eq!((sandbox.open(&session).await.status.as_u16(), &*status(&sandbox, &session).await), (409, "failed"));

        sandbox.deviate(json!({ "reopenCancelled": value })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        assert_eq!(status(&sandbox, &session).await, meanwhile);
        form.send("cancel", &[]).await;
        assert_eq!(form.location.as_deref(), Some(ERROR), "a second click leads to the same address");
        assert_eq!(sandbox.log_in(&session, "de-testbank", "ben").await.as_deref(), Some(SUCCESS));
        assert_eq!(name(&sandbox, &session).await, "Ben Sample");
        assert_eq!(sandbox.list(&by_email(ADA)).await.last().unwrap()["id"], session["id"]);
        for step in ["consent", "cancel"] {
            form.send(step, &[]).await;
            assert_eq!((form.status.as_u16(), &form.location), (409, &None), "{step}");
        }
        assert_eq!(name(&sandbox, &session).await, "Ben Sample", "once it is complete it is over");
    }
}

#[tokio::test]
async fn a_cancelled_login_is_reopened_in_the_same_browser_and_not_after_its_time() {
    let sandbox = Sandbox::start().await;
    for value in ["failed", "open"] {
        sandbox.deviate(json!({ "reopenCancelled": value })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        form.send("consent", &[]).await;
        assert_eq!(form.location.as_deref(), Some(SUCCESS));
        assert_eq!(name(&sandbox, &session).await, "Ada Example");

        let failed = sandbox.create(&request_of(ADA)).await;
        let mut browser = sandbox.open(&failed).await;
        browser.log_in("de-failbank", "ada").await;
        assert_eq!(browser.location.as_deref(), Some(ERROR));
        browser.send("consent", &[]).await;
        assert_eq!(browser.location.as_deref(), Some(ERROR), "Fail Bank never succeeds");
        assert_eq!(sandbox.log_in(&failed, "de-testbank", "ben").await.as_deref(), Some(SUCCESS));
    }
    for (value, meanwhile, page) in [("open", "expired", 410), ("failed", "failed", 409)] {
        sandbox.deviate(json!({ "reopenCancelled": value })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        assert_eq!(sandbox.expire(&session).await["status"], meanwhile);
        assert_eq!(sandbox.open(&session).await.status, page);
        form.send("consent", &[]).await;
        assert_ne!(form.location.as_deref(), Some(SUCCESS));
        assert_eq!(status(&sandbox, &session).await, meanwhile);
    }
}

#[tokio::test]
async fn a_finished_link_leads_whoever_opens_it_to_the_shop() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request_of(ADA)).await;
    let mut ben = before_consent(&sandbox, &session, "ben").await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    assert_eq!((sandbox.open(&session).await.status.as_u16(), sandbox.open(&session).await.location), (409, None));

    sandbox.deviate(json!({ "redirectFinished": true })).await;
    let stranger = sandbox.open(&session).await;
    assert_eq!((stranger.status.as_u16(), stranger.location.as_deref()), (303, Some(SUCCESS)));
    for step in ["bank", "login", "consent", "cancel"] {
        ben.send(step, &[]).await;
        assert_eq!(ben.location.as_deref(), Some(SUCCESS), "{step}");
    }
    assert_eq!(name(&sandbox, &session).await, "Ada Example");

    let open = sandbox.create(&request_of(ADA)).await;
    assert_eq!(sandbox.open(&open).await.status, 200, "a login that nobody finished is a login");
    let (cancelled, _) = cancelled(&sandbox).await;
    assert_eq!(sandbox.open(&cancelled).await.status, 409, "a cancelled login is not finished");
    sandbox.deviate(json!({ "completeAfter": AN_HOUR })).await;
    sandbox.log_in(&open, "de-testbank", "ada").await.unwrap();
    assert_eq!(status(&sandbox, &open).await, "open");
    assert_eq!(sandbox.open(&open).await.location.as_deref(), Some(SUCCESS), "pending or not");
}

#[tokio::test]
async fn a_finished_login_can_be_completed_again_by_somebody_else() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    for pending in [false, true] {
        let sent = merchant.received().len();
        let wait = if pending { json!(AN_HOUR) } else { Value::Null };
        let on = json!({ "completeTwice": true, "completeAfter": wait, "reopenCancelled": "open" });
        sandbox.deviate(on).await;
        let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
        let mut ada = before_consent(&sandbox, &session, "ada").await;
        for _ in 0..2 {
            ada.send("consent", &[]).await;
            assert_eq!(ada.location.as_deref(), Some(SUCCESS), "a second click completes nothing again");
        }
        let expected = if pending { "open" } else { "complete" };
        assert_eq!(status(&sandbox, &session).await, expected);
        let mut quitter = before_consent(&sandbox, &session, "ben").await;
        quitter.send("cancel", &[]).await;
        assert_eq!((quitter.status.as_u16(), &quitter.location), (409, &None));
        assert_eq!(status(&sandbox, &session).await, expected, "a cancel does not undo it");

        assert_eq!(sandbox.log_in(&session, "de-testbank", "ben").await.as_deref(), Some(SUCCESS));
        assert_eq!(sandbox.complete(&session).await["status"], "complete");
        assert_eq!(name(&sandbox, &session).await, "Ben Sample");
        sandbox.deviate(json!({ "completeAfter": null })).await;
        ada.send("consent", &[]).await;
        assert_eq!((ada.status.as_u16(), &ada.location), (303, &Some(SUCCESS.to_owned())), "Ada completes it again");
        assert_eq!(name(&sandbox, &session).await, "Ada Example");
        let names: Vec<Value> = merchant.received()[sent..]
            .iter()
            .map(|(_, body)| {
                serde_json::from_slice::<Value>(body).unwrap()["payload"]["data"]["identity"]["name"].take()
            })
            .collect();
        let all = ["Ada Example", "Ben Sample", "Ada Example"].map(|name| json!(name));
        assert_eq!(names, all[usize::from(pending)..], "a result that waited is replaced");

        sandbox.deviate(json!({ "completeTwice": false })).await;
        assert_eq!(sandbox.open(&session).await.status, 409, "off");
        sandbox.deviate(json!({ "completeTwice": true, "redirectFinished": true })).await;
        let mut ben = sandbox.open(&session).await;
        assert_eq!(ben.location.as_deref(), Some(SUCCESS), "the redirect goes first");
        sandbox.deviate(json!({ "redirectFinished": false })).await;
        ben = before_consent(&sandbox, &session, "ben").await;
        sandbox.deviate(json!({ "redirectFinished": true })).await;
        ben.send("consent", &[]).await;
        assert_eq!((ben.location.as_deref(), name(&sandbox, &session).await), (Some(SUCCESS), json!("Ada Example")));
        sandbox.deviate(json!({ "redirectFinished": false })).await;
        assert_eq!(sandbox.expire(&session).await["status"], "complete");
        assert_eq!(sandbox.open(&session).await.status, 409, "after its time");
    }
}
