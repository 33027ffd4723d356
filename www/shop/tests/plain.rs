//! The whole checkout without a script: forms, redirects and pages made by the server.

mod common;

use common::{World, between, location};
use reqwest::StatusCode;

#[tokio::test]
async fn from_the_first_page_to_the_paid_order() {
    let world = World::start().await;
    let ada = world.browser();
    ada.sign_in("ada").await;
    assert!(ada.text("/").await.contains("Ada Example"));

    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    assert!(back.starts_with(&format!("{}/plain/return?ivy=", ada.shop)), "{back}");
    let done = location(&ada.get(&back).await);
    assert!(done.starts_with("/plain/done?") && !done.contains("ivy="), "the nonce stays behind: {done}");

    let page = ada.text(&done).await;
    for shown in ["Test Bank", "Ada Example", "•", "€66.30"] {
        assert!(page.contains(shown), "no {shown}");
    }
    assert_eq!(ada.text(&done).await, page, "a reload shows the same");

    let session = between(&page, "name=\"sessionId\" value=\"", "\"");
    let paid = ada.form("/shop/pay", &[("sessionId", session), ("accountIndex", "0")]).await;
    assert_eq!((paid.status(), location(&paid)), (StatusCode::SEE_OTHER, "/plain/paid".into()));
    assert!(ada.text("/plain/paid").await.contains("your order is paid"));
}

#[tokio::test]
async fn a_cancelled_login_says_so_and_offers_another_try() {
    let world = World::start().await;
    let guest = world.browser();
    let back = guest.at_bank(&guest.start().await, "ada", "cancel").await;
    let page = guest.text(&location(&guest.get(&back).await)).await;
    assert!(page.contains("data-state=\"failed\"") && page.contains("Nothing was paid"), "{page}");
    assert!(page.contains("action=\"/api/ivy/start\""));
}

#[tokio::test]
async fn the_address_cannot_talk_a_failure_into_a_success() {
    let world = World::start().await;
    let guest = world.browser();
    let back = guest.at_bank(&guest.start().await, "ada", "cancel").await;
    let forged = back.replace("&ivy_outcome=error", "");
    assert_ne!(forged, back);
    let page = guest.text(&location(&guest.get(&forged).await)).await;
    assert!(page.contains("data-state=\"failed\""), "{page}");
}

#[tokio::test]
async fn a_login_link_of_another_leads_nowhere() {
    let world = World::start().await;
    let [ada, ben] = [world.browser(), world.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    let link = ada.start().await;
    let back = ben.at_bank(&link, "ben", "consent").await;

    for place in [back.as_str(), "/plain/return?ivy=guessed", "/plain/done?reference=guessed"] {
        let response = ben.get(place).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let page = response.text().await.unwrap();
        assert!(page.contains("data-state=\"unknown\"") && !page.contains("Ben Sample"), "{page}");
    }
    assert!(ada.text("/").await.contains("data-expect=\"nothing\""), "and Ada has no bank from it");
}

#[tokio::test]
async fn without_a_nonce_there_is_nothing_to_return_from() {
    let world = World::start().await;
    let guest = world.browser();
    assert_eq!(location(&guest.get("/plain/return").await), "/");
}
