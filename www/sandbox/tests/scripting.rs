//! The endpoints by which a test scripts a sandbox: responses, recorded calls, the clock, logins without pages, and result
//! callbacks on demand.

mod common;

use common::merchant::{Merchant, is_signed, wait_for_sent};
use common::{ERROR, SUCCESS, Sandbox, request};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Reads an endpoint for tests.
async fn read(sandbox: &Sandbox, endpoint: &str) -> Value {
    sandbox.http.get(sandbox.url(&format!("/sandbox/{endpoint}"))).send().await.unwrap().json().await.unwrap()
}

/// Posts to an endpoint for tests and expects a success.
async fn post(sandbox: &Sandbox, endpoint: &str, body: Value) -> Value {
    let (status, response) = sandbox.control(endpoint, &body).await;
    assert_eq!(status, 200, "{endpoint} {body}: {response}");
    response
}

#[tokio::test]
async fn a_scripted_response_is_used_once_and_an_error_changes_nothing() {
    let sandbox = Sandbox::start().await;
    let script = json!({ "responses": [
        { "operation": "create", "status": 503, "delayMs": 0 },
        { "operation": "list", "status": 429, "delayMs": 0 },
        { "operation": "create", "delayMs": 300 },
    ] });
    assert_eq!(post(&sandbox, "script", script.clone()).await, script);
    let body = request(json!({}));
    let (status, error) = sandbox.call("create", &body).await;
    assert_eq!((status.as_u16(), &error["message"]), (503, &json!("this error was scripted")));
    let left = read(&sandbox, "script").await;
    assert_eq!(left["responses"], json!([script["responses"][1], script["responses"][2]]));
    let started = Instant::now();
    sandbox.create(&body).await;
    assert!(started.elapsed() >= Duration::from_millis(300), "the second create is late");
    assert_eq!(sandbox.stats().await["creates"], 1);
    assert_eq!(sandbox.call("list", &json!({ "externalUserEmail": "ada@example.com" })).await.0, 429);
    assert_eq!(sandbox.call("list", &json!({ "externalUserEmail": "ada@example.com" })).await.0, 200);
    assert_eq!(read(&sandbox, "script").await, json!({ "responses": [] }));
}

#[tokio::test]
async fn a_wrong_script_is_refused_and_the_one_before_stays() {
    let sandbox = Sandbox::start().await;
    let script = post(&sandbox, "script", json!({ "responses": [{ "operation": "list", "status": 500 }] })).await;
    for body in [
        json!({}),
        json!({ "responses": {} }),
        json!({ "responses": [{}] }),
        json!({ "responses": [{ "operation": "pay", "status": 500 }] }),
        json!({ "responses": [{ "operation": "list", "status": 200 }] }),
        json!({ "responses": [{ "operation": "list", "status": 600 }] }),
        json!({ "responses": [{ "operation": "list", "delayMs": -1 }] }),
        json!({ "responses": [{ "operation": "list", "delay": 1 }] }),
        json!({ "responses": [], "more": true }),
    ] {
        let (status, error) = sandbox.control("script", &body).await;
        assert_eq!((status.as_u16(), &error["param"]), (400, &json!("responses")), "{body}");
    }
    assert_eq!(read(&sandbox, "script").await, script);
}

#[tokio::test]
async fn calls_are_recorded_with_their_bodies_also_those_that_are_refused() {
    let sandbox = Sandbox::start().await;
    let body = request(json!({}));
    let create = sandbox.url("/api/service/data/session/create");
    let key = [("x-ivy-api-key", common::API_KEY), ("idempotency-key", "key-1")];
    let request = key.iter().fold(sandbox.http.post(&create), |request, (name, value)| request.header(*name, *value));
    assert_eq!(request.json(&body).send().await.unwrap().status(), 200);
    sandbox.call("details", &json!({ "id": "none" })).await;
    assert_eq!(sandbox.http.post(sandbox.url("/api/service/data/session/list")).send().await.unwrap().status(), 401);
    sandbox.call("unknown", &json!({})).await;
    let calls = read(&sandbox, "calls").await;
    let shown = |call: &Value| json!([call["operation"], call["status"], call["idempotencyKey"], call["body"]]);
    let shown: Vec<Value> = calls["calls"].as_array().unwrap().iter().map(shown).collect();
    let none = Value::Null;
    assert_eq!(
        shown,
        [
            json!(["create", 200, "key-1", body]),
            json!(["details", 404, none, { "id": "none" }]),
            json!(["list", 401, none, none]),
        ]
    );
    for _ in 0..200 {
        sandbox.call("details", &json!({})).await;
    }
    let calls = read(&sandbox, "calls").await;
    let calls = calls["calls"].as_array().unwrap();
    assert_eq!((calls.len(), &calls[0]["status"]), (200, &json!(400)), "the last ones are kept");
}

#[tokio::test]
async fn the_clock_moves_forward_and_what_is_due_happens() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let before = read(&sandbox, "clock").await["now"].as_i64().unwrap();
    let late = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    let open = sandbox.create(&request(json!({}))).await;
    sandbox.deviate(json!({ "completeAfter": 1000 })).await;
    assert_eq!(sandbox.log_in(&late, "de-testbank", "ada").await.as_deref(), Some(SUCCESS));
    assert_eq!(sandbox.details(&late).await["status"], "open");
    let now = post(&sandbox, "clock", json!({ "advanceMs": 3_600_000 })).await["now"].as_i64().unwrap();
    assert!((3_600_000..3_700_000).contains(&(now - before)), "{}", now - before);
    assert_eq!(sandbox.details(&late).await["status"], "complete");
    assert_eq!(sandbox.details(&open).await["status"], "expired");
    assert_eq!(merchant.wait_for(1).await.len(), 1, "the callback is due");
    for ms in [json!(-1), json!(1.5), json!("1"), json!(null), json!(4_000_000_000_000_u64)] {
        let (status, error) = sandbox.control("clock", &json!({ "advanceMs": ms })).await;
        assert_eq!((status.as_u16(), &error["param"]), (400, &json!("advanceMs")), "{ms}");
    }
}

#[tokio::test]
async fn a_login_ends_without_its_pages_as_it_does_with_them() {
    let sandbox = Sandbox::start().await;
    for (choice, status, url, holder) in [
        (json!({}), "complete", SUCCESS, "Ada Example"),
        (json!({ "bank": "de-testbank-two", "username": "ben" }), "complete", SUCCESS, "Ben Sample"),
        (json!({ "bank": "de-failbank" }), "failed", ERROR, ""),
        (json!({ "cancel": true }), "failed", ERROR, ""),
        (json!({ "bank": "de-latebank" }), "open", SUCCESS, ""),
    ] {
        let session = sandbox.create(&request(json!({}))).await;
        let mut body = choice.clone();
        body["id"] = session["id"].clone();
        let response = post(&sandbox, "login", body.clone()).await;
        assert_eq!(response, json!({ "id": session["id"], "status": status, "url": url }), "{choice}");
        let details = sandbox.details(&session).await;
        let found = details["data"]["identity"]["name"].as_str().unwrap_or_default();
        assert_eq!((details["status"].as_str(), found), (Some(status), holder), "{choice}");
        assert_eq!(sandbox.control("login", &body).await.0, 409, "{choice}: a login ends once");
    }
    let fixed = request(json!({ "prefill": { "bankId": "de-testbank-two" }, "disableBankSelection": true }));
    let session = sandbox.create(&fixed).await;
    post(&sandbox, "login", json!({ "id": session["id"] })).await;
    assert_eq!(sandbox.details(&session).await["data"]["bankName"], "Test Bank Two");
    let open = sandbox.create(&request(json!({}))).await;
    for (body, status) in [
        (json!({ "id": "none" }), 404),
        (json!({}), 400),
        (json!({ "id": open["id"], "bank": "de-nobank" }), 400),
        (json!({ "id": open["id"], "username": "eve" }), 400),
        (json!({ "id": open["id"], "cancel": "yes" }), 400),
    ] {
        assert_eq!(sandbox.control("login", &body).await.0, status, "{body}");
    }
    assert_eq!(sandbox.details(&open).await["status"], "open");
}

#[tokio::test]
async fn a_callback_is_delivered_on_demand_and_held_until_then() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    sandbox.deviate(json!({ "holdCallbacks": true })).await;
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    assert_eq!(sandbox.control("deliver", &json!({ "id": session["id"] })).await.0, 409, "it is not complete");
    post(&sandbox, "login", json!({ "id": session["id"] })).await;
    post(&sandbox, "clock", json!({ "advanceMs": 60_000 })).await;
    assert_eq!((sandbox.details(&session).await["status"].as_str(), merchant.received().len()), (Some("complete"), 0));

    let expected = json!({ "id": session["id"], "callbacks": 1 });
    assert_eq!(post(&sandbox, "deliver", json!({ "id": session["id"] })).await, expected);
    wait_for_sent(&sandbox, 1).await;
    assert_eq!(post(&sandbox, "deliver", json!({ "id": session["id"] })).await, expected, "again, as a new event");
    let received = merchant.wait_for(2).await;
    assert!(received.iter().all(|(headers, body)| is_signed(headers, body)));
    assert_ne!(received[0].1, received[1].1);

    let other = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    post(&sandbox, "login", json!({ "id": other["id"] })).await;
    assert_eq!(merchant.received().len(), 2);
    sandbox.deviate(json!({ "holdCallbacks": false })).await;
    assert_eq!(merchant.wait_for(3).await.len(), 3, "released callbacks are posted");

    let without = sandbox.create(&request(json!({}))).await;
    post(&sandbox, "login", json!({ "id": without["id"] })).await;
    assert_eq!(sandbox.control("deliver", &json!({ "id": without["id"] })).await.0, 409, "it has no URL");
    assert_eq!(sandbox.control("deliver", &json!({ "id": "none" })).await.0, 404);
}
