//! SECURITY.md, 11 and 16: limits on one request, one address, all requests together, and calls to Ivy.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Browser, Fault, Kind, RequestBuilder, TestDatabase, TestEnv, a_request};

const LIST: &str = "/data/session/list";

/// A timeout longer than any test: no test here waits for a body's deadline.
const FOR_EVER: Duration = Duration::from_secs(600);
const PATIENCE: Duration = Duration::from_secs(60);

/// Returns a well-formed signature that signs nothing.
fn a_wrong_signature() -> String {
    "0".repeat(64)
}

/// Returns a body of the longest length for pages, filled with the same item and commas.
fn filled(before: &str, item: &str, after: &str) -> String {
    let count = (65_536 - before.len() - after.len() + 1) / (item.len() + 1);
    format!("{before}{}{after}", vec![item; count].join(","))
}

#[tokio::test]
async fn a_request_full_of_mistakes_gets_a_short_response() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let deep = format!("{}{{\"prototype\":1}}{}", "[0,0,0,0,0,0,0,0,0,0,0,".repeat(50), "]".repeat(50));
    let rows = [
        ("/data/session/create", filled("{\"permissions\":[", "1", "]}"), 100),
        ("/data/session/create", filled("{\"permissions\":[", "\"identity\"", "]}"), 100),
        ("/data/session/create", filled("{\"externalUser\":{", "\"somebody\":1", "}}"), 100),
        ("/data/session/create", filled("{", "\"an-unknown-field\":1", "}"), 100),
        ("/data/session/create", filled("{\"a\":[", &deep, "]}"), 2),
        ("/data/session/create", filled("{\"metadata\":{", "\"a\":1", "}}"), 2),
        (LIST, filled("{", "\"externalUserEmail\":1", "}"), 100),
        ("/data/session/details", filled("{", "\"field\":1", "}"), 100),
        ("/forget", filled("{", "\"id\":1", "}"), 100),
        ("/start", filled("permissions=", "", ""), 100),
        ("/start", filled("permissions=", "identity", ""), 100),
    ];
    for (path, body, least) in rows {
        let request = ada.request(path);
        let request = if path == "/start" {
            request.header("content-type", Some("application/x-www-form-urlencoded"))
        } else {
            request
        };
        let response = request.raw(body.as_str()).send().await;
        let start = &body[..40];
        assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{path} {start}");
        assert!(response.text.len() <= 16 * 1024, "{path} {start}: {} bytes", response.text.len());
        let issues = response.json()["issues"].as_array().expect("issues").len();
        assert!((least.min(50)..=100).contains(&issues), "{path} {start}: {issues}");
        assert!(issues == 100 || response.text.len() > 15 * 1024 || least < 100, "{path} {start}: {issues}");
    }
    assert_eq!(env.ivy.request_count(), 0);
}

/// Sends the head of a request whose body is still to come.
async fn announce(env: &TestEnv, path: &str, headers: &str) -> TcpStream {
    let address = env.url().trim_start_matches("http://").split('/').next().expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!("POST /api/ivy{path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("sends");
    stream
}

/// Returns the status of the response.
async fn status(stream: &mut TcpStream) -> u16 {
    let mut head = [0; 12];
    let read = tokio::time::timeout(PATIENCE, stream.read_exact(&mut head)).await;
    read.expect("an answer").expect("a whole status");
    String::from_utf8_lossy(&head)[9..].parse().expect("a status")
}

#[tokio::test]
async fn a_callback_that_cannot_be_signed_is_refused_before_its_body() {
    let env = TestEnv::with(|settings| settings.limits.body_deadline = Some(FOR_EVER)).await;
    let right = a_wrong_signature();
    let signature = |value: &str| format!("\r\nx-ivy-signature: {value}");
    for signature in [
        String::new(),
        signature(""),
        signature(&right[1..]),
        signature(&format!("{right}0")),
        signature(&right.replace('0', "A")),
        signature(&right.replace('0', "g")),
        signature(&format!("sha256={right}")),
        signature(&right) + &signature(&right),
    ] {
        let mut stream = announce(&env, "/callback", &format!("content-length: 1000000{signature}")).await;
        assert_eq!(status(&mut stream).await, 401, "{signature}");
    }
    // A body with a well-formed signature is awaited, and verified.
    let mut stream = announce(&env, "/callback", &format!("content-length: 2{}", signature(&right))).await;
    stream.write_all(b"{}").await.expect("sends");
    assert_eq!(status(&mut stream).await, 401);
}

fn from<'a>(browser: &'a Browser, path: &str, address: &str) -> RequestBuilder<'a> {
    browser.request(path).header("x-forwarded-for", Some(address))
}

#[tokio::test]
async fn one_address_gets_an_eighth_of_the_requests() {
    let env = TestEnv::with(|settings| {
        settings.address_header = Some("x-forwarded-for");
        settings.limits.requests_in_flight = Some(15);
    })
    .await;
    // Lists of one customer at the same moment are one call.
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let response = env.ivy.hold_next();
    let slow = from(&ada, LIST, "203.0.113.1").send();
    let quick = async {
        env.ivy.wait_for_request().await;
        let refused = from(&ada, LIST, "203.0.113.1").send().await;
        assert_eq!(refused.refusal(), (503, "proxy_unavailable".to_owned()));
        assert!(refused.header("retry-after").is_some());
        assert_eq!(from(&ben, LIST, "203.0.113.2").send().await.status, 200);
        assert_eq!(env.proxy.metric("ivy_proxy_in_flight").await, 1);
        response.notify_one();
    };
    let (slow, ()) = tokio::join!(slow, quick);
    assert_eq!(slow.status, 200);
    assert_eq!(from(&ada, LIST, "203.0.113.1").send().await.status, 200);
    assert_eq!(env.proxy.metric("ivy_proxy_in_flight").await, 0);
    assert_eq!(env.proxy.metric("ivy_proxy_alarms_total{event=\"capacity\"}").await, 1);
}

/// Sends requests until the proxy has noticed a closed connection.
async fn until(env: &TestEnv, bytes: u64) {
    let noticed = async {
        while env.proxy.metric("ivy_proxy_buffered_bytes").await != bytes {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noticed).await.expect("the bytes that are held");
}

#[tokio::test]
async fn bodies_that_do_not_come_hold_an_eighth_at_most() {
    const MEGABYTE: u64 = 1024 * 1024;
    let env = TestEnv::with(|settings| {
        settings.address_header = Some("x-forwarded-for");
        settings.limits.body_deadline = Some(FOR_EVER);
        settings.limits.buffered_bytes = Some(8 * MEGABYTE as usize);
    })
    .await;
    let browser = env.browser(None);
    let callback = async |address: &str, length: &str| {
        let headers = format!("x-ivy-signature: {}\r\nx-forwarded-for: {address}\r\n{length}", a_wrong_signature());
        announce(&env, "/callback", &headers).await
    };
    let status_from = async |address: &str| {
        let request = from(&browser, "/callback", address).header("x-ivy-signature", Some(&a_wrong_signature()));
        request.send().await.status
    };
    // A body counts with its announced length, else with the longest that it may have.
    for length in ["content-length: 1048576", "transfer-encoding: chunked"] {
        let held = callback("203.0.113.1", length).await;
        until(&env, MEGABYTE).await;
        assert_eq!(status_from("203.0.113.1").await, 503, "{length}");
        assert_eq!(status_from("203.0.113.2").await, 401, "{length}");
        drop(held);
        until(&env, 0).await;
        assert_eq!(status_from("203.0.113.1").await, 401, "{length}");
    }
    // Eight addresses fill the callbacks' capacity. Pages have a separate one.
    let mut held = Vec::new();
    for address in 1..=8 {
        held.push(callback(&format!("203.0.113.{address}"), "content-length: 1048576").await);
        until(&env, address * MEGABYTE).await;
    }
    assert_eq!(status_from("203.0.113.9").await, 503);
    let list = from(&env.browser(Some("ada")), LIST, "203.0.113.9").send().await;
    assert_eq!(list.status, 200, "{}", list.text);
    drop(held);
    until(&env, 0).await;
    assert_eq!(status_from("203.0.113.9").await, 401);
    assert_eq!(env.proxy.metric("ivy_proxy_in_flight").await, 0);
}

#[tokio::test]
async fn so_many_requests_are_under_way_to_ivy_and_no_more() {
    let env = TestEnv::with(|settings| settings.limits.ivy_in_flight = Some(1)).await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let response = env.ivy.hold_next();
    let slow = ada.post(LIST, json!({}));
    let quick = async {
        env.ivy.wait_for_request().await;
        for (path, body) in [(LIST, json!({})), ("/data/session/create", a_request())] {
            let refused = ben.post(path, body).await;
            assert_eq!(refused.refusal(), (503, "proxy_unavailable".to_owned()), "{path}");
        }
        assert_eq!(env.proxy.metric("ivy_proxy_upstream_in_flight").await, 1);
        response.notify_one();
    };
    let (slow, ()) = tokio::join!(slow, quick);
    assert_eq!((slow.status, env.ivy.request_count()), (200, 1));
    ben.create().await;
    assert_eq!(env.proxy.metric("ivy_proxy_upstream_in_flight").await, 0);
    assert_eq!(env.proxy.metric("ivy_proxy_alarms_total{event=\"ivy_capacity\"}").await, 2);
}

#[tokio::test]
async fn an_ivy_that_fails_in_a_row_is_left_alone() {
    let env = TestEnv::with(|settings| {
        settings.limits.breaker_failures = Some(3);
        settings.limits.breaker_open = Some(Duration::from_secs(3600));
    })
    .await;
    let ada = env.browser(Some("ada"));
    let fail = |status| env.ivy.inject(Fault::Respond(status, "application/json", "{}".into()));
    // Any response that shows that Ivy is up ends the series of failures, including rejections.
    for status in [500, 503, 400, 429, 504, 404, 500, 500, 401] {
        fail(status);
        ada.post(LIST, json!({})).await;
    }
    assert_eq!(ada.list().await, Vec::<String>::new());
    for status in [500, 429, 503] {
        fail(status);
        ada.post(LIST, json!({})).await;
    }
    let request_count = env.ivy.request_count();
    let refused = ada.post(LIST, json!({})).await;
    assert_eq!(refused.refusal(), (503, "proxy_unavailable".to_owned()));
    let wait: u64 = refused.header("retry-after").and_then(|text| text.parse().ok()).expect("seconds");
    assert!((1..=3600).contains(&wait), "{wait}");
    assert_eq!(env.ivy.request_count(), request_count);
    // Another endpoint has a separate breaker.
    ada.create().await;
    assert_eq!(env.proxy.metric("ivy_proxy_breaker_open{operation=\"list\"}").await, 1);
    assert_eq!(env.proxy.metric("ivy_proxy_breaker_open{operation=\"create\"}").await, 0);
    assert_eq!(env.proxy.metric("ivy_proxy_alarms_total{event=\"breaker_opened\"}").await, 1);
    assert_eq!(env.proxy.health().await["breakers"]["list"], "open");
}

#[tokio::test]
async fn after_a_while_one_request_tries_whether_ivy_is_well_again() {
    let env = TestEnv::with(|settings| {
        settings.limits.breaker_failures = Some(1);
        settings.limits.breaker_open = Some(Duration::from_millis(1));
    })
    .await;
    // Lists of one customer at the same moment are one call.
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let pause = || tokio::time::sleep(Duration::from_millis(50));
    env.ivy.inject(Fault::Lost);
    assert_eq!(ada.post(LIST, json!({})).await.status, 502);
    pause().await;
    // The probe is in flight, and no other call passes.
    let response = env.ivy.hold_next();
    let request_count = env.ivy.request_count();
    let probe = ada.post(LIST, json!({}));
    let others = async {
        while env.ivy.request_count() == request_count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(ben.post(LIST, json!({})).await.status, 503);
        assert_eq!(env.proxy.health().await["breakers"]["list"], "half_open");
        response.notify_one();
    };
    let (probe, ()) = tokio::join!(probe, others);
    assert_eq!((probe.status, env.ivy.request_count()), (200, request_count + 1));
    assert_eq!(ada.list().await, Vec::<String>::new());
    assert_eq!(env.proxy.health().await["breakers"]["list"], "closed");
}

/// Checks that two secrets are valid during a replacement.
#[tokio::test]
async fn callbacks_may_be_signed_with_the_old_secret_while_it_is_replaced() {
    let ivy = crate::support::Ivy::start().await;
    let new = "another-signing-secret-5c1e".to_owned();
    for (secrets, status) in [
        (vec![new.clone(), crate::support::SIGNING_SECRET.into()], 200),
        (vec![crate::support::SIGNING_SECRET.into(), new.clone()], 200),
        (vec![new.clone()], 401),
    ] {
        let kind = Kind::under_test();
        let change = |settings: &mut crate::support::Settings| settings.signing_secrets = secrets.clone();
        let env = TestEnv::of(kind, TestDatabase::new().await, ivy.clone(), change).await;
        let callback = ivy.send_callback(&env.browser(None), &json!({ "id": "unknown", "status": "complete" })).await;
        assert_eq!(callback.status, status, "{secrets:?}");
    }
}
