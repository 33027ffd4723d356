//! The rules without sockets: callers, methods, the clock, callbacks and failures, as a host sees them.

use ivy_sandbox_core::{BodyError, Change, Host, NoRandomness, Outcome, Request, Sandbox, Settings};
use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The time at which a sandbox starts, in epoch milliseconds.
const START: i64 = 1_800_000_000_000;

/// A host whose clock a test moves. Each random byte is one more than the one before.
#[derive(Clone)]
struct TestHost {
    now: Rc<Cell<i64>>,
    random: Rc<Cell<Option<u8>>>,
}

impl Host for TestHost {
    fn now_ms(&self) -> i64 {
        self.now.get()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for byte in bytes {
            let next = self.random.get().ok_or(NoRandomness)?.wrapping_add(1);
            self.random.set(Some(next));
            *byte = next;
        }
        Ok(())
    }
}

fn started() -> (Sandbox<TestHost>, TestHost) {
    let host = TestHost { now: Rc::new(Cell::new(START)), random: Rc::new(Cell::new(Some(0))) };
    let mut settings = Settings::new("key", "secret");
    settings.callback_retries = vec![Duration::from_secs(10)];
    (Sandbox::new(settings, "http://sandbox", host.clone()), host)
}

fn request(method: &str, target: &str, content_type: &str, body: &str) -> Request {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: [("x-ivy-api-key", "key"), ("content-type", content_type)].map(|(a, b)| (a.into(), b.into())).into(),
        peer: Some([127, 0, 0, 1].into()),
        body: Ok(body.into()),
    }
}

/// Answers a request and commits its changes.
fn answer(sandbox: &mut Sandbox<TestHost>, request: &Request) -> Outcome {
    let mut outcome = sandbox.handle(request);
    sandbox.commit(std::mem::take(&mut outcome.changes));
    outcome
}

fn call(sandbox: &mut Sandbox<TestHost>, path: &str, body: &Value) -> (u16, Value) {
    let response = answer(sandbox, &request("POST", path, "application/json", &body.to_string())).response;
    (response.status, serde_json::from_str(&response.body).unwrap())
}

fn create(sandbox: &mut Sandbox<TestHost>, reference: &str) -> Value {
    let body = json!({
        "referenceId": reference,
        "permissions": ["identity"],
        "externalUser": { "email": "ada@example.com" },
        "resultCallbackUrl": "http://shop/callback",
    });
    let (status, session) = call(sandbox, "/api/service/data/session/create", &body);
    assert_eq!(status, 200, "{session}");
    session
}

fn status(sandbox: &mut Sandbox<TestHost>, session: &Value) -> Value {
    call(sandbox, "/api/service/data/session/details", &json!({ "id": session["id"] })).1["status"].take()
}

/// Logs in and consents. Returns the result of the consent.
fn log_in(sandbox: &mut Sandbox<TestHost>, session: &Value, bank: &str) -> Outcome {
    let link = session["redirectUrl"].as_str().unwrap().strip_prefix("http://sandbox").unwrap();
    let page = answer(sandbox, &request("GET", link, "", "")).response.body;
    let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap();
    let token = rest.split('"').next().unwrap();
    let mut post = |step: &str, fields: String| {
        let form = "application/x-www-form-urlencoded";
        answer(sandbox, &request("POST", &format!("/init/{step}"), form, &format!("token={token}{fields}")))
    };
    post("bank", format!("&bank={bank}"));
    post("login", "&username=ada&password=password".to_owned());
    post("consent", String::new())
}

#[test]
fn other_machines_get_404_from_the_endpoints_for_tests() {
    let (sandbox, _) = started();
    for (peer, status) in [
        (Some("127.0.0.1"), 200),
        (Some("127.8.8.8"), 200),
        (Some("::1"), 200),
        (Some("::ffff:127.0.0.1"), 200),
        (Some("192.168.1.5"), 404),
        (Some("::ffff:10.0.0.1"), 404),
        (Some("2001:db8::1"), 404),
        (None, 404),
    ] {
        for (method, path) in [
            ("GET", "/sandbox/stats"),
            ("GET", "/sandbox/calls"),
            ("GET", "/sandbox/script"),
            ("GET", "/sandbox/clock"),
            ("GET", "/sandbox/deviations"),
            ("POST", "/sandbox/expire"),
        ] {
            let mut request = request(method, path, "application/json", r#"{"id":"0"}"#);
            request.peer = peer.map(|peer| peer.parse().unwrap());
            let response = sandbox.handle(&request).response;
            let expected = if path == "/sandbox/expire" { 404 } else { status };
            assert_eq!(response.status, expected, "{peer:?} {path}");
            let is_hidden = response.body.contains("no such endpoint");
            assert_eq!(is_hidden, status == 404, "{peer:?} {path}");
        }
    }
}

#[test]
fn each_path_takes_its_methods() {
    let (sandbox, _) = started();
    for (method, path, status, allowed) in [
        ("HEAD", "/sandbox/stats", 200, None),
        ("POST", "/sandbox/stats", 405, Some("GET,HEAD")),
        ("GET", "/sandbox/expire", 405, Some("POST")),
        ("GET", "/sandbox/complete", 405, Some("POST")),
        ("DELETE", "/sandbox/deviations", 405, Some("GET,HEAD,POST")),
        ("POST", "/sandbox/calls", 405, Some("GET,HEAD")),
        ("GET", "/sandbox/login", 405, Some("POST")),
        ("GET", "/sandbox/deliver", 405, Some("POST")),
        ("HEAD", "/sandbox/script", 200, None),
        ("PUT", "/sandbox/clock", 405, Some("GET,HEAD,POST")),
        ("POST", "/init", 405, Some("GET,HEAD")),
        ("GET", "/init/consent", 405, Some("POST")),
        ("HEAD", "/sandbox/style.css", 200, None),
        ("PUT", "/sandbox/style.css", 405, Some("GET,HEAD")),
        ("GET", "/sandbox/nothing", 404, None),
        ("POST", "/init/nothing", 404, None),
        ("POST", "/api/", 404, None),
    ] {
        let response = sandbox.handle(&request(method, path, "", "")).response;
        let allow = response.headers.iter().find(|(name, _)| *name == "allow").map(|(_, value)| value.as_str());
        assert_eq!((response.status, allow), (status, allowed), "{method} {path}");
    }
}

#[test]
fn a_body_that_was_not_read_is_refused_after_the_key() {
    let (sandbox, _) = started();
    for (error, status) in [(BodyError::TooLong, 413), (BodyError::BrokeOff, 400)] {
        let mut call = request("POST", "/api/service/data/session/create", "application/json", "");
        call.body = Err(error);
        assert_eq!(sandbox.handle(&call).response.status, status, "{error:?}");
        call.headers.clear();
        assert_eq!(sandbox.handle(&call).response.status, 401, "{error:?}");
        let mut form = request("POST", "/init/cancel", "application/x-www-form-urlencoded", "");
        form.body = Err(error);
        assert_eq!(sandbox.handle(&form).response.status, 400, "{error:?}");
    }
}

#[test]
fn a_session_expires_in_its_second() {
    let (mut sandbox, host) = started();
    let session = create(&mut sandbox, "order-1");
    assert_eq!(session["expiresAt"], START / 1000 + 3600);
    host.now.set(START + 3_600_000 - 1);
    assert_eq!(status(&mut sandbox, &session), "open");
    host.now.set(START + 3_600_000);
    assert_eq!(status(&mut sandbox, &session), "expired");
}

#[test]
fn a_callback_is_leased_retried_and_given_up() {
    let (mut sandbox, host) = started();
    let session = create(&mut sandbox, "order-1");
    let posts = log_in(&mut sandbox, &session, "de-testbank").posts;
    let [post] = &posts[..] else { panic!("{posts:?}") };
    assert_eq!(post.url, "http://shop/callback");
    assert_eq!(sandbox.next_due_in_ms(), Some(15_000), "leased for the attempt");
    assert!(sandbox.take_due().posts.is_empty());

    let changes = sandbox.settle(&post.id, Some(204));
    sandbox.commit(changes);
    assert_eq!(sandbox.next_due_in_ms(), Some(10_000));
    host.now.set(START + 10_000);
    let again = sandbox.take_due();
    assert_eq!(&again.posts, &posts, "the same bytes");
    sandbox.commit(again.changes);
    assert!(sandbox.take_due().posts.is_empty());
    let changes = sandbox.settle(&post.id, None);
    sandbox.commit(changes);
    assert_eq!(sandbox.next_due_in_ms(), None, "given up");
    assert!(sandbox.settle(&post.id, Some(200)).is_empty(), "nothing is left to settle");
    assert_eq!(call(&mut sandbox, "/sandbox/complete", &json!({ "id": session["id"] })).1["status"], "complete");
}

#[test]
fn a_late_bank_confirms_in_its_second() {
    let (mut sandbox, host) = started();
    let session = create(&mut sandbox, "order-1");
    assert!(log_in(&mut sandbox, &session, "de-latebank").posts.is_empty());
    assert_eq!(sandbox.next_due_in_ms(), Some(5_000));
    host.now.set(START + 4_999);
    assert_eq!(status(&mut sandbox, &session), "open");
    assert!(sandbox.resume().is_empty(), "a restart posts no result ahead of its time");
    host.now.set(START + 5_000);
    assert_eq!(status(&mut sandbox, &session), "complete");
    assert_eq!(sandbox.take_due().posts.len(), 1);
}

/// A host that stores rows as they come, and loads all of them, gets the same state.
#[test]
fn rows_hold_everything_but_the_deviations() {
    let (mut sandbox, host) = started();
    let mut rows = Vec::new();
    let deviate = |sandbox: &mut Sandbox<TestHost>, body: Value| call(sandbox, "/sandbox/deviations", &body).1;
    let keep = |sandbox: &mut Sandbox<TestHost>, request: &Request| {
        let outcome = sandbox.handle(request);
        let rows: Vec<_> = outcome.changes.iter().flat_map(ivy_sandbox_core::Change::rows).collect();
        sandbox.commit(outcome.changes);
        (outcome.response, rows)
    };
    deviate(&mut sandbox, json!({ "repeatId": true }));
    for reference in ["order-1", "order-2"] {
        let body = json!({ "referenceId": reference, "permissions": ["identity"], "externalUser": { "phone": "+49" } });
        let create = request("POST", "/api/service/data/session/create", "application/json", &body.to_string());
        rows.extend(keep(&mut sandbox, &create).1);
    }
    let mut copy = Sandbox::new(sandbox.settings().clone(), sandbox.origin(), host);
    for row in &rows {
        let text = serde_json::to_string(row).unwrap();
        copy.load(&serde_json::from_str(&text).unwrap()).unwrap();
    }
    assert_eq!(call(&mut copy, "/sandbox/deviations", &json!({})).1["repeatId"], false);
    let stats = request("GET", "/sandbox/stats", "", "");
    assert_eq!(copy.handle(&stats).response, sandbox.handle(&stats).response);
    let id = serde_json::from_str::<Value>(rows[0].columns["id"].to_string().as_str()).unwrap();
    for sandbox in [&mut sandbox, &mut copy] {
        let details = call(sandbox, "/api/service/data/session/details", &json!({ "id": id })).1;
        assert_eq!(details["referenceId"], "order-2", "the last one with this id");
    }
    let mut wrong = rows[0].clone();
    wrong.columns.insert("state".to_owned(), json!("lost"));
    assert_eq!(copy.load(&wrong).unwrap_err().to_string(), "the column state of a row in sessions is invalid");
}

#[test]
fn without_randomness_nothing_is_stored() {
    let (mut sandbox, host) = started();
    let stored = |outcome: &Outcome| outcome.changes.iter().flat_map(Change::rows).count();
    let session = create(&mut sandbox, "order-1");
    host.random.set(None);
    let body = json!({ "referenceId": "order-2", "permissions": ["identity"] }).to_string();
    let outcome = sandbox.handle(&request("POST", "/api/service/data/session/create", "application/json", &body));
    assert_eq!((outcome.response.status, stored(&outcome)), (500, 0));
    let link = session["redirectUrl"].as_str().unwrap().strip_prefix("http://sandbox").unwrap();
    let outcome = sandbox.handle(&request("GET", link, "", ""));
    assert_eq!((outcome.response.status, stored(&outcome)), (500, 0));
    assert_eq!(sandbox.failure().status, 500);
}
