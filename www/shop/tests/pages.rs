//! What every answer carries, and what the page is told when it opens.

mod common;

use common::{Browser, World};
use reqwest::{Response, StatusCode};
use serde_json::json;

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_page_is_strict_and_stored_nowhere() {
    let world = World::start().await;
    let ada = world.browser();
    ada.sign_in("ada").await;
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'self' {}",
        world.sandbox.origin()
    );
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    let mut pages = vec![("done", ada.come_back(&back).await)];
    pages.push(("not found", ada.form("/plain/done", &[("reference", "none")]).await));
    for place in ["/", "/element", "/return", "/return?ivy=x", "/plain/return?ivy=x", "/plain/paid"] {
        pages.push((place, ada.get(place).await));
    }
    for (place, page) in pages {
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8", "{place}");
        assert_eq!(header(&page, "content-security-policy"), policy, "{place}");
        assert_eq!(header(&page, "cache-control"), "no-store", "{place}");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff", "{place}");
        assert_eq!(header(&page, "referrer-policy"), "same-origin", "{place}");
        let html = page.text().await.unwrap();
        for forbidden in ["<script>", "<style", " style=", " onclick=", "{{", "http://", "https://localhost"] {
            assert!(!html.contains(forbidden), "{place} has {forbidden}");
        }
    }
    let me = ada.get("/shop/me").await;
    assert_eq!((header(&me, "cache-control"), header(&me, "referrer-policy")), ("no-store", "no-referrer"));
}

#[tokio::test]
async fn files_have_their_types_and_are_not_guessed() {
    let world = World::start().await;
    let guest = world.browser();
    for (place, kind) in [
        ("/style.css", "text/css"),
        ("/checkout.js", "text/javascript"),
        ("/goods/mark.svg", "image/svg+xml"),
        ("/package/index.js", "text/javascript"),
        ("/package/ivy_data_session_bg.wasm", "application/wasm"),
    ] {
        let file = guest.get(place).await;
        assert_eq!(file.status(), StatusCode::OK, "{place}");
        assert_eq!(header(&file, "content-type"), kind, "{place}");
        assert_eq!(header(&file, "x-content-type-options"), "nosniff", "{place}");
        assert_eq!(header(&file, "referrer-policy"), "no-referrer", "{place}");
    }
    for page in ["/index.html", "/element.html"] {
        assert_eq!(guest.get(page).await.status(), StatusCode::PERMANENT_REDIRECT, "{page}");
    }
    for place in ["/nothing.js", "/package/nothing.js", "/package/../shop.sqlite", "/%2e%2e/shop.sqlite", "/goods/"] {
        assert_eq!(guest.get(place).await.status(), StatusCode::NOT_FOUND, "{place}");
    }
}

/// A compressed answer tells by its length how much of it repeats what was asked: fine for files, not for answers.
#[tokio::test]
async fn only_files_are_compressed() {
    let world = World::start().await;
    let guest = world.browser();
    for (place, encoding) in [("/style.css", "br"), ("/checkout.js", "br"), ("/", ""), ("/shop/me", "")] {
        let request = guest.client.get(format!("{}{place}", world.origin())).header("accept-encoding", "br, gzip");
        assert_eq!(header(&request.send().await.unwrap(), "content-encoding"), encoding, "{place}");
    }
}

async fn expectation(browser: &Browser, place: &str) -> String {
    common::between(&browser.text(place).await, "data-expect=\"", "\"").to_owned()
}

#[tokio::test]
async fn the_page_expects_a_past_bank_only_where_there_is_one() {
    let mut world = World::start().await;
    let [ada, ben, guest] = [world.browser(), world.browser(), world.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    assert_eq!(expectation(&ada, "/").await, "nothing");
    assert_eq!(expectation(&ada, "/return").await, "return");

    let session = ada.connected_account("ada").await.session;
    guest.connect("ada").await;
    assert_eq!(expectation(&ada, "/").await, "recall");
    assert_eq!(expectation(&ben, "/").await, "nothing");
    assert_eq!(expectation(&guest, "/").await, "nothing", "a guest is not remembered");

    world.restart_shop().await;
    assert_eq!(expectation(&ada, "/").await, "recall");

    ada.json("/api/ivy/forget", &json!({ "id": session })).await;
    assert_eq!(expectation(&ada, "/").await, "nothing");
}

#[tokio::test]
async fn the_page_names_who_is_signed_in() {
    let world = World::start().await;
    let browser = world.browser();
    assert!(browser.text("/").await.contains("data-customer=\"\""));
    browser.sign_in("ben").await;
    let page = browser.text("/").await;
    for shown in ["data-customer=\"cus_ben\"", "Ben Sample", "ben@example.com", "data-login-environment=\"local\""] {
        assert!(page.contains(shown), "no {shown}");
    }
}
