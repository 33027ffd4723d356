//! SECURITY.md, 10 and 11: headers of every response, and rate limits.

use std::time::Duration;

use axum::http::Method;
use ivy_data_session::recall::Criteria;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Fault, ORIGIN, Rate, TestEnv, a_request};

#[tokio::test]
async fn every_response_has_the_protective_headers() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    env.ivy.inject(Fault::Respond(500, "text/html", "<h1>oops".into()));
    let responses = [
        ada.post("/data/session/list", json!({})).await,
        ada.create().await,
        ada.post("/data/session/list", json!({})).await,
        ada.post("/data/session/details", json!({ "id": "no" })).await,
        ada.post("/result", json!({})).await,
        ada.post("/callback", json!({})).await,
        ada.post("/start", json!({})).await,
        ada.post("/nowhere", json!({})).await,
        ada.request("/forget").header("origin", None).send().await,
        ada.request("/result").method(Method::GET).send().await,
        ada.request("/result").method(Method::OPTIONS).send().await,
    ];
    let mut ids = Vec::new();
    for response in &responses {
        for (name, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("vary", "Cookie, Origin"),
        ] {
            assert_eq!(response.header(name), Some(value), "{}", response.text);
        }
        assert!(response.header("content-security-policy").is_some_and(|csp| csp.contains("frame-ancestors 'none'")));
        assert!(response.header("date").is_some());
        if !response.text.is_empty() {
            assert_eq!(response.header("content-type"), Some("application/json"));
        }
        ids.push(response.header("ivy-request-id").expect("a request id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), responses.len());
}

#[tokio::test]
async fn bodies_have_a_length() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let padded = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
    for path in ["/data/session/create", "/data/session/list", "/data/session/details", "/result", "/forget"] {
        let response = ada.request(path).raw(padded(65_537)).send().await;
        assert_eq!(response.refusal(), (413, "proxy_rejected".to_owned()), "{path}");
        assert_ne!(ada.request(path).raw(padded(65_536)).send().await.status, 413, "{path}");
    }
    let form = ada.request("/start").header("content-type", Some("application/x-www-form-urlencoded"));
    assert_eq!(form.raw("a".repeat(65_537)).send().await.status, 413);
    let callback = || ada.request("/callback").header("x-ivy-signature", Some(&"0".repeat(64)));
    assert_eq!(callback().raw(padded(1_048_577)).send().await.status, 413);
    assert_eq!(callback().raw(padded(1_048_576)).send().await.status, 401);
    assert_eq!(env.ivy.requests_to("/create"), 0);
}

/// Sends a raw request, and returns everything until the proxy closes the connection.
async fn raw(env: &TestEnv, head: &str, body: &[u8]) -> String {
    let address = env.url().trim_start_matches("http://").split('/').next().expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST /api/ivy/data/session/list HTTP/1.1\r\nhost: localhost\r\norigin: {ORIGIN}\r\nivy-client: 1\r\n\
         content-type: application/json\r\nconnection: close\r\n{head}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("sends");
    let _ = stream.write_all(body).await;
    let mut response = Vec::new();
    // A connection that is reset after the response counts as closed.
    let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut response)).await.expect("an end");
    String::from_utf8_lossy(&response).into_owned()
}

#[tokio::test]
async fn a_length_may_be_announced_or_not() {
    let env = TestEnv::new().await;
    let announced = raw(&env, "content-length: 52428800", b"{").await;
    assert!(announced.starts_with("HTTP/1.1 413"), "{announced}");
    let mut chunks = Vec::new();
    for _ in 0..70 {
        chunks.extend_from_slice(b"400\r\n");
        chunks.extend_from_slice(&[b' '; 1024]);
        chunks.extend_from_slice(b"\r\n");
    }
    let chunked = raw(&env, "transfer-encoding: chunked", &chunks).await;
    assert!(chunked.starts_with("HTTP/1.1 413"), "{chunked}");
    let env = TestEnv::with(|settings| settings.limits.body_deadline = Some(Duration::from_millis(300))).await;
    let trickling = raw(&env, "content-length: 100", b"{").await;
    assert!(trickling.starts_with("HTTP/1.1 408") && trickling.contains("\"code\":\"timeout\""), "{trickling}");
}

#[tokio::test]
async fn a_customer_can_ask_too_often() {
    // One more request after three seconds: no machine needs that long for requests that are rejected earlier.
    let env = TestEnv::with(|settings| settings.limits.per_owner = Some(Rate { burst: 3, per_minute: 20 })).await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    for _ in 0..3 {
        assert_eq!(ada.post("/data/session/list", json!({})).await.status, 200);
    }
    // Another browser and another route have the same customer.
    let elsewhere = env.browser(Some("ada"));
    let mut wait = 0;
    for path in ["/data/session/list", "/forget", "/result"] {
        let response = elsewhere.post(path, json!({})).await;
        assert_eq!(response.refusal(), (429, "rate_limited".to_owned()), "{path}");
        wait = response.header("retry-after").and_then(|text| text.parse().ok()).expect("whole seconds");
        assert!((1..=3).contains(&wait), "{path}: {wait}");
    }
    assert_eq!(ben.post("/data/session/list", json!({})).await.status, 200);
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(ada.post("/data/session/list", json!({})).await.status, 200);
}

#[tokio::test]
async fn what_the_shops_own_server_asks_counts_too() {
    let env = TestEnv::with(|settings| settings.limits.per_owner = Some(Rate { burst: 3, per_minute: 1 })).await;
    let wanted = Criteria { required: Vec::new(), max_age_days: None };
    let nonce = "a".repeat(43);
    let ada = env.browser(Some("ada"));
    let mut refusals = Vec::new();
    for _ in 0..2 {
        refusals.push(env.proxy.release_account(Some("ada"), "unknown", "handle", &wanted).await.unwrap_err().status);
        refusals.push(env.proxy.present_nonce(&ada, &nonce).await.unwrap_err().status);
        refusals.push(env.proxy.login(&ada, "unknown").await.unwrap_err().status);
    }
    assert_eq!(refusals, [404, 404, 404, 429, 429, 429]);
    assert_eq!(env.browser(Some("ada")).post("/data/session/list", json!({})).await.status, 429);
    assert_eq!(env.proxy.login(&env.browser(Some("ben")), "unknown").await.unwrap_err().status, 404);
}

#[tokio::test]
async fn an_address_can_ask_too_often() {
    let env = TestEnv::with(|settings| {
        settings.limits.per_address = Some(Rate { burst: 2, per_minute: 1 });
        settings.address_header = Some("x-forwarded-for");
    })
    .await;
    let guest = env.browser(None);
    let from = |address: &'static str| {
        guest.request("/data/session/list").header("x-forwarded-for", Some(address)).json(&json!({})).send()
    };
    for address in ["203.0.113.7", "198.51.100.1, 203.0.113.7"] {
        assert_eq!(from(address).await.status, 200);
    }
    // The client wrote everything before the last item, so it is ignored.
    assert_eq!(from("198.51.100.2, 203.0.113.7").await.status, 429);
    assert_eq!(from("203.0.113.8").await.status, 200);
    // One IPv6 connection has a whole /64.
    for address in ["2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6"] {
        assert_eq!(from(address).await.status, 200);
    }
    assert_eq!(from("2001:db8:1:2:ffff::9").await.status, 429);
    assert_eq!(from("2001:db8:1:3::1").await.status, 200);
    // Pages and callbacks have separate limits.
    let callback = guest.request("/callback").header("x-forwarded-for", Some("203.0.113.7")).send().await;
    assert_eq!(callback.status, 401);
}

#[tokio::test]
async fn callbacks_can_come_too_often() {
    let env =
        TestEnv::with(|settings| settings.limits.callbacks_per_address = Some(Rate { burst: 1, per_minute: 1 })).await;
    let browser = env.browser(None);
    assert_eq!(browser.post("/callback", json!({})).await.status, 401);
    assert_eq!(browser.post("/callback", json!({})).await.refusal(), (429, "rate_limited".to_owned()));
}

#[tokio::test]
async fn a_slow_ivy_holds_up_nobody_else() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let response = env.ivy.hold_next();
    let slow = ada.post("/data/session/create", a_request());
    // If requests were serialized, Ada's would time out: it is only answered after Ben's create.
    let quick = async {
        env.ivy.wait_for_request().await;
        ben.create().await;
        response.notify_one();
    };
    let (slow, ()) = tokio::join!(slow, quick);
    assert_eq!(slow.status, 200);
}
