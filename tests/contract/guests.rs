//! Guests: known by a cookie, for what they did in this browser and nothing else.

use serde_json::json;

use crate::support::{World, a_request};

#[tokio::test]
async fn a_guests_list_is_empty_and_says_why() {
    let world = World::new().await;
    let guest = world.browser(None);
    for body in
        [json!({}), json!({ "externalUserEmail": "ada@example.com" }), json!({ "externalUserReferenceId": "cus_ada" })]
    {
        let answer = guest.post("/data/session/list", body).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "dataSessions": [] })));
        assert_eq!(answer.header("ivy-recall"), Some("guest"));
    }
    assert_eq!(world.ivy.asked(), 0);
    assert!(world.browser(Some("ada")).post("/data/session/list", json!({})).await.header("ivy-recall").is_none());
}

#[tokio::test]
async fn a_guests_name_for_themselves_is_dropped() {
    let world = World::new().await;
    let mut request = a_request();
    request["externalUser"] = json!({ "referenceId": "cus_ada", "email": "ada@example.com" });
    let answer = world.browser(None).post("/data/session/create", request).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(world.ivy.last().2.get("externalUser").is_none());
}

#[tokio::test]
async fn a_guest_sees_their_own_login_and_no_other() {
    let world = World::new().await;
    let (guest, other, ada) = (world.browser(None), world.browser(None), world.browser(Some("ada")));
    let id = world.connect(&guest).await;
    other.create().await;
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 200);
    assert!(guest.list().await.is_empty());
    let reference = world.ivy.session(&id)["referenceId"].clone();
    for stranger in [&other, &ada] {
        assert_eq!(stranger.post("/data/session/details", json!({ "id": id })).await.status, 404);
        assert_eq!(stranger.post("/result", json!({ "referenceId": reference })).await.status, 404);
    }
    // Whoever signs in at this browser is not the guest, and the other way round.
    guest.sign_in(Some("ben"));
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 404);
    let bens = world.connect(&guest).await;
    guest.sign_in(None);
    assert_eq!(guest.post("/data/session/details", json!({ "id": bens })).await.status, 404);
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 200);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach() {
    let loopback = World::new().await;
    let cookie = loopback.browser(None).create().await.header("set-cookie").expect("a cookie").to_owned();
    let (pair, attributes) = cookie.split_once("; ").expect("attributes");
    assert_eq!(attributes, "Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");
    let (name, value) = pair.split_once('=').expect("a pair");
    assert_eq!((name, value.len()), ("ivy_guest", 43));
    assert!(!loopback.place.dump().await.contains(value), "the table holds the cookie");

    let shop = "https://shop.example";
    let public = World::with(|settings| settings.origins = vec![shop.into()]).await;
    let guest = public.browser(None);
    let create = || guest.ask("/data/session/create").header("origin", Some(shop)).json(&a_request()).send();
    let answer = create().await;
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-ivy_guest="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    // Once known, a browser gets no second cookie; a customer gets none at all.
    assert!(create().await.header("set-cookie").is_none());
    let customer = loopback.browser(Some("ada"));
    assert!(customer.create().await.header("set-cookie").is_none());
}

#[tokio::test]
async fn a_cookie_that_the_proxy_did_not_make_is_no_guest() {
    let world = World::new().await;
    let guest = world.browser(None);
    let create = guest.ask("/data/session/create").header("cookie", Some("ivy_guest=ada; other=1"));
    let answer = create.json(&a_request()).send().await;
    assert!(answer.header("set-cookie").is_some(), "a made-up cookie counts");
}

#[tokio::test]
async fn a_list_makes_a_guests_create_repeatable() {
    let world = World::new().await;
    let guest = world.browser(None);
    guest.list().await;
    let create = || guest.ask("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send();
    assert_eq!(create().await.id(), create().await.id());
    assert_eq!(world.ivy.asked(), 1);
}

#[tokio::test]
async fn a_sign_in_that_does_not_answer_makes_nobody_a_guest() {
    let world = World::new().await;
    let browser = world.browser(Some("down"));
    for path in ["/data/session/create", "/data/session/list", "/forget"] {
        let answer = browser.ask(path).json(&a_request()).send().await;
        assert_eq!(answer.refusal(), (503, "proxy_unavailable".to_owned()), "{path}");
        assert!(answer.header("retry-after").is_some());
    }
    assert_eq!(world.ivy.asked(), 0);
}
