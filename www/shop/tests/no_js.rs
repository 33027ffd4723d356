//! The whole checkout without JavaScript: forms, redirects and pages made by the server.

mod common;

use common::{Chosen, TestEnv, between, location, nonce_in};
use reqwest::StatusCode;
use serde_json::json;

#[tokio::test]
async fn from_the_first_page_to_the_paid_order() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    assert!(ada.text("/").await.contains("Ada Example"));

    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    assert!(back.starts_with(&format!("{}/plain/return?ivy=", ada.shop)), "{back}");
    let page = ada.come_back(&back).await.text().await.unwrap();
    for shown in ["Test Bank", "Ada Example", "•", "€66.30"] {
        assert!(page.contains(shown), "no {shown}");
    }
    assert_eq!(ada.come_back(&back).await.text().await.unwrap(), page, "a reload shows the same");

    let paid = ada.form("/shop/pay", &Chosen::in_page(&page).form()).await;
    assert_eq!((paid.status(), location(&paid)), (StatusCode::SEE_OTHER, "/plain/paid".into()));
    assert!(ada.text("/plain/paid").await.contains("your order is paid"));
}

#[tokio::test]
async fn a_cancelled_login_says_so_and_offers_another_try() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    let back = guest.at_bank(&guest.start().await, "ada", "cancel").await;
    let page = guest.come_back(&back).await.text().await.unwrap();
    assert!(page.contains("data-state=\"failed\"") && page.contains("nothing was paid"), "{page}");
    assert!(page.contains("action=\"/api/ivy/start\""));
}

#[tokio::test]
async fn the_address_cannot_talk_a_failure_into_a_success() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    let back = guest.at_bank(&guest.start().await, "ada", "cancel").await;
    let forged = back.replace("&ivy_outcome=error", "");
    assert_ne!(forged, back);
    let page = guest.come_back(&forged).await.text().await.unwrap();
    assert!(page.contains("data-state=\"failed\""), "{page}");
}

/// Scanners, previews and prerendering browsers open a link in a message, with and without cookies.
#[tokio::test]
async fn opening_the_return_page_changes_nothing() {
    let env = TestEnv::start().await;
    let [ada, ben, scanner] = [env.browser(), env.browser(), env.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    for browser in [&scanner, &ben, &ada, &scanner] {
        for _ in 0..2 {
            let page = browser.get(&back).await;
            assert_eq!(page.status(), StatusCode::OK);
            assert!(!page.headers().contains_key("set-cookie"));
            assert!(!page.text().await.unwrap().contains("Ada Example"));
        }
        assert!(ada.text("/").await.contains("data-expect=\"nothing\""), "nothing is released by it");
    }
    assert!(ada.come_back(&back).await.text().await.unwrap().contains("Ada Example"), "and nothing is locked");
}

#[tokio::test]
async fn a_login_link_of_another_leads_nowhere() {
    let env = TestEnv::start().await;
    let [ada, ben] = [env.browser(), env.browser()];
    ada.sign_in("ada").await;
    ben.sign_in("ben").await;
    let link = ada.start().await;
    let back = ben.at_bank(&link, "ben", "consent").await;

    let nonce = nonce_in(&back);
    for field in [("ivy", nonce.as_str()), ("ivy", "guessed"), ("reference", "guessed")] {
        let response = ben.form("/plain/done", &[field]).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{}", field.0);
        let page = response.text().await.unwrap();
        assert!(page.contains("data-state=\"unknown\"") && !page.contains("Ben Sample"), "{page}");
    }
    let page = ada.come_back(&back).await.text().await.unwrap();
    assert!(page.contains("data-state=\"unknown\"") && !page.contains("Ben Sample"), "locked for Ada too: {page}");
    assert!(ada.text("/").await.contains("data-expect=\"nothing\""), "and Ada has no bank from it");
}

#[tokio::test]
async fn without_a_nonce_there_is_nothing_to_return_from() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    for path in ["/plain/return", "/plain/done", "/plain/done?reference=guessed", "/plain/done?ivy=guessed"] {
        assert_eq!(location(&guest.get(path).await), "/", "{path}");
    }
    for fields in [
        &[][..],
        &[("ivy", "x"), ("ivy", "y")],
        &[("other", "x")],
        &[("ivy", "x"), ("reference", "x")],
        &[("ivy", "x"), ("other", "x")],
    ] {
        assert_eq!(guest.form("/plain/done", fields).await.status(), StatusCode::BAD_REQUEST, "{fields:?}");
    }
}

#[tokio::test]
async fn what_is_no_nonce_is_not_taken_for_one_and_not_repeated() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    let (nonce, other) = ("n".repeat(43), "o".repeat(43));
    let two = format!("{nonce}&ivy={other}");
    for value in [
        "",
        "x",
        "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        &format!("{nonce}n"),
        &two,
        "a&ivy=b",
        "a&x=1&ivy=a",
        "&ivy=",
    ] {
        let answer = guest.get(&format!("/plain/return?ivy={value}")).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{value}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("data-state=\"unknown\""), "{page}");
        assert!(!page.contains("alert(1)") && !page.contains(&nonce), "{page}");
    }
}

#[tokio::test]
async fn the_nonce_is_found_in_what_gateways_append_to_the_return_url() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    let nonce = nonce_in(&back);
    for query in ["ivy=NONCE?status=success", "a=b?ivy=NONCE/", "a=b&amp;ivy=NONCE%3Fc", "ivy=NONCE&ivy=NONCE"] {
        let page = ada.text(&format!("/plain/return?{}", query.replace("NONCE", &nonce))).await;
        assert_eq!(between(&page, "name=\"ivy\" value=\"", "\""), nonce, "{query}");
    }
    let page = ada.come_back(&format!("{back}?status=success")).await.text().await.unwrap();
    assert!(page.contains("data-state=\"connected\"") && page.contains("Ada Example"), "{page}");
}

#[tokio::test]
async fn a_sign_in_that_lapsed_at_the_bank_is_asked_for_and_the_login_goes_on() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    ada.sign_out().await;

    let first = ada.come_back(&back).await;
    assert_eq!(first.status(), StatusCode::UNAUTHORIZED);
    let page = first.text().await.unwrap();
    assert!(page.contains("data-state=\"sign_in_to_finish\"") && !page.contains("Ada Example"), "{page}");

    let nonce = between(&page, "name=\"ivy\" value=\"", "\"");
    let signed_in = ada.form("/shop/sign-in", &[("customer", "ada"), ("ivy", nonce)]).await;
    let next = location(&signed_in);
    assert_eq!(next, format!("/plain/return?ivy={nonce}"));
    let page = ada.come_back(&next).await.text().await.unwrap();
    assert!(page.contains("data-state=\"connected\"") && page.contains("Ada Example"), "{page}");
}

#[tokio::test]
async fn whoever_signs_in_then_gets_nothing_of_it() {
    let env = TestEnv::start().await;
    let ada = env.browser();
    ada.sign_in("ada").await;
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    ada.sign_out().await;
    assert_eq!(ada.come_back(&back).await.status(), StatusCode::UNAUTHORIZED);
    ada.sign_in("ben").await;
    let response = ada.come_back(&back).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(!response.text().await.unwrap().contains("Ada Example"));
}

#[tokio::test]
async fn elsewhere_nobody_is_asked_to_sign_in() {
    let env = TestEnv::start().await;
    let [ada, elsewhere] = [env.browser(), env.browser()];
    ada.sign_in("ada").await;
    let back = ada.at_bank(&ada.start().await, "ada", "consent").await;
    assert_eq!(elsewhere.come_back(&back).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn where_a_sign_in_leads_is_the_shops_alone() {
    let env = TestEnv::start().await;
    for nonce in ["//elsewhere.example", "x&next=//elsewhere.example", "x\r\nset-cookie: a=b", ""] {
        let browser = env.browser();
        let response = browser.form("/shop/sign-in", &[("customer", "ada"), ("ivy", nonce)]).await;
        let next = location(&response);
        assert!(next.starts_with("/plain/return?ivy="), "{next}");
        assert!(!next.contains("//") && !next.contains('&') && !next.contains('\n'), "{next}");
        assert_eq!(browser.customer().await, json!("cus_ada"));
    }
}
