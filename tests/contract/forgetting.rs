//! Erasure of one bank or of all data of a customer: forgotten sessions never return.

use serde_json::json;

use crate::support::{Browser, ListBy, TestEnv, a_request, data, now};

async fn gone(browser: &Browser, env: &TestEnv, id: &str, reference: &str) {
    assert!(!browser.list().await.contains(&id.to_owned()));
    for (path, body) in [
        ("/data/session/details", json!({ "id": id })),
        ("/result", json!({ "nonce": env.ivy.nonce(id) })),
        ("/result", json!({ "referenceId": reference })),
        ("/forget", json!({ "id": id })),
    ] {
        assert_eq!(browser.post(path, body).await.refusal(), (404, "not_found".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn one_bank_is_forgotten_and_the_others_stay() {
    for trust in [false, true] {
        let env = TestEnv::with(|settings| settings.trust_sessions_before = trust.then_some(now() - 3600)).await;
        let ada = env.browser(Some("ada"));
        let (one, two) = (env.connect(&ada).await, env.connect(&ada).await);
        let reference = env.ivy.session(&one)["referenceId"].as_str().expect("a reference").to_owned();
        let response = ada.post("/forget", json!({ "id": one })).await;
        assert_eq!((response.status, response.json()), (200, json!({ "forgotten": 1 })));
        gone(&ada, &env, &one, &reference).await;
        // Ivy still has it, and sends another callback.
        env.ivy.send_callback(&ada, &env.ivy.session(&one)).await;
        env.ivy.send_callback(&ada, &json!({ "id": one, "status": "complete" })).await;
        gone(&ada, &env, &one, &reference).await;
        assert_eq!(ada.list().await, [two]);
        let dump = env.database.dump().await;
        for held in [&one, &reference, "init?id="] {
            assert!(!dump.contains(held), "{held} in {dump}");
        }
    }
}

#[tokio::test]
async fn all_is_forgotten_at_once() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    env.connect(&ada).await;
    env.connect(&ada).await;
    let open = ada.create().await.id();
    let bens = env.connect(&ben).await;
    assert_eq!(ada.post("/forget", json!({})).await.json(), json!({ "forgotten": 3 }));
    assert_eq!(ada.post("/forget", json!({})).await.json(), json!({ "forgotten": 0 }));
    assert!(ada.list().await.is_empty());
    env.ivy.complete(&open);
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&open) })).await.status, 404);
    assert_eq!(ben.list().await, [bens]);
    assert!(!env.database.dump().await.contains("cus_ada"));
    // A new login creates a new session.
    let again = env.connect(&ada).await;
    assert_eq!(ada.list().await, [again]);
}

#[tokio::test]
async fn a_customer_who_leaves_takes_everything_along() {
    let env = TestEnv::with(|settings| settings.trust_sessions_before = Some(now() - 3600)).await;
    let ada = env.browser(Some("ada"));
    env.connect(&ada).await;
    let open =
        ada.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send().await;
    assert_eq!(open.status, 200);
    let request_count = env.ivy.request_count();
    env.ivy.add(json!({
        "id": "old1", "status": "complete", "data": data(), "externalUser": { "referenceId": "cus_ada" },
        "createdAt": 1_600_000_000
    }));
    assert_eq!(env.proxy.forget_customer("ada").await, Ok(2));
    assert_eq!(env.ivy.request_count(), request_count, "forgetting asks Ivy");
    assert!(ada.list().await.is_empty(), "a session that was never shown here is back");
    // Late callbacks and retried creates restore nothing.
    for id in env.ivy.ids() {
        env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
        env.ivy.send_callback(&ada, &json!({ "id": id, "status": "complete" })).await;
    }
    let again =
        ada.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send().await;
    assert_eq!(again.refusal(), (409, "conflict".to_owned()));
    assert!(ada.list().await.is_empty());
    assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(false));
    for held in ["cus_ada", "init?id="] {
        assert!(!env.database.dump().await.contains(held), "{held} is still held");
    }
    assert_eq!(env.proxy.forget_customer("ada").await, Ok(0));
}

#[tokio::test]
async fn a_customer_who_leaves_is_also_forgotten_by_the_address_in_the_list_query() {
    for (list_by, user) in
        [(ListBy::Email, json!({ "email": "ada@example.com" })), (ListBy::Phone, json!({ "phone": "+4915200000001" }))]
    {
        let env = TestEnv::with(|settings| {
            settings.list_by = Some(list_by);
            settings.trust_sessions_before = Some(now() - 3600);
        })
        .await;
        // The merchant has chosen a way that needs a list.
        env.ivy.conforms();
        let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
        env.connect(&ada).await;
        let bens = env.connect(&ben).await;
        // A session from before this proxy: only Ivy knows it.
        env.ivy.add(json!({
            "id": "old1", "status": "complete", "data": data(), "externalUser": user, "createdAt": 1_600_000_000
        }));
        assert_eq!(env.proxy.forget_customer("ada").await, Ok(1), "{user}");
        assert!(ada.list().await.is_empty(), "{user}");
        assert_eq!(ben.list().await, [bens], "{user}");
    }
}

#[tokio::test]
async fn a_repeated_create_does_not_bring_a_forgotten_session_back() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let create =
        || ada.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send();
    let id = create().await.id();
    ada.post("/forget", json!({ "id": id })).await;
    assert_eq!(create().await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(env.ivy.ids(), [id]);
}

#[tokio::test]
async fn what_is_just_being_created_is_forgotten_too() {
    let env = TestEnv::with(|settings| settings.trust_sessions_before = Some(now() - 3600)).await;
    let ada = env.browser(Some("ada"));
    let response = env.ivy.hold_next();
    let forget = async {
        env.ivy.wait_for_request().await;
        let forgotten = ada.post("/forget", json!({})).await;
        response.notify_one();
        forgotten
    };
    let create = ada.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send();
    let (created, forgotten) = tokio::join!(create, forget);
    assert_eq!(forgotten.json(), json!({ "forgotten": 1 }));
    assert_eq!(created.refusal(), (503, "proxy_unavailable".to_owned()));
    let id = env.ivy.ids().remove(0);
    env.ivy.complete(&id);
    assert!(ada.list().await.is_empty());
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.status, 404);
}

#[tokio::test]
async fn a_guest_forgets_what_is_theirs() {
    let env = TestEnv::new().await;
    let (guest, other) = (env.browser(None), env.browser(None));
    let id = env.connect(&guest).await;
    assert_eq!(other.post("/forget", json!({})).await.json(), json!({ "forgotten": 0 }));
    assert_eq!(other.post("/forget", json!({ "id": id })).await.status, 404);
    assert_eq!(guest.post("/forget", json!({ "id": id })).await.json(), json!({ "forgotten": 1 }));
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 404);
}
