//! The headers of every response, and the values in the checkout page.

mod common;

use common::{Browser, TestEnv};
use reqwest::{Response, StatusCode};
use serde_json::json;

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_page_is_strict_and_stored_nowhere() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'self' {}",
        env.sandbox.origin()
    );
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    let mut pages = vec![("done", ada.come_back(&back).await)];
    pages.push(("not found", ada.form("/plain/done", &[("reference", "none")]).await));
    for path in ["/", "/own-design", "/return", "/no-such-page", "/return?ivy=x", "/plain/return?ivy=x", "/plain/paid"]
    {
        pages.push((path, ada.get(path).await));
    }
    for (path, page) in pages {
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(header(&page, "content-security-policy"), policy, "{path}");
        assert_eq!(header(&page, "cache-control"), "no-store", "{path}");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&page, "referrer-policy"), "same-origin", "{path}");
        let html = page.text().await.unwrap();
        for forbidden in ["<script>", "<style", " style=", " onclick=", "{{", "http://", "https://localhost"] {
            assert!(!html.contains(forbidden), "{path} has {forbidden}");
        }
    }
    let me = ada.get("/shop/me").await;
    assert_eq!((header(&me, "cache-control"), header(&me, "referrer-policy")), ("no-store", "no-referrer"));
}

#[tokio::test]
async fn files_have_their_types_and_are_not_guessed() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    for (path, kind) in [
        ("/style.css", "text/css"),
        ("/checkout.js", "text/javascript"),
        ("/goods/mark.svg", "image/svg+xml"),
        ("/package/index.js", "text/javascript"),
        ("/package/ivy_data_session_bg.wasm", "application/wasm"),
    ] {
        let file = guest.get(path).await;
        assert_eq!(file.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&file, "content-type"), kind, "{path}");
        assert_eq!(header(&file, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&file, "referrer-policy"), "no-referrer", "{path}");
    }
    for page in [
        "/index.html",
        "/element.html",
        "/own-design.html",
        "/basket.html",
        "/customer.html",
        "/header.html",
        "/element",
    ] {
        assert_eq!(guest.get(page).await.status(), StatusCode::PERMANENT_REDIRECT, "{page}");
    }
    for path in ["/nothing.js", "/package/nothing.js", "/package/../shop.sqlite", "/%2e%2e/shop.sqlite", "/goods/"] {
        let missing = guest.get(path).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(missing.text().await.unwrap().contains("Back to the shop"), "{path} has a body");
    }
}

/// The length of a compressed response reveals how much of it repeats the request. That is harmless for files only.
#[tokio::test]
async fn only_files_are_compressed() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    for (path, encoding) in [("/style.css", "br"), ("/checkout.js", "br"), ("/", ""), ("/shop/me", "")] {
        let request = guest.client.get(format!("{}{path}", env.origin())).header("accept-encoding", "br, gzip");
        assert_eq!(header(&request.send().await.unwrap(), "content-encoding"), encoding, "{path}");
    }
}

async fn expectation(browser: &Browser, path: &str) -> String {
    common::between(&browser.text(path).await, "data-expect=\"", "\"").to_owned()
}

#[tokio::test]
async fn the_page_expects_a_past_bank_only_where_there_is_one() {
    let mut env = TestEnv::start().await;
    let [ada, ben, guest] = [env.browser(), env.browser(), env.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    assert_eq!(expectation(&ada, "/").await, "nothing");
    assert_eq!(expectation(&ada, "/return").await, "return");

    let session = ada.connected_account("ada").await.session;
    guest.connect("ada").await;
    assert_eq!(expectation(&ada, "/").await, "recall");
    assert_eq!(expectation(&ben, "/").await, "nothing");
    assert_eq!(expectation(&guest, "/").await, "nothing", "a guest is not remembered");

    env.restart_shop().await;
    assert_eq!(expectation(&ada, "/").await, "recall");

    ada.json("/api/ivy/forget", &json!({ "id": session })).await;
    assert_eq!(expectation(&ada, "/").await, "nothing");
}

#[tokio::test]
async fn the_page_names_who_is_signed_in() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    assert!(browser.text("/").await.contains("data-customer=\"\""));
    browser.sign_in("ben").await;
    let page = browser.text("/").await;
    for shown in ["data-customer=\"cus_ben\"", "Ben Sample", "ben@example.com", "data-login-environment=\"local\""] {
        assert!(page.contains(shown), "no {shown}");
    }
}

#[tokio::test]
async fn the_browser_keeps_its_design() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    assert!(browser.text("/return").await.contains("<ivy-bank-connect"));
    assert!(!browser.text("/own-design").await.contains("<ivy-bank-connect"));
    assert!(
        !browser.text("/return").await.contains("<ivy-bank-connect"),
        "the bank leads back to the page that was left"
    );
    assert!(browser.text("/").await.contains("<ivy-bank-connect"));
    assert!(browser.text("/return").await.contains("<ivy-bank-connect"));
}
