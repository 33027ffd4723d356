//! SECURITY.md, 9: requests that no page of the shop sent.

use axum::http::Method;
use serde_json::json;

use crate::support::{ORIGIN, TestEnv, a_request};

const JSON_ROUTES: [&str; 5] =
    ["/data/session/create", "/data/session/list", "/data/session/details", "/result", "/forget"];

#[tokio::test]
async fn foreign_requests_are_refused() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let rows: [(&str, Option<&str>, u16); 26] = [
        ("origin", None, 403),
        ("origin", Some("null"), 403),
        ("origin", Some(""), 403),
        ("origin", Some("https://evil.example"), 403),
        ("origin", Some("http://localhost:3001"), 403),
        ("origin", Some("https://localhost:3000"), 403),
        ("origin", Some("http://localhost:3000.evil.example"), 403),
        ("origin", Some("http://LOCALHOST:3000"), 403),
        ("origin", Some("http://localhost:3000/"), 403),
        ("origin", Some("http://127.0.0.1:3000"), 403),
        ("sec-fetch-site", Some("cross-site"), 403),
        ("sec-fetch-site", Some("none"), 403),
        ("sec-fetch-site", Some("anything"), 403),
        ("sec-fetch-site", Some("same-site"), 200),
        ("sec-fetch-site", None, 200),
        ("ivy-client", None, 403),
        ("ivy-client", Some(""), 403),
        ("ivy-client", Some("1"), 200),
        ("ivy-client", Some("2"), 200),
        ("ivy-client", Some("3"), 403),
        ("ivy-client", Some("1, 2"), 403),
        ("content-type", None, 415),
        ("content-type", Some("text/plain"), 415),
        ("content-type", Some("application/x-www-form-urlencoded"), 415),
        ("content-type", Some("multipart/form-data; boundary=application/json"), 415),
        ("content-type", Some("Application/JSON; charset=utf-8"), 200),
    ];
    for (name, value, status) in rows {
        for path in JSON_ROUTES {
            let response = ada.request(path).header(name, value).json(&json!({})).send().await;
            let passed = ![403, 415].contains(&response.status);
            assert_eq!(passed, status == 200, "{path} {name}: {value:?} got {}", response.text);
            if !passed {
                let code = if status == 403 { "forbidden" } else { "misconfigured" };
                assert_eq!(response.refusal(), (status, code.to_owned()), "{path} {name}: {value:?}");
            }
        }
    }
    assert_eq!(env.ivy.requests_to("/create"), 0);
}

/// Only the browser knows the sites for certain: a listed origin of another site is named at the start, and the reason
/// is in the line of each request.
#[tokio::test]
async fn a_listed_origin_of_another_site_is_named_in_the_log() {
    let (other, same) = ("https://other-site-of-this-test.example", "http://localhost:3001");
    let env = TestEnv::with(|settings| settings.origins.extend([other.to_owned(), same.to_owned()])).await;
    let ada = env.browser(Some("ada"));
    let request = ada.request("/data/session/list").header("origin", Some(other));
    let response = request.header("sec-fetch-site", Some("cross-site")).json(&json!({})).send().await;
    assert_eq!(response.refusal(), (403, "forbidden".to_owned()));
    let id = response.header("ivy-request-id").expect("a request id");
    let reason = env.line(id).await["reason"].as_str().expect("a reason").to_owned();
    assert!(reason.starts_with("sec-fetch-site: the page is on another site than the proxy"), "{reason}");
    env.proxy.has_released(Some("ada")).await.expect("the tables are ready");
    let log = env.logged(id).await;
    let named = |origin: &str| {
        let field = format!("\"origin\":\"{origin}\"");
        log.lines().filter(|line| line.contains("origin_of_another_site") && line.contains(&field)).count()
    };
    assert_eq!((named(other), named(same)), (1, 0));
}

#[tokio::test]
async fn responses_are_shared_with_the_shops_pages_alone() {
    let second = "https://www.shop.example";
    let env = TestEnv::with(|settings| settings.origins.push(second.into())).await;
    let ada = env.browser(Some("ada"));
    for origin in [ORIGIN, second] {
        let response = ada.request("/data/session/list").header("origin", Some(origin)).send().await;
        assert_eq!(response.status, 200);
        assert_eq!(response.header("access-control-allow-origin"), Some(origin));
        assert_eq!(response.header("access-control-allow-credentials"), Some("true"));
        let exposed = response.header("access-control-expose-headers");
        assert_eq!(exposed, Some("ivy-owner, ivy-recall, ivy-request-id, retry-after, date"));
        assert_eq!(response.header("vary"), Some("Cookie, Origin"));
    }
    for origin in [None, Some("null"), Some("https://evil.example")] {
        let response = ada.request("/data/session/list").header("origin", origin).send().await;
        assert_eq!(response.status, 403);
        assert!(response.header("access-control-allow-origin").is_none());
        assert!(response.header("access-control-allow-credentials").is_none());
        assert_eq!(response.header("vary"), Some("Cookie, Origin"));
    }
}

#[tokio::test]
async fn a_browser_may_ask_first() {
    let env = TestEnv::new().await;
    let ada = env.browser(None);
    let preflight = |path: &'static str, origin: Option<&'static str>| {
        let request =
            ada.request(path).method(Method::OPTIONS).raw("").header("ivy-client", None).header("content-type", None);
        request.header("access-control-request-method", Some("POST")).header("origin", origin)
    };
    for path in JSON_ROUTES {
        let response = preflight(path, Some(ORIGIN)).send().await;
        assert_eq!((response.status, response.text.as_str()), (204, ""));
        assert_eq!(response.header("access-control-allow-origin"), Some(ORIGIN));
        assert_eq!(response.header("access-control-allow-credentials"), Some("true"));
        assert_eq!(response.header("access-control-allow-methods"), Some("POST"));
        assert_eq!(response.header("access-control-allow-headers"), Some("content-type, ivy-client, idempotency-key"));
        assert_eq!(response.header("vary"), Some("Cookie, Origin"));
        for origin in [None, Some("null"), Some("https://evil.example")] {
            let response = preflight(path, origin).send().await;
            assert_eq!(response.refusal(), (403, "forbidden".to_owned()));
            assert!(response.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
        }
    }
    for path in ["/start", "/callback"] {
        assert_eq!(preflight(path, Some(ORIGIN)).send().await.status, 405);
    }
}

#[tokio::test]
async fn a_form_is_no_way_round() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let form = || ada.request("/start").header("ivy-client", None).raw("permissions=identity");
    let form = || form().header("content-type", Some("application/x-www-form-urlencoded"));
    for (name, value) in [
        ("origin", None),
        ("origin", Some("null")),
        ("origin", Some("https://evil.example")),
        ("sec-fetch-site", Some("cross-site")),
        ("sec-fetch-site", Some("none")),
    ] {
        let response = form().header(name, value).send().await;
        assert_eq!(response.refusal(), (403, "forbidden".to_owned()), "{name}: {value:?}");
    }
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json"] {
        assert_eq!(form().header("content-type", Some(kind)).send().await.status, 415, "{kind}");
    }
    assert_eq!(env.ivy.request_count(), 0);
    assert_eq!(ada.post("/data/session/create", a_request()).await.status, 200);
}
