//! SECURITY.md, 6: the proxy decides what reaches Ivy: operations, paths, references, callbacks, dates.

use axum::http::Method;
use serde_json::json;

use crate::support::{API_KEY, ORIGIN, TestEnv, a_request};

#[tokio::test]
async fn only_fixed_operations_are_forwarded() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for path in [
        "/data/session/update",
        "/data/session/create/../../../service/order/list",
        "/data/session/%2e%2e/consent/details",
        "/data/consent/details",
        "/data/accounts/list",
        "/data//session/create",
        "/data/session/create//",
        "/DATA/SESSION/CREATE",
        "",
    ] {
        let response = ada.post(path, a_request()).await;
        assert_eq!(response.refusal(), (404, "misconfigured".to_owned()), "{path}");
    }
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD] {
        let response = ada.request("/data/session/list").method(method.clone()).send().await;
        assert_eq!(response.status, 405, "{method}");
        assert_eq!(response.header("allow"), Some("POST, OPTIONS"));
    }
    assert_eq!(env.ivy.request_count(), 0);
    // A query does not change the target.
    let response = ada.post("/data/session/list?host=evil.example&path=/x", json!({})).await;
    assert_eq!(response.status, 200);
    assert_eq!(env.ivy.last().0, "/api/service/data/session/list");
}

#[tokio::test]
async fn references_callbacks_and_dates_are_the_proxys() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let mut request = a_request();
    request["referenceId"] = json!("picked-by-the-page");
    for url in ["successCallbackUrl", "errorCallbackUrl", "resultCallbackUrl"] {
        request[url] = json!("https://evil.example/");
    }
    request["createdAt"] = json!(1_000_000);
    request["expiresAt"] = json!(1_003_600);
    request["metadata"] = json!({ "cart": { "total": 12.50 } });
    let response = ada.post("/data/session/create", request).await;
    assert_eq!(response.status, 200, "{}", response.text);
    let (path, headers, sent) = env.ivy.last();
    assert_eq!(path, "/api/service/data/session/create");
    assert_eq!(headers["x-ivy-api-key"], API_KEY);
    assert!(headers.get("cookie").is_none() && headers.get("origin").is_none());
    let reference = sent["referenceId"].as_str().expect("a reference");
    assert!(reference.len() >= 22 && reference != "picked-by-the-page");
    let success = sent["successCallbackUrl"].as_str().expect("a url").to_owned();
    assert!(success.starts_with(&format!("{ORIGIN}/return?ivy=")), "{success}");
    let error = sent["errorCallbackUrl"].as_str().expect("a url").to_owned();
    assert!(error.starts_with(&format!("{ORIGIN}/return?ivy=")) && error.ends_with("&ivy_outcome=error"), "{error}");
    assert_eq!(error.len(), success.len() + "&ivy_outcome=error".len());
    assert!(!error.starts_with(&success), "who is sent to the error url knows the nonce of the success");
    assert_eq!(sent["resultCallbackUrl"], json!(format!("{ORIGIN}/api/ivy/callback")));
    assert!(sent.get("createdAt").is_none() && sent.get("expiresAt").is_none());
    assert_eq!(sent["permissions"], json!(["identity"]));
    assert_eq!(sent["market"], json!("DE"));
    assert_eq!(sent["metadata"], json!({ "cart": { "total": 12.50 } }));
}

/// Frameworks such as Next with `trailingSlash` add a slash to every path.
#[tokio::test]
async fn a_path_may_end_with_a_slash() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let created = ada.post("/data/session/create/", a_request()).await;
    assert_eq!(created.status, 200, "{}", created.text);
    env.ivy.complete(&created.id());
    let result = ada.post("/result/?a=b", json!({ "nonce": env.ivy.nonce(&created.id()) })).await;
    assert_eq!(result.json()["status"], "complete");
    for path in ["/data/session/list//", "/data/session/list/x"] {
        assert_eq!(ada.request(path).json(&json!({})).send().await.refusal().1, "misconfigured", "{path}");
    }
}

#[tokio::test]
async fn every_session_has_its_own_reference_and_nonce() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let (one, two) = (ada.create().await.id(), ada.create().await.id());
    assert_ne!(env.ivy.session(&one)["referenceId"], env.ivy.session(&two)["referenceId"]);
    assert_ne!(env.ivy.nonce(&one), env.ivy.nonce(&two));
}

#[tokio::test]
async fn a_hook_gives_the_start_of_a_reference() {
    let env = TestEnv::with(|settings| {
        settings.reference_header = Some("x-order");
        settings.return_url = Some(format!("{ORIGIN}/return?lang=de"));
    })
    .await;
    let ada = env.browser(Some("ada"));
    for (given, start) in [("order-17", "order-17-"), ("o/r d\"e{r}", "order-"), (&"9".repeat(400), &"9".repeat(150))] {
        let request = ada.request("/data/session/create").header("x-order", Some(given));
        let id = request.json(&a_request()).send().await.id();
        let session = env.ivy.session(&id);
        let reference = session["referenceId"].as_str().expect("a reference");
        assert!(reference.starts_with(start) && reference.len() <= 200 && reference.len() >= start.len() + 22);
        let success = session["successCallbackUrl"].as_str().expect("a url");
        assert!(success.starts_with(&format!("{ORIGIN}/return?lang=de&ivy=")), "{success}");
    }
}

#[tokio::test]
async fn a_request_that_breaks_the_rules_stays_here() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let rows = [
        (json!({}), json!(["permissions"]), "required"),
        (json!({ "permissions": [] }), json!(["permissions"]), "empty"),
        (json!({ "permissions": ["everything"] }), json!(["permissions", 0]), "invalid_permission"),
        (json!({ "permissions": ["identity"], "market": "XX" }), json!(["market"]), "invalid_market"),
        (json!({ "permissions": ["identity"], "secret": 1 }), json!(["secret"]), "unknown_field"),
        (
            json!({ "permissions": ["identity"], "successCallbackUrl": "http://shop.example/" }),
            json!(["successCallbackUrl"]),
            "insecure_url",
        ),
    ];
    for (request, path, code) in rows {
        let response = ada.post("/data/session/create", request.clone()).await;
        assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{request}");
        let issue = response.json()["issues"][0].clone();
        assert_eq!((&issue["path"], &issue["code"]), (&path, &json!(code)), "{request}");
    }
    let hostile = r#"{"permissions":["identity"],"metadata":{"__proto__":{"admin":true}}}"#;
    let response = ada.request("/data/session/create").raw(hostile).send().await;
    assert_eq!(response.refusal(), (422, "validation_failed".to_owned()));
    assert_eq!(env.ivy.request_count(), 0);
}

#[tokio::test]
async fn what_the_merchant_allows_beyond_the_rules_passes() {
    let env = TestEnv::with(|settings| {
        settings.extra_fields = vec!["shop".into()];
        settings.extra_permissions = vec!["loans".into()];
    })
    .await;
    let request = json!({ "permissions": ["identity", "loans"], "shop": { "name": "Shop" } });
    let response = env.browser(Some("ada")).post("/data/session/create", request).await;
    assert_eq!(response.status, 200, "{}", response.text);
    assert_eq!(env.ivy.last().2["shop"], json!({ "name": "Shop" }));
}

#[tokio::test]
async fn a_redirect_url_is_used_as_it_was_parsed() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let create = |spelled: fn(&mut serde_json::Value)| {
        env.ivy.inject(crate::support::Fault::Changed(spelled));
        ada.post("/data/session/create", a_request())
    };
    // Browsers read these as a path of the page, or as another host than a text comparison finds.
    let response = create(|session| session["redirectUrl"] = json!("https:account-check.getivy.de/x")).await;
    assert_eq!(response.json()["redirectUrl"], "https://account-check.getivy.de/x");
    let response = create(|session| session["redirectUrl"] = json!("https:\\\\account-check.getivy.de\\x")).await;
    assert_eq!(response.json()["redirectUrl"], "https://account-check.getivy.de/x");
    let unusable: [fn(&mut serde_json::Value); 2] = [
        |session| session["redirectUrl"] = json!("/init"),
        |session| session["redirectUrl"] = json!("account-check.getivy.de/x"),
    ];
    for spelled in unusable {
        assert_eq!(create(spelled).await.refusal(), (502, "decode_failed".to_owned()));
    }
}
