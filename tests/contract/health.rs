//! SECURITY.md, 16: health shows the last known states, metrics count, and neither is a public route.

use serde_json::{Value, json};

use crate::support::{Fault, TestEnv, a_request, now};

#[tokio::test]
async fn health_says_what_was_learned_last_and_asks_nobody() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let health = env.proxy.health().await;
    assert_eq!((&health["ready"], &health["ok"]), (&json!(true), &json!(true)));
    assert_eq!(health["ivy"], json!({ "state": "unknown", "at": null }));
    assert_eq!(health["breakers"], json!({ "create": "closed", "details": "closed", "list": "closed" }));
    assert_eq!(health["listPath"], Value::Null);

    ada.create().await;
    let health = env.proxy.health().await;
    for part in ["database", "ivy"] {
        assert_eq!(health[part]["state"], "up", "{health}");
        let at = health[part]["at"].as_i64().expect("a time");
        assert!((now() - 600..=now()).contains(&at), "{health}");
    }
    let request_count = env.ivy.request_count();
    env.ivy.inject(Fault::Respond(500, "application/json", "{}".into()));
    for _ in 0..3 {
        assert_eq!(env.proxy.health().await["ok"], true);
    }
    assert_eq!(env.ivy.request_count(), request_count, "health asked Ivy");

    // Ivy is down, but the proxy is ready.
    assert_eq!(ada.post("/data/session/list", json!({})).await.status, 502);
    let health = env.proxy.health().await;
    assert_eq!((&health["ready"], &health["ok"]), (&json!(true), &json!(false)));
    assert_eq!(health["ivy"]["state"], "down");
    ada.list().await;
    assert_eq!(env.proxy.health().await["ok"], true);
}

#[tokio::test]
async fn a_wrong_list_path_is_not_well() {
    let env = TestEnv::with(|settings| settings.list_path = Some("/nowhere".into())).await;
    assert_eq!(env.proxy.check_list_path().await, "missing");
    let health = env.proxy.health().await;
    assert_eq!(
        (&health["listPath"], &health["ok"], &health["ready"]),
        (&json!("missing"), &json!(false), &json!(true))
    );
    let env = TestEnv::new().await;
    env.proxy.check_list_path().await;
    let health = env.proxy.health().await;
    assert_eq!((&health["listPath"], &health["listWay"]), (&json!("answers"), &json!("referenceId")));
}

#[tokio::test]
async fn without_its_table_a_proxy_is_not_ready() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    env.database.run("ALTER TABLE ivy_sessions RENAME TO ivy_sessions_gone").await;
    assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 503);
    let health = env.proxy.health().await;
    assert_eq!((&health["database"]["state"], &health["ready"]), (&json!("down"), &json!(false)));
    env.database.run("ALTER TABLE ivy_sessions_gone RENAME TO ivy_sessions").await;
    assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 200);
    assert_eq!(env.proxy.health().await["ready"], true);
}

#[tokio::test]
async fn requests_refusals_and_ivy_are_counted() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    ada.create().await;
    ada.list().await;
    ada.list().await;
    ada.post("/data/session/create", json!({})).await;
    ada.post("/data/session/details", json!({ "id": "unknown" })).await;
    ada.post("/result", json!({ "nonce": "unknown" })).await;
    ada.post("/nowhere", json!({})).await;
    env.ivy.inject(Fault::Respond(500, "application/json", "{}".into()));
    ada.post("/data/session/create", a_request()).await;
    for (name, count) in [
        ("ivy_proxy_requests_total{operation=\"create\",status=\"200\"}", 1),
        ("ivy_proxy_requests_total{operation=\"create\",status=\"422\"}", 1),
        ("ivy_proxy_requests_total{operation=\"create\",status=\"502\"}", 1),
        ("ivy_proxy_requests_total{operation=\"list\",status=\"200\"}", 2),
        ("ivy_proxy_requests_total{operation=\"unknown\",status=\"404\"}", 1),
        ("ivy_proxy_refusals_total{code=\"validation_failed\"}", 1),
        ("ivy_proxy_refusals_total{code=\"not_found\"}", 2),
        ("ivy_proxy_refusals_total{code=\"proxy_unavailable\"}", 1),
        ("ivy_proxy_upstream_latency_seconds_count{operation=\"create\"}", 2),
        // Two lists, and the check before the first one.
        ("ivy_proxy_upstream_latency_seconds_count{operation=\"list\"}", 3),
        ("ivy_proxy_locks_total", 0),
        ("ivy_proxy_in_flight", 0),
        ("ivy_proxy_buffered_bytes", 0),
    ] {
        assert_eq!(env.proxy.metric(name).await, count, "{name}");
    }
}

#[tokio::test]
async fn neither_is_a_route() {
    let env = TestEnv::new().await;
    let guest = env.browser(None);
    for path in ["/health", "/metrics", "/healthz", "/ready"] {
        for method in ["GET", "POST"] {
            let request = guest.request(path).method(method.parse().expect("a method"));
            assert_eq!(request.send().await.refusal(), (404, "misconfigured".to_owned()), "{method} {path}");
        }
    }
}
