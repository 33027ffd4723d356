//! Properties that hold for any body sent to the proxy. `cargo fuzz` runs them with random bytes, and `fuzz_seeds.rs`
//! with the committed seeds.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a property fails by panicking")]

mod env;
mod ivy;

use axum::http::StatusCode;
use env::{Answer, Client, TestEnv};
use serde_json::{Value, json};
use std::cell::RefCell;

/// The number of bodies after which everything is created again, so that neither the table nor the log of requests
/// grows without end.
const LIFE: usize = 5_000;

thread_local! {
    static WORLD: RefCell<(TestEnv, usize)> = RefCell::new((TestEnv::new(), 0));
}

/// Checks one input. Its first byte selects route, client and signature; the rest is the body. In the body `@id@`,
/// `@ref@` and `@nonce@` stand for the identifiers of Ben's login, which nobody else can guess, and `@mine@` for Ada's
/// open session.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return };
    WORLD.with_borrow_mut(|(env, age)| {
        *age += 1;
        if *age > LIFE {
            (*env, *age) = (TestEnv::new(), 1);
        }
        let body = env.filled_in(body);
        let choice = usize::from(*choice);
        match choice % 7 {
            5 => start(env, client(choice / 7), body),
            6 if choice / 7 % 2 == 0 => unsigned_callback(env, body),
            6 => signed_callback(env, body),
            route if locks(env, ROUTES[route], &body) => {
                locking(env, client(choice / 7), body);
                *age = LIFE;
            }
            route => page(env, ROUTES[route], client(choice / 7), body),
        }
    });
}

const ROUTES: [&str; 5] = ["/data/session/create", "/data/session/list", "/data/session/details", "/result", "/forget"];

fn client(choice: usize) -> Client {
    if choice % 3 == 2 { Client::Guest } else { Client::Ada }
}

/// Checks a page's request: the response follows the contract and concerns only the client.
fn page(env: &TestEnv, route: &str, client: Client, body: Vec<u8>) {
    let response = env.post(route, client, "application/json", body);
    let expected = [200, 400, 403, 404, 413, 422];
    assert!(expected.contains(&response.status.as_u16()), "{route}: {} {}", response.status, response.text);
    shows_nothing_of_ben(&response.text);
    requests_are_the_clients(env, client, &response.text);
    if response.status == StatusCode::OK {
        assert!(response.json().is_object(), "{route}: {}", response.text);
    } else {
        let body = response.json();
        let names: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(names.iter().all(|name| ["code", "issues", "requestId"].contains(name)), "{}", response.text);
    }
    bens_session_is_his(env);
}

/// Returns true if another person presents the nonce of Ben's login, taken from a log or a forwarded link.
fn locks(env: &TestEnv, route: &str, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    route == "/result" && text.contains(&env.ben.nonce)
}

/// Checks a presentation of Ben's nonce by another person: afterwards nobody sees his login, not even Ben, unless the
/// body was rejected.
fn locking(env: &TestEnv, client: Client, body: Vec<u8>) {
    let exact = serde_json::from_slice::<Value>(&body).is_ok_and(|body| body == json!({ "nonce": env.ben.nonce }));
    let response = env.post("/result", client, "application/json", body);
    shows_nothing_of_ben(&response.text);
    env.ivy.take();
    let bens = bens_details(env);
    match bens.status {
        StatusCode::NOT_FOUND => assert_eq!(response.status, StatusCode::NOT_FOUND, "{}", response.text),
        StatusCode::OK if !exact => assert!(bens.text.contains(ivy::BENS_DATA), "{}", bens.text),
        _ => panic!("{} {}", bens.status, bens.text),
    }
}

/// Checks a form: it leads to a login page, back to the shop, or is rejected.
fn start(env: &TestEnv, client: Client, body: Vec<u8>) {
    let response = env.post("/start", client, "application/x-www-form-urlencoded", body);
    match response.status.as_u16() {
        303 => assert!(response.location.starts_with(ivy::LOGIN_PAGE), "{}", response.location),
        400 | 403 | 413 | 422 => {}
        _ => panic!("{} {}", response.status, response.text),
    }
    shows_nothing_of_ben(&response.text);
    requests_are_the_clients(env, client, &response.text);
}

/// Checks that nothing is read without Ivy's signature.
fn unsigned_callback(env: &TestEnv, body: Vec<u8>) {
    let before = env.table();
    let response = env.callback(body, "00".repeat(32));
    assert_eq!(response.status, StatusCode::UNAUTHORIZED, "{}", response.text);
    assert_eq!(env.table(), before);
}

/// Checks that no signed callback reverts a completed login or gives it to another person.
fn signed_callback(env: &TestEnv, body: Vec<u8>) {
    let signature = ivy::sign(&body);
    let response = env.callback(body, signature);
    assert!([200, 400].contains(&response.status.as_u16()), "{} {}", response.status, response.text);
    bens_session_is_his(env);
}

/// Checks that a response to another person has no data of Ben.
fn shows_nothing_of_ben(text: &str) {
    assert!(!text.contains(ivy::BENS_DATA), "{text}");
}

/// Checks that Ben still sees his session.
fn bens_session_is_his(env: &TestEnv) {
    let response = bens_details(env);
    assert_eq!(response.status, StatusCode::OK, "{}", response.text);
    assert!(response.text.contains(ivy::BENS_DATA), "{}", response.text);
}

fn bens_details(env: &TestEnv) -> Answer {
    let body = format!("{{\"id\":\"{}\"}}", env.ben.id);
    let response = env.post("/data/session/details", Client::Ben, "application/json", body.into_bytes());
    env.ivy.take();
    response
}

/// Checks that the requests to Ivy name the client by the proxy's own knowledge, and return to the shop.
fn requests_are_the_clients(env: &TestEnv, client: Client, response: &str) {
    for (path, text) in env.ivy.take() {
        let asked: Value = serde_json::from_str(&text).unwrap();
        match path.as_str() {
            ivy::CREATE => {
                assert_eq!(ivy::members(&text).len(), asked.as_object().unwrap().len(), "a key twice: {text}");
                created_for_the_asker(client, &asked, response);
            }
            ivy::LIST => assert_eq!(text, r#"{"externalUserReferenceId":"cus_ada"}"#),
            ivy::DETAILS => assert_ne!(asked["id"], env.ben.id.as_str(), "{text}"),
            _ => panic!("{path} is no path of ivy"),
        }
    }
}

fn created_for_the_asker(client: Client, asked: &Value, response: &str) {
    let user = &asked["externalUser"];
    match client {
        Client::Ada => {
            assert_eq!(user["referenceId"], "cus_ada", "{asked}");
            assert!(user["email"].is_null() || user["email"] == "ada@example.com", "{asked}");
            assert!(user["phone"].is_null() || user["phone"] == "+4915200000001", "{asked}");
        }
        Client::Guest | Client::Ben => assert!(user.is_null(), "{asked}"),
    }
    for name in ["createdAt", "expiresAt", "returnUrl", "customer"] {
        assert!(asked[name].is_null(), "{asked}");
    }
    let is_token = |text: &str, length| {
        text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    assert!(is_token(asked["referenceId"].as_str().unwrap(), 38), "{asked}");
    for (name, tail) in [("successCallbackUrl", ""), ("errorCallbackUrl", "&ivy_outcome=error")] {
        let url = asked[name].as_str().unwrap();
        let nonce = url.split_once("?ivy=").unwrap().1.strip_suffix(tail).unwrap();
        assert!(url.starts_with(env::ORIGIN) && is_token(nonce, 43), "{asked}");
        assert!(!response.contains(nonce), "{response}");
    }
    assert_eq!(asked["resultCallbackUrl"], format!("{}/api/ivy/callback", env::ORIGIN));
}
