//! The API: its responses and its errors, as a merchant's server gets them.

mod common;

use common::{API_KEY, Sandbox, fresh_reference, request};
use serde_json::{Value, json};

/// Returns true if a body has every field of the documented error bodies, and this code.
fn is_error(body: &Value, status: u16, code: &str) -> bool {
    let texts = ["message", "devMessage", "code", "category", "docUrl"];
    texts.iter().all(|field| body[field].as_str().is_some_and(|text| !text.is_empty()))
        && body["data"].is_object()
        && body["statusCode"] == status
        && body["code"] == code
}

#[tokio::test]
async fn create_returns_the_session_and_the_url_of_its_login() {
    let sandbox = Sandbox::start().await;
    let sent = request(json!({ "metadata": { "order": 7 }, "prefill": { "bankId": "de-testbank" }, "locale": "de" }));
    let session = sandbox.create(&sent).await;

    let id = session["id"].as_str().unwrap();
    assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    assert_eq!(session["redirectUrl"], sandbox.url(&format!("/init?id={id}")));
    assert_eq!(session["status"], "open");
    assert_eq!(session["availableMarkets"], json!(["DE"]));
    let time = |field: &str| session[field].as_i64().unwrap();
    assert_eq!(time("createdAt"), time("updatedAt"));
    assert_eq!(time("expiresAt") - time("createdAt"), 3600);
    for field in ["referenceId", "market", "locale", "metadata", "prefill", "successCallbackUrl", "errorCallbackUrl"] {
        assert_eq!(session[field], sent[field], "{field}");
    }

    let details = sandbox.details(&session).await;
    let mut expected = session.clone();
    expected.as_object_mut().unwrap().retain(|key, _| key != "redirectUrl" && key != "availableMarkets");
    assert_eq!(details, expected);
}

#[tokio::test]
async fn the_key_is_checked_before_anything_else() {
    let sandbox = Sandbox::start().await;
    let prefix = API_KEY[..4].to_owned();
    let longer = format!("{API_KEY}x");
    for path in ["create", "details", "list", "nothing"] {
        for key in [None, Some(""), Some("wrong"), Some(&*prefix), Some(&*longer)] {
            let url = sandbox.url(&format!("/api/service/data/session/{path}"));
            let call = sandbox.http.post(url).body("not json");
            let call = if let Some(key) = key { call.header("x-ivy-api-key", key) } else { call };
            let response = call.send().await.unwrap();
            assert_eq!(response.status(), 401, "{path} {key:?}");
            assert!(is_error(&response.json().await.unwrap(), 401, "UNAUTHENTICATED"));
        }
    }
    assert_eq!(sandbox.stats().await["creates"], 0);
}

#[tokio::test]
async fn a_wrong_field_is_named_with_its_value() {
    let sandbox = Sandbox::start().await;
    let long = "x".repeat(201);
    let keys: Value = (0..51).map(|n| (format!("key{n}"), json!(n))).collect::<serde_json::Map<_, _>>().into();
    let refused = [
        ("referenceId", json!({ "referenceId": null }), Value::Null),
        ("referenceId", json!({ "referenceId": "" }), json!("")),
        ("referenceId", json!({ "referenceId": long }), json!(long)),
        ("referenceId", json!({ "referenceId": 7 }), json!(7)),
        ("displayId", json!({ "displayId": long }), json!(long)),
        ("permissions", json!({ "permissions": null }), Value::Null),
        ("permissions", json!({ "permissions": [] }), json!([])),
        ("permissions", json!({ "permissions": "identity" }), json!("identity")),
        ("permissions", json!({ "permissions": ["identity", 1] }), json!(["identity", 1])),
        ("market", json!({ "market": "de" }), json!("de")),
        ("market", json!({ "market": "ZZ" }), json!("ZZ")),
        ("locale", json!({ "locale": "en-GB" }), json!("en-GB")),
        ("themeVariant", json!({ "themeVariant": "blue" }), json!("blue")),
        ("externalUser", json!({ "externalUser": {} }), json!({})),
        ("externalUser", json!({ "externalUser": "ada" }), json!("ada")),
        ("externalUser.email", json!({ "externalUser": { "email": "nobody" } }), json!("nobody")),
        ("externalUser.phone", json!({ "externalUser": { "phone": 49 } }), json!(49)),
        ("externalUser.metadata", json!({ "externalUser": { "metadata": [] } }), json!([])),
        ("successCallbackUrl", json!({ "successCallbackUrl": "/return" }), json!("/return")),
        ("errorCallbackUrl", json!({ "errorCallbackUrl": "javascript:0" }), json!("javascript:0")),
        ("resultCallbackUrl", json!({ "resultCallbackUrl": 1 }), json!(1)),
        ("metadata", json!({ "metadata": [] }), json!([])),
        ("metadata", json!({ "metadata": keys }), keys),
        ("metadata", json!({ "metadata": { "a": "x".repeat(501) } }), json!({ "a": "x".repeat(501) })),
        ("prefill.bankId", json!({ "prefill": { "bankId": "de-nobank" } }), json!("de-nobank")),
        ("disableBankSelection", json!({ "disableBankSelection": "yes" }), json!("yes")),
        ("matchData", json!({ "permissions": ["match_identity"] }), Value::Null),
        ("createdAt", json!({ "expiresAt": 1_800_000_000 }), Value::Null),
        ("expiresAt", json!({ "createdAt": 1_800_000_000, "expiresAt": 1_800_001_799 }), json!(1_800_001_799)),
        ("expiresAt", json!({ "createdAt": 1_800_000_000, "expiresAt": 1_800_086_401 }), json!(1_800_086_401)),
        ("expiresAt", json!({ "createdAt": 1_800_000_000, "expiresAt": "soon" }), json!("soon")),
    ];
    for (field, changes, value) in refused {
        let (status, body) = sandbox.call("create", &request(changes)).await;
        assert_eq!(status, 400, "{field} {body}");
        assert!(is_error(&body, 400, "VALIDATION"), "{body}");
        assert_eq!(body["data"], json!({ "field": field, "value": value }));
        assert_eq!(body["param"], field);
    }
    assert_eq!(sandbox.stats().await["creates"], 0);
}

#[tokio::test]
async fn what_ivy_would_not_mind_is_accepted() {
    let sandbox = Sandbox::start().await;
    for changes in [
        json!({ "displayId": "" }),
        json!({ "somethingNew": true, "locale": null }),
        // The example of the user's document, with an e-mail address where the scraper left none.
        json!({
            "referenceId": "123456789",
            "permissions": ["identity"],
            "market": "DE",
            "externalUser": {
                "email": "john.doe@example.com",
                "phone": "+49123456789",
                "metadata": { "key1": "value1", "key2": "value2" },
            },
            "successCallbackUrl": "",
            "errorCallbackUrl": "",
            "resultCallbackUrl": "",
        }),
        json!({ "successCallbackUrl": "", "errorCallbackUrl": "", "resultCallbackUrl": "" }),
        json!({ "permissions": ["identity", "balance", "balances", "transactions", "accounts", "of_tomorrow"] }),
        json!({ "permissions": ["match_identity"], "matchData": { "financialAddress": { "type": "iban" } } }),
        json!({ "externalUser": { "phone": "+49123456789", "metadata": { "key1": "value1" } } }),
        json!({ "disableBankSelection": true }),
        json!({ "createdAt": 1_800_000_000, "expiresAt": 1_800_001_800 }),
        json!({ "createdAt": 1_800_000_000, "expiresAt": 1_800_086_400 }),
    ] {
        sandbox.create(&request(changes)).await;
    }
}

#[tokio::test]
async fn a_reference_is_used_once_also_with_an_idempotency_key() {
    let sandbox = Sandbox::start().await;
    let body = request(json!({}));
    for expected in [200, 409, 409] {
        let response = sandbox
            .http
            .post(sandbox.url("/api/service/data/session/create"))
            .header("X-Ivy-Api-Key", API_KEY)
            .header("Idempotency-Key", "the same one")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), expected);
        if expected == 409 {
            assert!(is_error(&response.json().await.unwrap(), 409, "CONFLICT"));
        }
    }
    assert_eq!(sandbox.stats().await["creates"], 1);
}

#[tokio::test]
async fn details_and_list_refuse_what_they_do_not_understand() {
    let sandbox = Sandbox::start().await;
    for (operation, body, status, code) in [
        ("details", json!({}), 400, "VALIDATION"),
        ("details", json!({ "id": 5 }), 400, "VALIDATION"),
        ("details", json!({ "id": "" }), 400, "VALIDATION"),
        ("details", json!({ "id": "0123456789abcdef01234567" }), 404, "NOT_FOUND"),
        ("details", json!([]), 400, "REQUEST_FAILED"),
        ("list", json!({}), 400, "VALIDATION"),
        ("list", json!({ "externalUserEmail": "a@b.c", "externalUserPhone": "+49" }), 400, "VALIDATION"),
        ("list", json!({ "externalUserEmail": "a@b.c", "limit": 5 }), 400, "VALIDATION"),
        ("list", json!({ "externalUserMetadata": { "key1": "value1" } }), 400, "VALIDATION"),
        ("list", json!({ "externalUserEmail": "" }), 400, "VALIDATION"),
        ("list", json!({ "externalUserPhone": null }), 400, "VALIDATION"),
        ("list", json!({ "externalUserReferenceId": ["a"] }), 400, "VALIDATION"),
        ("forget", json!({}), 404, "NOT_FOUND"),
    ] {
        let (got, response) = sandbox.call(operation, &body).await;
        assert_eq!(got, status, "{operation} {body}");
        assert!(is_error(&response, status, code), "{operation} {body} {response}");
    }
    let stats = sandbox.stats().await;
    assert_eq!((&stats["lists"], &stats["details"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn only_a_post_of_a_json_object_is_a_call() {
    let sandbox = Sandbox::start().await;
    let url = sandbox.url("/api/service/data/session/create");
    let post = || sandbox.http.post(&url).header("X-Ivy-Api-Key", API_KEY);
    let json = "application/json; charset=utf-8";
    let body = request(json!({})).to_string();
    for (call, status, code) in [
        (post().header("content-type", "text/plain").body(body.clone()), 400, "REQUEST_FAILED"),
        (post().body(body.clone()), 400, "REQUEST_FAILED"),
        (post().header("content-type", json).body("{\"referenceId\":"), 400, "REQUEST_FAILED"),
        (post().header("content-type", json).body(format!("[{body}]")), 400, "REQUEST_FAILED"),
        (post().header("content-type", json).body(format!("{body}{}", " ".repeat(300_000))), 413, "GENERIC"),
        (sandbox.http.get(&url).header("X-Ivy-Api-Key", API_KEY), 405, "GENERIC"),
    ] {
        let response = call.send().await.unwrap();
        assert_eq!(response.status(), status);
        assert!(is_error(&response.json().await.unwrap(), status, code));
    }
    let response = post().header("content-type", json).body(body).send().await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn two_creates_at_once_do_not_share_a_reference() {
    let sandbox = Sandbox::start().await;
    let body = request(json!({ "referenceId": fresh_reference() }));
    let (a, b) = tokio::join!(sandbox.call("create", &body), sandbox.call("create", &body));
    let mut statuses = [a.0.as_u16(), b.0.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}
