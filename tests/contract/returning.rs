//! security.md, 2: a session is released only after a browser signed in as its creator came back from its login.

use serde_json::json;

use crate::support::{Browser, World, now};

/// Whether this browser gets anything of a session, by any way.
async fn sees(browser: &Browser, world: &World, id: &str) -> bool {
    let reference = world.ivy.session(id)["referenceId"].clone();
    let details = browser.post("/data/session/details", json!({ "id": id })).await;
    let result = browser.post("/result", json!({ "referenceId": reference })).await;
    let seen = [details.status == 200, result.status == 200, browser.list().await.contains(&id.to_owned())];
    assert!(seen.iter().all(|one| *one == seen[0]), "the ways disagree: {seen:?}");
    seen[0]
}

#[tokio::test]
async fn nothing_is_released_before_its_creator_came_back() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    world.ivy.complete(&id);
    world.ivy.tell(&ada, &world.ivy.session(&id)).await;
    assert!(!sees(&ada, &world, &id).await);

    let nonce = world.ivy.nonce(&id);
    let result = ada.post("/result", json!({ "nonce": nonce })).await;
    assert_eq!(result.json()["status"], "complete");
    assert_eq!(result.json()["session"]["id"], json!(id));
    assert_eq!(result.json()["referenceId"], world.ivy.session(&id)["referenceId"]);
    assert!(sees(&ada, &world, &id).await);
    // A repeated question, and a second browser of the same customer.
    assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.json(), result.json());
    assert!(sees(&world.browser(Some("ada")), &world, &id).await);
}

#[tokio::test]
async fn a_link_that_another_completes_gives_its_creator_nothing() {
    for victim in [Some("ben"), None] {
        let world = World::new().await;
        let (ada, victim) = (world.browser(Some("ada")), world.browser(victim));
        let created = ada.create().await;
        let (id, nonce) = (created.id(), world.ivy.nonce(&created.id()));
        world.ivy.complete(&id);

        // The victim's browser comes back to the shop with the nonce in its URL.
        let answer = victim.post("/result", json!({ "nonce": nonce })).await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()));
        world.ivy.tell(&victim, &world.ivy.session(&id)).await;
        assert!(!sees(&ada, &world, &id).await);
        // Even if the victim is talked into passing that URL on.
        assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.status, 404);
        assert!(!sees(&ada, &world, &id).await);
        // The same create again does not help.
        assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 404);
    }
}

#[tokio::test]
async fn a_nonce_that_its_creator_presented_is_of_no_use_to_others() {
    let world = World::new().await;
    let (ada, ben) = (world.browser(Some("ada")), world.browser(Some("ben")));
    let id = world.connect(&ada).await;
    assert_eq!(ben.post("/result", json!({ "nonce": world.ivy.nonce(&id) })).await.status, 404);
    assert!(sees(&ada, &world, &id).await, "another took the creator's session away");
    assert!(!ben.list().await.contains(&id));
}

#[tokio::test]
async fn the_page_never_sees_the_nonce() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let created = ada.create().await;
    let nonce = world.ivy.nonce(&created.id());
    assert_eq!(nonce.len(), 43);
    world.ivy.complete(&created.id());
    let result = ada.post("/result", json!({ "nonce": nonce })).await;
    let details = ada.post("/data/session/details", json!({ "id": created.id() })).await;
    let list = ada.post("/data/session/list", json!({})).await;
    for answer in [&created, &result, &details, &list] {
        for hidden in [nonce.as_str(), "CallbackUrl", "externalUser", "cus_ada"] {
            assert!(!answer.text.contains(hidden), "{hidden} in {}", answer.text);
        }
    }
    assert!(!world.place.dump().await.contains(&nonce), "the table holds the nonce");
    let reference = world.ivy.session(&created.id())["referenceId"].clone();
    assert_eq!(created.json()["referenceId"], reference);
    assert!(created.json()["redirectUrl"].as_str().expect("a url").starts_with("http://127.0.0.1"));
}

#[tokio::test]
async fn an_answer_that_shows_the_callback_urls_elsewhere_is_kept_back() {
    let world = World::new().await;
    world.ivy.errs(crate::support::Misstep::Changed(|session| {
        session["page"] = json!({ "links": [session["successCallbackUrl"].clone()] });
    }));
    let ada = world.browser(Some("ada"));
    let answer = ada.post("/data/session/create", crate::support::a_request()).await;
    assert_eq!(answer.refusal(), (502, "decode_failed".to_owned()));
}

#[tokio::test]
async fn a_session_that_two_records_speak_of_is_shown_to_neither() {
    let world = World::new().await;
    let (ada, ben) = (world.browser(Some("ada")), world.browser(Some("ben")));
    let (adas, bens) = (world.connect(&ada).await, world.connect(&ben).await);
    let reference = world.ivy.session(&bens)["referenceId"].clone();
    world.ivy.change(&adas, |session| session["referenceId"] = reference);
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn what_became_of_the_login() {
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
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    for (word, expected) in rows {
        let id = ada.create().await.id();
        world.ivy.complete(&id);
        world.ivy.change(&id, |session| session["status"] = json!(word));
        let answer = ada.post("/result", json!({ "nonce": world.ivy.nonce(&id) })).await;
        assert_eq!(answer.json()["status"], expected, "{word}");
        assert_eq!(answer.json().get("session").is_some(), expected == "complete", "{word}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_login_that_nobody_finished_expires_by_the_proxys_own_clock() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    world.place.run("UPDATE ivy_sessions SET expires_at = 1600000000").await;
    let answer = ada.post("/result", json!({ "nonce": world.ivy.nonce(&id) })).await;
    assert_eq!(answer.json()["status"], "expired");
}

#[tokio::test]
async fn sessions_from_before_the_proxy_need_the_merchants_trust() {
    let before = json!({
        "id": "old1", "referenceId": "order-1", "status": "complete", "data": crate::support::data(),
        "externalUser": { "referenceId": "cus_ada" }
    });
    let strict = World::new().await;
    strict.ivy.add(before.clone());
    let ada = strict.browser(Some("ada"));
    assert!(ada.list().await.is_empty());
    assert_eq!(ada.post("/data/session/details", json!({ "id": "old1" })).await.status, 404);

    let trusting = World::with(|settings| settings.trust_unbound_sessions = true).await;
    trusting.ivy.add(before);
    let (ada, ben) = (trusting.browser(Some("ada")), trusting.browser(Some("ben")));
    assert_eq!(ada.post("/data/session/details", json!({ "id": "old1" })).await.status, 404, "never listed");
    assert_eq!(ada.list().await, ["old1"]);
    assert_eq!(ada.post("/data/session/details", json!({ "id": "old1" })).await.status, 200);
    assert_eq!(ben.post("/data/session/details", json!({ "id": "old1" })).await.status, 404);
    let listed = ada.post("/data/session/list", json!({})).await.json();
    assert!(listed["dataSessions"][0].get("createdAt").is_none(), "a date was made up");
    // Trust does not reach sessions whose return is not proven.
    let unproven = ada.create().await.id();
    trusting.ivy.complete(&unproven);
    assert_eq!(ada.list().await, ["old1"]);
}

#[tokio::test]
async fn the_list_has_the_date_that_ivys_lacks() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = world.connect(&ada).await;
    let listed = ada.post("/data/session/list", json!({})).await.json();
    let date = listed["dataSessions"][0]["createdAt"].as_i64().expect("a date");
    assert!((now() - 60..=now()).contains(&date), "{date}");

    world.ivy.change(&id, |session| session["createdAt"] = json!(1_700_000_000.5));
    let listed = ada.post("/data/session/list", json!({})).await;
    assert!(listed.text.contains("\"createdAt\":1700000000.5"), "{}", listed.text);
    world.ivy.change(&id, |session| session["createdAt"] = json!(null));
    let listed = ada.post("/data/session/list", json!({})).await.json();
    assert_eq!(listed["dataSessions"][0]["createdAt"].as_i64(), Some(date));
}

#[tokio::test]
async fn nothing_else_of_a_session_changes() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = world.connect(&ada).await;
    world.ivy.change(&id, |session| {
        session["createdAt"] = json!(1);
        session["zebra"] = json!({ "b": [1, 2.50, null], "a": "\u{e9}\"\\\n" });
        session["alpha"] = json!(12345678901234567890_u64);
    });
    let mut expected = world.ivy.session(&id);
    for hidden in ["successCallbackUrl", "errorCallbackUrl", "resultCallbackUrl", "externalUser", "redirectUrl"] {
        expected.as_object_mut().expect("an object").remove(hidden);
    }
    assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.json(), expected);
}

#[tokio::test]
async fn the_proxy_knows_for_whom_a_bank_is_remembered() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let known = async |name| world.proxy.has_released(name).await.expect("the table answers");
    let created = ada.create().await.id();
    assert!(!known(Some("ada")).await, "a login that is under way");
    world.ivy.complete(&created);
    world.ivy.tell(&ada, &world.ivy.session(&created)).await;
    assert!(!known(Some("ada")).await, "a login that nobody came back from");
    let failed = ada.create().await.id();
    world.ivy.change(&failed, |session| session["status"] = json!("failed"));
    ada.post("/result", json!({ "nonce": world.ivy.nonce(&failed) })).await;
    assert!(!known(Some("ada")).await, "a login that came to nothing");
    ada.post("/result", json!({ "nonce": world.ivy.nonce(&created) })).await;
    assert!(known(Some("ada")).await);
    assert!(!known(Some("ben")).await && !known(None).await);
    ada.post("/forget", json!({ "id": created })).await;
    assert!(!known(Some("ada")).await, "a bank that was forgotten");
}
