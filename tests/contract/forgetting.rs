//! "Forget this bank", and a customer who leaves: what was forgotten does not come back.

use serde_json::json;

use crate::support::{Browser, ListBy, World, a_request, data, now};

async fn gone(browser: &Browser, world: &World, id: &str, reference: &str) {
    assert!(!browser.list().await.contains(&id.to_owned()));
    for (path, body) in [
        ("/data/session/details", json!({ "id": id })),
        ("/result", json!({ "nonce": world.ivy.nonce(id) })),
        ("/result", json!({ "referenceId": reference })),
        ("/forget", json!({ "id": id })),
    ] {
        assert_eq!(browser.post(path, body).await.refusal(), (404, "not_found".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn one_bank_is_forgotten_and_the_others_stay() {
    for trust in [false, true] {
        let world = World::with(|settings| settings.trust_sessions_before = trust.then_some(now() - 3600)).await;
        let ada = world.browser(Some("ada"));
        let (one, two) = (world.connect(&ada).await, world.connect(&ada).await);
        let reference = world.ivy.session(&one)["referenceId"].as_str().expect("a reference").to_owned();
        let answer = ada.post("/forget", json!({ "id": one })).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "forgotten": 1 })));
        gone(&ada, &world, &one, &reference).await;
        // Ivy still has it, and tells of it again.
        world.ivy.tell(&ada, &world.ivy.session(&one)).await;
        world.ivy.tell(&ada, &json!({ "id": one, "status": "complete" })).await;
        gone(&ada, &world, &one, &reference).await;
        assert_eq!(ada.list().await, [two]);
        let dump = world.place.dump().await;
        for held in [&one, &reference, "init?id="] {
            assert!(!dump.contains(held), "{held} in {dump}");
        }
    }
}

#[tokio::test]
async fn all_is_forgotten_at_once() {
    let world = World::new().await;
    let (ada, ben) = (world.browser(Some("ada")), world.browser(Some("ben")));
    world.connect(&ada).await;
    world.connect(&ada).await;
    let open = ada.create().await.id();
    let bens = world.connect(&ben).await;
    assert_eq!(ada.post("/forget", json!({})).await.json(), json!({ "forgotten": 3 }));
    assert_eq!(ada.post("/forget", json!({})).await.json(), json!({ "forgotten": 0 }));
    assert!(ada.list().await.is_empty());
    world.ivy.complete(&open);
    assert_eq!(ada.post("/result", json!({ "nonce": world.ivy.nonce(&open) })).await.status, 404);
    assert_eq!(ben.list().await, [bens]);
    assert!(!world.place.dump().await.contains("cus_ada"));
    // A new login is a new login.
    let again = world.connect(&ada).await;
    assert_eq!(ada.list().await, [again]);
}

#[tokio::test]
async fn a_customer_who_leaves_takes_everything_along() {
    let world = World::with(|settings| settings.trust_sessions_before = Some(now() - 3600)).await;
    let ada = world.browser(Some("ada"));
    world.connect(&ada).await;
    let open = ada.ask("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send().await;
    assert_eq!(open.status, 200);
    let asked = world.ivy.asked();
    world.ivy.add(json!({
        "id": "old1", "status": "complete", "data": data(), "externalUser": { "referenceId": "cus_ada" },
        "createdAt": 1_600_000_000
    }));
    assert_eq!(world.proxy.forget_customer("ada").await, Ok(2));
    assert_eq!(world.ivy.asked(), asked, "forgetting asks Ivy");
    assert!(ada.list().await.is_empty(), "a session that was never shown here is back");
    // Late callbacks and repeated creates bring nothing back.
    for id in world.ivy.ids() {
        world.ivy.tell(&ada, &world.ivy.session(&id)).await;
        world.ivy.tell(&ada, &json!({ "id": id, "status": "complete" })).await;
    }
    let again = ada.ask("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send().await;
    assert_eq!(again.refusal(), (409, "conflict".to_owned()));
    assert!(ada.list().await.is_empty());
    assert_eq!(world.proxy.has_released(Some("ada")).await, Ok(false));
    for held in ["cus_ada", "init?id="] {
        assert!(!world.place.dump().await.contains(held), "{held} is still held");
    }
    assert_eq!(world.proxy.forget_customer("ada").await, Ok(0));
}

#[tokio::test]
async fn a_customer_who_leaves_is_also_forgotten_by_the_address_that_ivy_is_asked_for() {
    for (list_by, user) in
        [(ListBy::Email, json!({ "email": "ada@example.com" })), (ListBy::Phone, json!({ "phone": "+4915200000001" }))]
    {
        let world = World::with(|settings| {
            settings.list_by = Some(list_by);
            settings.trust_sessions_before = Some(now() - 3600);
        })
        .await;
        let (ada, ben) = (world.browser(Some("ada")), world.browser(Some("ben")));
        world.connect(&ada).await;
        let bens = world.connect(&ben).await;
        // Of a time before this proxy: no table knows it, only Ivy does.
        world.ivy.add(json!({
            "id": "old1", "status": "complete", "data": data(), "externalUser": user, "createdAt": 1_600_000_000
        }));
        assert_eq!(world.proxy.forget_customer("ada").await, Ok(1), "{user}");
        assert!(ada.list().await.is_empty(), "{user}");
        assert_eq!(ben.list().await, [bens], "{user}");
    }
}

#[tokio::test]
async fn a_repeated_create_does_not_bring_a_forgotten_session_back() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let create = || ada.ask("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send();
    let id = create().await.id();
    ada.post("/forget", json!({ "id": id })).await;
    assert_eq!(create().await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(world.ivy.ids(), [id]);
}

#[tokio::test]
async fn what_is_just_being_created_is_forgotten_too() {
    let world = World::with(|settings| settings.trust_sessions_before = Some(now() - 3600)).await;
    let ada = world.browser(Some("ada"));
    let answer = world.ivy.holds();
    let forget = async {
        world.ivy.is_asked().await;
        let forgotten = ada.post("/forget", json!({})).await;
        answer.notify_one();
        forgotten
    };
    let create = ada.ask("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send();
    let (created, forgotten) = tokio::join!(create, forget);
    assert_eq!(forgotten.json(), json!({ "forgotten": 1 }));
    assert_eq!(created.refusal(), (503, "proxy_unavailable".to_owned()));
    let id = world.ivy.ids().remove(0);
    world.ivy.complete(&id);
    assert!(ada.list().await.is_empty());
    assert_eq!(ada.post("/result", json!({ "nonce": world.ivy.nonce(&id) })).await.status, 404);
}

#[tokio::test]
async fn a_guest_forgets_what_is_theirs() {
    let world = World::new().await;
    let (guest, other) = (world.browser(None), world.browser(None));
    let id = world.connect(&guest).await;
    assert_eq!(other.post("/forget", json!({})).await.json(), json!({ "forgotten": 0 }));
    assert_eq!(other.post("/forget", json!({ "id": id })).await.status, 404);
    assert_eq!(guest.post("/forget", json!({ "id": id })).await.json(), json!({ "forgotten": 1 }));
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 404);
}
