//! Tests of calls and mistakes that are only possible in a Rust shop. The contract suite (`tests/contract`) covers both
//! hosts.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use ivy_proxy::{Config, Customer, Identified, Identify, Proxy, Secret, Store};
use tower::ServiceExt;

const ORIGIN: &str = "http://localhost:3000";

/// A sign-in that accepts every cookie except the proxy's own.
struct SignIn;

impl Identify for SignIn {
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a> {
        let known = headers.get("cookie").is_some_and(|value| value == "shop_customer=ada");
        let customer = known.then(|| Customer { id: "cus_ada".into(), email: None, phone: None });
        Box::pin(async move { Ok(customer) })
    }
}

async fn proxy(folder: &tempfile::TempDir, change: impl FnOnce(&mut Config)) -> Proxy {
    let store = Store::open(folder.path().join("shop.sqlite").to_str().expect("a name")).await.expect("it opens");
    let secrets =
        ["marker-key", "marker-secret-of-callbacks", "markerQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw0J4"].map(Secret::new);
    let [key, signing, table] = secrets;
    let mut config = Config::new("http://127.0.0.1:1", key, signing, table, ORIGIN);
    assert!(!format!("{config:?}").contains("marker"));
    change(&mut config);
    Proxy::start(config, store, SignIn).await.expect("the settings can be run")
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    headers.insert(name, value.parse().expect("a value"));
}

#[tokio::test]
async fn the_shop_can_use_the_same_checks() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let proxy = proxy(&folder, |_| {}).await;
    let mut headers = HeaderMap::new();
    set(&mut headers, "origin", ORIGIN);
    set(&mut headers, "content-type", "application/json");
    assert!(proxy.check_json_post(&headers).is_err());
    set(&mut headers, "ivy-client", "1");
    assert!(proxy.check_json_post(&headers).is_ok());
    assert!(proxy.check_form_post(&headers).is_err());
    set(&mut headers, "content-type", "application/x-www-form-urlencoded");
    assert!(proxy.check_form_post(&headers).is_ok());
    headers.append("origin", "https://evil.example".parse().expect("a value"));
    assert!(proxy.check_form_post(&headers).is_err());
}

#[tokio::test]
async fn a_shop_can_set_the_cookie_with_its_page() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let proxy = proxy(&folder, |_| {}).await;
    let mut headers = HeaderMap::new();
    set(&mut headers, "origin", ORIGIN);
    let cookie = proxy.guest_cookie(&headers).await.expect("an answer").expect("a cookie");
    assert!(cookie.to_str().expect("a text").contains("HttpOnly"));
    set(&mut headers, "cookie", cookie.to_str().expect("a text").split(';').next().expect("a pair"));
    assert_eq!(proxy.guest_cookie(&headers).await, Ok(None));
    set(&mut headers, "cookie", "shop_customer=ada");
    assert_eq!(proxy.guest_cookie(&headers).await, Ok(None));
}

#[tokio::test]
async fn a_hook_that_panics_ends_one_request_and_nothing_else() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let broken = |config: &mut Config| config.reference_id = Some(Arc::new(|_| panic!("a merchant's mistake")));
    let proxy = proxy(&folder, broken).await;
    let ask = async |path: &str, body: &'static str| {
        let request = Request::post(path)
            .header("origin", ORIGIN)
            .header("ivy-client", "1")
            .header("content-type", "application/json")
            .header("cookie", "shop_customer=ada");
        proxy.router().oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer")
    };
    for _ in 0..2 {
        let response = ask("/data/session/create", r#"{"permissions":["identity"]}"#).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(response.headers().contains_key("ivy-request-id") && response.headers().contains_key("retry-after"));
    }
    assert_eq!(ask("/data/session/details", r#"{"id":"unknown"}"#).await.status(), StatusCode::NOT_FOUND);
}
