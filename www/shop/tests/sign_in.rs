//! Who a browser is signed in as.

mod common;

use common::{World, set_cookie};
use reqwest::StatusCode;
use reqwest::header::COOKIE;
use serde_json::{Value, json};

/// Who is signed in where a browser has this cookie and no other.
async fn customer_of(world: &World, cookie: &str) -> Value {
    let url = format!("{}/shop/me", world.origin());
    let response = reqwest::Client::new().get(url).header(COOKIE, cookie).send().await.unwrap();
    response.json::<Value>().await.unwrap()["customer"]["id"].clone()
}

fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap()
}

#[tokio::test]
async fn every_sign_in_gets_a_new_token_and_ends_the_old_one() {
    let world = World::start().await;
    let browser = world.browser();
    let first = set_cookie(&browser.sign_in("ada").await, "shop_session");
    let second = set_cookie(&browser.sign_in("ben").await, "shop_session");

    assert_ne!(pair(&first), pair(&second));
    assert_eq!(browser.customer().await, json!("cus_ben"));
    assert_eq!(customer_of(&world, pair(&second)).await, json!("cus_ben"));
    assert_eq!(customer_of(&world, pair(&first)).await, Value::Null);
}

#[tokio::test]
async fn a_planted_token_is_worth_nothing_after_the_sign_in() {
    let world = World::start().await;
    let browser = world.browser();
    let request = browser.client.post(browser.absolute("/shop/sign-in")).header("origin", &browser.shop);
    let response = request.header(COOKIE, "shop_session=planted").form(&[("customer", "ada")]).send().await.unwrap();

    assert_ne!(pair(&set_cookie(&response, "shop_session")), "shop_session=planted");
    assert_eq!(customer_of(&world, "shop_session=planted").await, Value::Null);
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_from_other_sites() {
    let world = World::start().await;
    let cookie = set_cookie(&world.browser().sign_in("ada").await, "shop_session");
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age="] {
        assert!(cookie.contains(attribute), "no {attribute}");
    }
    assert!(!cookie.contains("Secure"), "the shop is reached by http on this machine");
}

#[tokio::test]
async fn signing_out_ends_the_sign_in_on_the_server_too() {
    let world = World::start().await;
    let browser = world.browser();
    let cookie = set_cookie(&browser.sign_in("ada").await, "shop_session");
    let response = browser.form("/shop/sign-out", &[]).await;

    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(browser.customer().await, Value::Null);
    assert_eq!(customer_of(&world, pair(&cookie)).await, Value::Null);
}

#[tokio::test]
async fn a_restart_signs_nobody_out() {
    let mut world = World::start().await;
    let browser = world.browser();
    browser.sign_in("ada").await;
    world.restart_shop().await;
    assert_eq!(browser.customer().await, json!("cus_ada"));
}

#[tokio::test]
async fn the_database_holds_no_token() {
    let mut world = World::start().await;
    let cookie = set_cookie(&world.browser().sign_in("ada").await, "shop_session");
    let token = pair(&cookie).split_once('=').unwrap().1.to_owned();
    world.stop_shop().await;

    assert!(token.len() >= 43, "too short to be safe from guessing");
    for file in std::fs::read_dir(world.folder.path()).unwrap().map(|file| file.unwrap().path()) {
        if file.is_file() {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "{}", file.display());
        }
    }
}

#[tokio::test]
async fn nobody_but_the_two_customers_can_sign_in() {
    let world = World::start().await;
    for customer in ["", "eve", "cus_ada", "ADA"] {
        let browser = world.browser();
        let response = browser.form("/shop/sign-in", &[("customer", customer)]).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert_eq!(browser.customer().await, Value::Null);
    }
}
