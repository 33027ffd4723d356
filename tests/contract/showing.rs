//! The page's view of a login and its session: status, dates and fields (SECURITY.md, 6 and 15).

use serde_json::json;

use crate::support::{TestEnv, now};

#[tokio::test]
async fn the_page_never_sees_the_nonce() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let created = ada.create().await;
    let nonce = env.ivy.nonce(&created.id());
    assert_eq!(nonce.len(), 43);
    env.ivy.complete(&created.id());
    let result = ada.post("/result", json!({ "nonce": nonce })).await;
    let details = ada.post("/data/session/details", json!({ "id": created.id() })).await;
    let list = ada.post("/data/session/list", json!({})).await;
    for response in [&created, &result, &details, &list] {
        for hidden in [nonce.as_str(), "CallbackUrl", "externalUser", "cus_ada"] {
            assert!(!response.text.contains(hidden), "{hidden} in {}", response.text);
        }
    }
    assert!(!env.database.dump().await.contains(&nonce), "the table holds the nonce");
    let reference = env.ivy.session(&created.id())["referenceId"].clone();
    assert_eq!(created.json()["referenceId"], reference);
    assert!(created.json()["redirectUrl"].as_str().expect("a url").starts_with("http://127.0.0.1"));
}

#[tokio::test]
async fn a_response_that_shows_the_callback_urls_elsewhere_is_shown_to_nobody() {
    let env = TestEnv::new().await;
    env.ivy.inject(crate::support::Fault::Changed(|session| {
        session["page"] = json!({ "links": [session["successCallbackUrl"].clone()] });
    }));
    let ada = env.browser(Some("ada"));
    let created = ada.create().await;
    assert!(!created.text.contains(&env.ivy.nonce(&created.id())), "{}", created.text);
    // The one field that a page needs cannot be omitted.
    for field in ["successCallbackUrl", "errorCallbackUrl"] {
        env.ivy.inject(crate::support::Fault::Changed(match field {
            "successCallbackUrl" => |session| session["redirectUrl"] = session["successCallbackUrl"].clone(),
            _ => |session| session["redirectUrl"] = session["errorCallbackUrl"].clone(),
        }));
        let response = ada.post("/data/session/create", crate::support::a_request()).await;
        assert_eq!(response.refusal(), (502, "decode_failed".to_owned()), "{field}");
    }
}

#[tokio::test]
async fn a_session_that_two_records_speak_of_is_shown_to_neither() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let (adas, bens) = (env.connect(&ada).await, env.connect(&ben).await);
    let reference = env.ivy.session(&bens)["referenceId"].clone();
    env.ivy.change(&adas, |session| session["referenceId"] = reference);
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn the_outcome_of_the_login_is_reported() {
    let rows = [
        ("open", "pending"),
        ("started", "pending"),
        ("pending", "pending"),
        ("closed", "pending"),
        ("a new word", "pending"),
        ("failed", "error"),
        ("expired", "expired"),
        ("complete", "complete"),
        ("completed", "complete"),
    ];
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for (word, expected) in rows {
        let id = ada.create().await.id();
        env.ivy.complete(&id);
        env.ivy.change(&id, |session| session["status"] = json!(word));
        let response = ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
        assert_eq!(response.json()["status"], expected, "{word}");
        assert_eq!(response.json().get("session").is_some(), expected == "complete", "{word}: {}", response.text);
    }
}

#[tokio::test]
async fn a_login_that_nobody_finished_expires_by_the_proxys_own_clock() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.database.run("UPDATE ivy_sessions SET expires_at = 1600000000").await;
    let response = ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
    assert_eq!(response.json()["status"], "expired");
}

#[tokio::test]
async fn the_list_has_the_date_that_ivys_lacks() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let listed = ada.post("/data/session/list", json!({})).await.json();
    let date = listed["dataSessions"][0]["createdAt"].as_i64().expect("a date");
    assert!((now() - 60..=now()).contains(&date), "{date}");

    env.ivy.change(&id, |session| session["createdAt"] = json!(1_700_000_000.0));
    let listed = ada.post("/data/session/list", json!({})).await;
    assert!(listed.text.contains("\"createdAt\":1700000000.0"), "{}", listed.text);
    // No date: milliseconds, a part of a second, a year, the future, nothing.
    let fraction = json!(1_700_000_000.5);
    for no_date in [json!(null), json!(now() * 1000), fraction, json!(2026), json!(1), json!(now() + 200_000)] {
        env.ivy.change(&id, |session| session["createdAt"] = no_date.clone());
        let listed = ada.post("/data/session/list", json!({})).await.json();
        assert_eq!(listed["dataSessions"][0]["createdAt"].as_i64(), Some(date), "{no_date}");
    }
}

/// Checks the fields of a session for a page (SECURITY.md, 15).
#[tokio::test]
async fn a_page_gets_the_fields_that_are_meant_for_it_and_no_other() {
    let echo: fn(&mut serde_json::Value) = |session| {
        session["createdAt"] = json!(1_700_000_000.0);
        session["metadata"] = json!({ "note": "metadata" });
        session["customer"] = json!({ "email": "ada@example.com" });
        session["zebra"] = json!({ "links": [session["successCallbackUrl"].clone()] });
        session["prefill"] = json!({ "email": "ada@example.com" });
        session["data"]["transactions"] = json!([{ "amount": "transactions" }]);
        session["data"]["identity"]["address"] = json!("Somewhere 1");
        session["data"]["accounts"][0]["balances"] = json!([{ "amount": "balances" }]);
        session["data"]["accounts"][0]["identifier"]["iban"]["page"] = session["errorCallbackUrl"].clone();
    };
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    env.ivy.change(&id, echo);
    let details = ada.post("/data/session/details", json!({ "id": id })).await;
    let handle = details.json()["data"]["accounts"][0]["handle"].clone();
    let reference = env.ivy.session(&id)["referenceId"].clone();
    let mut account = crate::support::data()["accounts"][0].clone();
    account["handle"] = handle;
    let identity = crate::support::data()["identity"].clone();
    let mut expected = json!({
        "id": id, "referenceId": reference, "status": "complete", "createdAt": 1_700_000_000.0,
        "expiresAt": env.ivy.session(&id)["expiresAt"], "permissions": ["identity"], "market": "DE",
        "data": { "bankName": "Test Bank", "identity": identity, "accounts": [account] }
    });
    assert_eq!(details.json(), expected);
    assert!(details.text.contains("\"createdAt\":1700000000.0"), "{}", details.text);
    let listed = ada.post("/data/session/list", json!({})).await.json();
    assert_eq!(listed, json!({ "dataSessions": [expected] }));
    let result = ada.post("/result", json!({ "referenceId": reference })).await.json();
    assert_eq!(result["session"], expected);

    let env = TestEnv::with(|settings| settings.page_fields = vec!["balances", "transactions", "metadata"]).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    env.ivy.change(&id, echo);
    let named = ada.post("/data/session/details", json!({ "id": id })).await.json();
    expected["id"] = json!(id);
    assert_eq!(named["metadata"], json!({ "note": "metadata" }));
    assert_eq!(named["data"]["transactions"], json!([{ "amount": "transactions" }]));
    assert_eq!(named["data"]["accounts"][0]["balances"], json!([{ "amount": "balances" }]));
    for never in ["zebra", "customer", "prefill", "externalUser", "successCallbackUrl"] {
        assert!(named.get(never).is_none(), "{never}");
    }
}

#[tokio::test]
async fn the_proxy_knows_for_whom_a_bank_is_remembered() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let known = async |name| env.proxy.has_released(name).await.expect("the table answers");
    let created = ada.create().await.id();
    assert!(!known(Some("ada")).await, "a login that is under way");
    env.ivy.complete(&created);
    env.ivy.send_callback(&ada, &env.ivy.session(&created)).await;
    assert!(!known(Some("ada")).await, "a login that nobody came back from");
    let failed = ada.create().await.id();
    env.ivy.change(&failed, |session| session["status"] = json!("failed"));
    ada.post("/result", json!({ "nonce": env.ivy.nonce(&failed) })).await;
    assert!(!known(Some("ada")).await, "a login that came to nothing");
    ada.post("/result", json!({ "nonce": env.ivy.nonce(&created) })).await;
    assert!(known(Some("ada")).await);
    assert!(!known(Some("ben")).await && !known(None).await);
    ada.post("/forget", json!({ "id": created })).await;
    assert!(!known(Some("ada")).await, "a bank that was forgotten");
}
