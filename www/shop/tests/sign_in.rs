//! The sign-ins of browsers.

mod common;

use common::{TestEnv, ends_guest, set_cookie};
use reqwest::StatusCode;
use reqwest::header::COOKIE;
use serde_json::{Value, json};

/// Returns the id of the customer whom this cookie alone signs in.
async fn customer_of(env: &TestEnv, cookie: &str) -> Value {
    let url = format!("{}/shop/me", env.origin());
    let response = reqwest::Client::new().get(url).header(COOKIE, cookie).send().await.unwrap();
    response.json::<Value>().await.unwrap()["customer"]["id"].clone()
}

fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap()
}

#[tokio::test]
async fn every_sign_in_gets_a_new_token_and_ends_the_old_one() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    let first = set_cookie(&browser.sign_in("ada").await, "shop_session");
    let second = set_cookie(&browser.sign_in("ben").await, "shop_session");

    assert_ne!(pair(&first), pair(&second));
    assert_eq!(browser.customer().await, json!("cus_ben"));
    assert_eq!(customer_of(&env, pair(&second)).await, json!("cus_ben"));
    assert_eq!(customer_of(&env, pair(&first)).await, Value::Null);
}

#[tokio::test]
async fn a_planted_token_is_worth_nothing_after_the_sign_in() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    let request = browser.client.post(browser.absolute("/shop/sign-in")).header("origin", &browser.shop);
    let response = request.header(COOKIE, "shop_session=planted").form(&[("customer", "ada")]).send().await.unwrap();

    assert_ne!(pair(&set_cookie(&response, "shop_session")), "shop_session=planted");
    assert_eq!(customer_of(&env, "shop_session=planted").await, Value::Null);
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_from_other_sites() {
    let env = TestEnv::start().await;
    let cookie = set_cookie(&env.browser().sign_in("ada").await, "shop_session");
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age="] {
        assert!(cookie.contains(attribute), "no {attribute}");
    }
    assert!(!cookie.contains("Secure"), "the shop is reached by http on this machine");
}

#[tokio::test]
async fn signing_out_ends_the_sign_in_on_the_server_too() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    let cookie = set_cookie(&browser.sign_in("ada").await, "shop_session");
    browser.sign_out().await;

    assert_eq!(browser.customer().await, Value::Null);
    assert_eq!(customer_of(&env, pair(&cookie)).await, Value::Null);
}

#[tokio::test]
async fn a_restart_signs_nobody_out() {
    let mut env = TestEnv::start().await;
    let browser = env.browser();
    browser.sign_in("ada").await;
    env.restart_shop().await;
    assert_eq!(browser.customer().await, json!("cus_ada"));
}

#[tokio::test]
async fn the_database_holds_no_token() {
    let mut env = TestEnv::start().await;
    let cookie = set_cookie(&env.browser().sign_in("ada").await, "shop_session");
    let token = pair(&cookie).split_once('=').unwrap().1.to_owned();
    env.stop_shop().await;

    assert!(token.len() >= 43, "too short to be safe from guessing");
    for file in std::fs::read_dir(env.folder.path()).unwrap().map(|file| file.unwrap().path()) {
        if file.is_file() {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "{}", file.display());
        }
    }
}

#[tokio::test]
async fn nobody_but_the_two_customers_can_sign_in() {
    let env = TestEnv::start().await;
    for customer in ["", "eve", "cus_ada", "ADA"] {
        let browser = env.browser();
        let response = browser.form("/shop/sign-in", &[("customer", customer)]).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert_eq!(browser.customer().await, Value::Null);
    }
}

/// The next person at a shared browser gets no data of the earlier guest.
#[tokio::test]
async fn a_guest_ends_with_the_next_sign_in_and_sign_out() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    let of_guest = browser.connected_account("ada").await;
    assert_eq!(browser.json("/shop/pay", &of_guest.json()).await.0, StatusCode::OK);
    assert!(ends_guest(&browser.sign_in("ben").await));
    assert!(ends_guest(&browser.sign_out().await));
    assert_eq!(browser.json("/shop/pay", &of_guest.json()).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_guest_who_comes_after_another_starts_with_nothing() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    let page = browser.connect("ada").await;
    assert!(page.contains("Ada Example"));
    let back = browser.at_bank(&browser.start().await, "ada", "consent").await;
    browser.sign_in("ben").await;
    browser.sign_out().await;
    let next = browser.come_back(&back).await;
    assert!(next.status().is_client_error(), "{}", next.status());
    assert!(!next.text().await.unwrap().contains("Ada Example"));
}

#[tokio::test]
async fn a_customer_has_nothing_of_the_customer_before() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    browser.sign_in("ada").await;
    let of_ada = browser.connected_account("ada").await;
    for next in ["ben", ""] {
        if next.is_empty() {
            browser.sign_out().await
        } else {
            browser.sign_in(next).await
        };
        assert_eq!(browser.json("/shop/pay", &of_ada.json()).await.0, StatusCode::NOT_FOUND, "{next}");
        assert!(browser.text("/").await.contains("data-expect=\"nothing\""), "{next}");
    }
    browser.sign_in("ada").await;
    assert_eq!(browser.json("/shop/pay", &of_ada.json()).await.0, StatusCode::OK);
}
