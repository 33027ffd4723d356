//! Paying uses nothing but what the customer's own browser connected.

mod common;

use common::{Browser, World};
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn pay(browser: &Browser, session: &str, account: i64) -> (StatusCode, Value) {
    let (status, mut body) = browser.json("/shop/pay", &json!({ "sessionId": session, "accountIndex": account })).await;
    // The only part of a refusal that may differ.
    if let Some(members) = body.as_object_mut() {
        members.remove("requestId");
    }
    (status, body)
}

#[tokio::test]
async fn from_the_customers_own_account() {
    let world = World::start().await;
    let ada = world.browser();
    ada.sign_in("ada").await;
    let session = ada.connected_session("ada").await;
    let (status, body) = pay(&ada, &session, 0).await;

    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["paid"], json!(true));
    assert_eq!(body["account"]["bank"], json!("Test Bank"));
    assert_eq!(body["account"]["holder"], json!("Ada Example"));
    let iban = body["account"]["iban"].as_str().unwrap();
    assert!(iban.contains('•') && iban.starts_with("DE"), "not masked");
}

#[tokio::test]
async fn a_guest_pays_in_the_browser_that_connected() {
    let world = World::start().await;
    let guest = world.browser();
    let session = guest.connected_session("ada").await;
    assert_eq!(pay(&guest, &session, 0).await.0, StatusCode::OK);
    assert_eq!(pay(&world.browser(), &session, 0).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_forgery_gets_the_same_answer() {
    let world = World::start().await;
    let [ada, ben, guest] = [world.browser(), world.browser(), world.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    let of_ada = ada.connected_session("ada").await;
    // Ben began this login and never came back from it.
    let unfinished = ben.start().await.split("id=").last().unwrap().to_owned();

    let forgeries: [(&str, &Browser, &str, i64); 6] = [
        ("another customer's session", &ben, &of_ada, 0),
        ("a guest", &guest, &of_ada, 0),
        ("no such session", &ada, "no-such-session", 0),
        ("an empty id", &ada, "", 0),
        ("an account that is not there", &ada, &of_ada, 7),
        ("a login that was not finished", &ben, &unfinished, 0),
    ];
    for (name, browser, session, account) in forgeries {
        let answer = pay(browser, session, account).await;
        assert_eq!(answer, (StatusCode::NOT_FOUND, json!({ "code": "not_found" })), "{name}");
    }
}

#[tokio::test]
async fn a_forgotten_bank_cannot_be_used() {
    let world = World::start().await;
    let ada = world.browser();
    ada.sign_in("ada").await;
    let session = ada.connected_session("ada").await;
    let (status, body) = ada.json("/api/ivy/forget", &json!({ "id": session })).await;
    assert_eq!((status, &body["forgotten"]), (StatusCode::OK, &json!(1)));
    assert_eq!(pay(&ada, &session, 0).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_has_nothing_else_to_say() {
    let world = World::start().await;
    let ada = world.browser();
    ada.sign_in("ada").await;
    let session = ada.connected_session("ada").await;
    for body in [
        json!({ "sessionId": session, "accountIndex": 0, "amount": 1 }),
        json!({ "sessionId": session, "accountIndex": 0, "iban": "DE89370400440532013000" }),
        json!({ "sessionId": session, "accountIndex": "0" }),
        json!({ "sessionId": session, "accountIndex": -1 }),
        json!({ "sessionId": session, "accountIndex": 0.5 }),
        json!({ "sessionId": [session], "accountIndex": 0 }),
        json!({ "accountIndex": 0 }),
    ] {
        assert_eq!(ada.json("/shop/pay", &body).await.0, StatusCode::BAD_REQUEST, "{body}");
    }
}
