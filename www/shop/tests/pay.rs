//! The payment accepts only accounts that the customer's own browser connected.

mod common;

use common::{Browser, Chosen, TestEnv};
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn pay(browser: &Browser, chosen: &Chosen) -> (StatusCode, Value) {
    let (status, mut body) = browser.json("/shop/pay", &chosen.json()).await;
    // The only part of a refusal that may differ.
    if let Some(members) = body.as_object_mut() {
        members.remove("requestId");
    }
    (status, body)
}

#[tokio::test]
async fn from_the_customers_own_account() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let (status, body) = pay(&ada, &ada.connected_account("ada").await).await;

    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["paid"], json!(true));
    assert_eq!(body["account"]["bank"], json!("Test Bank"));
    assert_eq!(body["account"]["holder"], json!("Ada Example"));
    let iban = body["account"]["iban"].as_str().unwrap();
    assert!(iban.contains('•') && iban.starts_with("DE"), "not masked");
}

#[tokio::test]
async fn a_guest_pays_in_the_browser_that_connected() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    let chosen = guest.connected_account("ada").await;
    assert_eq!(pay(&guest, &chosen).await.0, StatusCode::OK);
    assert_eq!(pay(&env.browser(), &chosen).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_forgery_gets_the_same_answer() {
    let env = TestEnv::start().await;
    let [ada, ben, guest] = [env.browser(), env.browser(), env.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    let of_ada = ada.connected_account("ada").await;
    // Ben began this login and never came back from it.
    let unfinished = ben.start().await.split("id=").last().unwrap().to_owned();

    let session = |session: &str| Chosen { session: session.to_owned(), ..of_ada.clone() };
    let forgeries: [(&str, &Browser, Chosen); 5] = [
        ("another customer's session", &ben, of_ada.clone()),
        ("a guest", &guest, of_ada.clone()),
        ("no such session", &ada, session("no-such-session")),
        ("an empty id", &ada, session("")),
        ("a login that was not finished", &ben, session(&unfinished)),
    ];
    for (name, browser, chosen) in forgeries {
        let response = pay(browser, &chosen).await;
        assert_eq!(response, (StatusCode::NOT_FOUND, json!({ "code": "not_found" })), "{name}");
    }
}

#[tokio::test]
async fn an_account_that_is_not_there_is_gone_for_its_owner_alone() {
    let env = TestEnv::start().await;
    let [ada, ben] = [env.browser(), env.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    let of_ada = ada.connected_account("ada").await;
    let of_ben = ben.connected_account("ben").await;
    for handle in ["", "0", "no-such-handle", &of_ben.handle, &of_ada.handle.to_uppercase()] {
        let chosen = Chosen { handle: handle.to_owned(), ..of_ada.clone() };
        let gone = (StatusCode::NOT_FOUND, json!({ "code": "account_gone" }));
        assert_eq!(pay(&ada, &chosen).await, gone, "{handle}");
        let not_found = (StatusCode::NOT_FOUND, json!({ "code": "not_found" }));
        assert_eq!(pay(&ben, &chosen).await, not_found, "{handle}");

        let page = ada.form("/shop/pay", &chosen.form()).await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND, "{handle}");
        let page = page.text().await.unwrap();
        assert!(page.contains("data-state=\"account_gone\"") && page.contains("choose another account"), "{page}");
    }
}

#[tokio::test]
async fn a_forgotten_bank_cannot_be_used() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let chosen = ada.connected_account("ada").await;
    let (status, body) = ada.json("/api/ivy/forget", &json!({ "id": chosen.session })).await;
    assert_eq!((status, &body["forgotten"]), (StatusCode::OK, &json!(1)));
    assert_eq!(pay(&ada, &chosen).await, (StatusCode::NOT_FOUND, json!({ "code": "not_found" })));
}

#[tokio::test]
async fn a_body_with_other_members_is_refused() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let Chosen { session, handle } = ada.connected_account("ada").await;
    for body in [
        json!({ "sessionId": session, "handle": handle, "amount": 1 }),
        json!({ "sessionId": session, "handle": handle, "iban": "DE89370400440532013000" }),
        json!({ "sessionId": session, "handle": handle, "accountIndex": 0 }),
        json!({ "sessionId": session, "accountIndex": 0 }),
        json!({ "sessionId": session, "handle": 0 }),
        json!({ "sessionId": session, "handle": null }),
        json!({ "sessionId": session, "handle": [handle] }),
        json!({ "sessionId": [session], "handle": handle }),
        json!({ "sessionId": session }),
        json!({ "handle": handle }),
    ] {
        assert_eq!(ada.json("/shop/pay", &body).await.0, StatusCode::BAD_REQUEST, "{body}");
    }
}
