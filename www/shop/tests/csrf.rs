//! Cross-site request forgery: the shop refuses posts of other sites, also with the cookies of a customer.

mod common;

use common::{TestEnv, nonce_in};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// Returns the headers of possible posts, each with true if the shop accepts the post.
fn form_posts(own: &str) -> Vec<(Vec<(&'static str, String)>, bool)> {
    let own = own.to_owned();
    let other = || "https://shop.example".to_owned();
    vec![
        (vec![("origin", own.clone())], true),
        (vec![("origin", own.clone()), ("sec-fetch-site", "same-origin".into())], true),
        (vec![], false),
        (vec![("sec-fetch-site", "same-origin".into())], false),
        (vec![("origin", "null".into())], false),
        (vec![("origin", other())], false),
        (vec![("origin", format!("{own}.shop.example"))], false),
        (vec![("origin", own.replace("http:", "https:"))], false),
        (vec![("origin", own), ("sec-fetch-site", "cross-site".into())], false),
    ]
}

#[tokio::test]
async fn signing_in_and_out_by_form() {
    let env = TestEnv::start().await;
    for (headers, allowed) in form_posts(&env.origin()) {
        let browser = env.browser();
        let post = async |path: &str, customer: &str| {
            let request = browser.client.post(browser.absolute(path)).form(&[("customer", customer)]);
            headers.iter().fold(request, |request, (name, value)| request.header(*name, value)).send().await.unwrap()
        };
        let expected = if allowed { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };

        assert_eq!(post("/shop/sign-in", "ada").await.status(), expected, "sign-in with {headers:?}");
        assert_eq!(browser.customer().await, if allowed { json!("cus_ada") } else { Value::Null });

        browser.sign_in("ben").await;
        assert_eq!(post("/shop/sign-out", "").await.status(), expected, "sign-out with {headers:?}");
        assert_eq!(browser.customer().await, if allowed { Value::Null } else { json!("cus_ben") });
    }
}

#[tokio::test]
async fn paying_by_script() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    browser.sign_in("ada").await;
    let body = browser.connected_account("ada").await.json().to_string();

    for (mut headers, allowed) in form_posts(&env.origin()) {
        headers.extend([("content-type", "application/json".to_owned()), ("ivy-client", "1".to_owned())]);
        let expected = if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN };
        for left_out in [None, Some("ivy-client"), Some("content-type")] {
            let mut request = browser.client.post(browser.absolute("/shop/pay")).body(body.clone());
            for (name, value) in headers.iter().filter(|(name, _)| Some(*name) != left_out) {
                request = request.header(*name, value);
            }
            let status = request.send().await.unwrap().status();
            match left_out {
                None => assert_eq!(status, expected, "{headers:?}"),
                Some(_) => assert!(status.is_client_error(), "{headers:?} without {left_out:?}: {status}"),
            }
        }
    }
}

#[tokio::test]
async fn paying_by_form() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    browser.sign_in("ada").await;
    let chosen = browser.connected_account("ada").await;
    for (headers, allowed) in form_posts(&env.origin()) {
        let request = browser.client.post(browser.absolute("/shop/pay"));
        let request = request.form(&chosen.form());
        let response = headers.iter().fold(request, |request, (name, value)| request.header(*name, value)).send();
        let expected = if allowed { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(response.await.unwrap().status(), expected, "{headers:?}");
    }
}

/// Prevents login CSRF: a victim who is signed in as the attacker would connect a bank for the attacker.
#[tokio::test]
async fn a_refused_sign_in_sets_no_cookie() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    browser.sign_in("ben").await;
    for (headers, allowed) in form_posts(&env.origin()) {
        let request = browser.client.post(browser.absolute("/shop/sign-in")).form(&[("customer", "ada")]);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let response = request.send().await.unwrap();
        assert_eq!(response.headers().contains_key("set-cookie"), allowed, "{headers:?}");
        browser.sign_in("ben").await;
    }
}

#[tokio::test]
async fn coming_back_from_the_bank() {
    let env = TestEnv::start().await;
    let browser = env.browser();
    browser.sign_in("ada").await;
    let back = browser.at_bank(&browser.start().await, "ada", "consent").await;
    let nonce = nonce_in(&back);
    let posts = form_posts(&env.origin());
    let (allowed, refused): (Vec<_>, Vec<_>) = posts.into_iter().partition(|(_, allowed)| *allowed);
    // A refused post takes no nonce: the allowed ones come last.
    for (headers, allowed) in refused.into_iter().chain(allowed) {
        let request = browser.client.post(browser.absolute("/plain/done")).form(&[("ivy", &nonce)]);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let expected = if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(request.send().await.unwrap().status(), expected, "{headers:?}");
    }
}
