//! What has to hold whatever body is sent to the proxy. Run with random bytes by `cargo fuzz`, and with the committed
//! seeds by `fuzz_seeds.rs`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a property fails by panicking")]

mod ivy;
mod world;

use axum::http::StatusCode;
use serde_json::{Value, json};
use std::cell::RefCell;
use world::{Answer, Asker, World};

/// After so many bodies everything is made anew, so that neither table nor log of requests grows without end.
const LIFE: usize = 5_000;

thread_local! {
    static WORLD: RefCell<(World, usize)> = RefCell::new((World::new(), 0));
}

/// The first byte chooses route, asker and signature, the others are the body. In it `@id@`, `@ref@` and `@nonce@` stand for
/// what Ben's login is known by, which nobody else can guess, `@mine@` for Ada's open session.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return };
    WORLD.with_borrow_mut(|(world, age)| {
        *age += 1;
        if *age > LIFE {
            (*world, *age) = (World::new(), 1);
        }
        let body = world.filled_in(body);
        let choice = usize::from(*choice);
        match choice % 7 {
            5 => start(world, asker(choice / 7), body),
            6 if choice / 7 % 2 == 0 => unsigned_callback(world, body),
            6 => signed_callback(world, body),
            route if locks(world, ROUTES[route], &body) => {
                locking(world, asker(choice / 7), body);
                *age = LIFE;
            }
            route => page(world, ROUTES[route], asker(choice / 7), body),
        }
    });
}

const ROUTES: [&str; 5] = ["/data/session/create", "/data/session/list", "/data/session/details", "/result", "/forget"];

fn asker(choice: usize) -> Asker {
    if choice % 3 == 2 { Asker::Guest } else { Asker::Ada }
}

/// A page's request: an answer of the contract, for the asker alone.
fn page(world: &World, route: &str, asker: Asker, body: Vec<u8>) {
    let answer = world.post(route, asker, "application/json", body);
    let expected = [200, 400, 403, 404, 413, 422];
    assert!(expected.contains(&answer.status.as_u16()), "{route}: {} {}", answer.status, answer.text);
    shows_nothing_of_ben(&answer.text);
    asked_for_the_asker(world, asker, &answer.text);
    if answer.status == StatusCode::OK {
        assert!(answer.json().is_object(), "{route}: {}", answer.text);
    } else {
        let body = answer.json();
        let names: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(names.iter().all(|name| ["code", "issues", "requestId"].contains(name)), "{}", answer.text);
    }
    bens_session_is_his(world);
}

/// Returns true if somebody else presents the nonce of Ben's login, who has it from a log or a forwarded link.
fn locks(world: &World, route: &str, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    route == "/result" && text.contains(&world.ben.nonce)
}

/// Ben's nonce from somebody else: nobody is shown his login any more, not even Ben, unless the body was refused.
fn locking(world: &World, asker: Asker, body: Vec<u8>) {
    let exact = serde_json::from_slice::<Value>(&body).is_ok_and(|body| body == json!({ "nonce": world.ben.nonce }));
    let answer = world.post("/result", asker, "application/json", body);
    shows_nothing_of_ben(&answer.text);
    world.ivy.take();
    let bens = bens_details(world);
    match bens.status {
        StatusCode::NOT_FOUND => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text),
        StatusCode::OK if !exact => assert!(bens.text.contains(ivy::BENS_DATA), "{}", bens.text),
        _ => panic!("{} {}", bens.status, bens.text),
    }
}

/// A form: to a login page, back to the shop, or refused.
fn start(world: &World, asker: Asker, body: Vec<u8>) {
    let answer = world.post("/start", asker, "application/x-www-form-urlencoded", body);
    match answer.status.as_u16() {
        303 => assert!(answer.location.starts_with(ivy::LOGIN_PAGE), "{}", answer.location),
        400 | 403 | 413 | 422 => {}
        _ => panic!("{} {}", answer.status, answer.text),
    }
    shows_nothing_of_ben(&answer.text);
    asked_for_the_asker(world, asker, &answer.text);
}

/// Without Ivy's signature nothing is read at all.
fn unsigned_callback(world: &World, body: Vec<u8>) {
    let before = world.table();
    let answer = world.callback(body, "00".repeat(32));
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text);
    assert_eq!(world.table(), before);
}

/// Whatever Ivy signs, a login that is complete stays so, and nobody else's.
fn signed_callback(world: &World, body: Vec<u8>) {
    let signature = ivy::sign(&body);
    let answer = world.callback(body, signature);
    assert!([200, 400].contains(&answer.status.as_u16()), "{} {}", answer.status, answer.text);
    bens_session_is_his(world);
}

/// The data of another customer, in an answer to somebody else.
fn shows_nothing_of_ben(text: &str) {
    assert!(!text.contains(ivy::BENS_DATA), "{text}");
}

/// Ben still sees his session: nobody took it over, and nobody else's word made it disappear.
fn bens_session_is_his(world: &World) {
    let answer = bens_details(world);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains(ivy::BENS_DATA), "{}", answer.text);
}

fn bens_details(world: &World) -> Answer {
    let body = format!("{{\"id\":\"{}\"}}", world.ben.id);
    let answer = world.post("/data/session/details", Asker::Ben, "application/json", body.into_bytes());
    world.ivy.take();
    answer
}

/// What Ivy was asked since the last look names the asker by the proxy's own knowledge, and returns to the shop.
fn asked_for_the_asker(world: &World, asker: Asker, answer: &str) {
    for (path, text) in world.ivy.take() {
        let asked: Value = serde_json::from_str(&text).unwrap();
        match path.as_str() {
            ivy::CREATE => {
                assert_eq!(ivy::members(&text).len(), asked.as_object().unwrap().len(), "a key twice: {text}");
                created_for_the_asker(asker, &asked, answer);
            }
            ivy::LIST => assert_eq!(text, r#"{"externalUserReferenceId":"cus_ada"}"#),
            ivy::DETAILS => assert_ne!(asked["id"], world.ben.id.as_str(), "{text}"),
            _ => panic!("{path} is no path of ivy"),
        }
    }
}

fn created_for_the_asker(asker: Asker, asked: &Value, answer: &str) {
    let user = &asked["externalUser"];
    match asker {
        Asker::Ada => {
            assert_eq!(user["referenceId"], "cus_ada", "{asked}");
            assert!(user["email"].is_null() || user["email"] == "ada@example.com", "{asked}");
            assert!(user["phone"].is_null() || user["phone"] == "+4915200000001", "{asked}");
        }
        Asker::Guest | Asker::Ben => assert!(user.is_null(), "{asked}"),
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
        assert!(url.starts_with(world::ORIGIN) && is_token(nonce, 43), "{asked}");
        assert!(!answer.contains(nonce), "{answer}");
    }
    assert_eq!(asked["resultCallbackUrl"], format!("{}/api/ivy/callback", world::ORIGIN));
}
