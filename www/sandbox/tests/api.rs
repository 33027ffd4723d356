//! The API: its responses and its errors, as a merchant's server gets them.

mod common;

use common::{API_KEY, ERROR, SUCCESS, Sandbox, fresh_reference, request};
use ivy_sandbox::ErrorBody;
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

/// Sends the calls of Ivy's client for Node, version 2.0.0, with its headers and bodies. Its types name these fields.
#[tokio::test]
async fn ivys_own_client_creates_and_retrieves_a_session() {
    let sandbox = Sandbox::start().await;
    let call = async |operation: &str, body: Value| -> Value {
        let response = sandbox
            .http
            .post(sandbox.url(&format!("/api/service/data/session/{operation}")))
            .header("Accept", "application/json")
            .header("User-Agent", "Ivy/JS 2.0.0")
            .header("X-Stainless-Retry-Count", "0")
            .header("X-Stainless-Lang", "js")
            .header("X-Stainless-Package-Version", "2.0.0")
            .header("X-Stainless-Runtime", "node")
            .header("Idempotency-Key", "stainless-node-retry-0b1f5c3e-0000-4000-8000-000000000000")
            .header("X-Ivy-Api-Key", API_KEY)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200, "{body}");
        assert_eq!(response.headers()["content-type"], "application/json");
        response.json().await.unwrap()
    };
    let texts = ["id", "referenceId", "displayId", "merchantId", "successCallbackUrl", "errorCallbackUrl"];
    let is_session = |session: &Value, status: &str| {
        texts.iter().all(|name| session[name].is_string())
            && ["createdAt", "updatedAt", "expiresAt"].iter().all(|name| session[name].is_i64())
            && session["disableBankSelection"].is_boolean()
            && session["status"] == status
            && ["permissions", "externalUser", "resultCallbackUrl"].iter().all(|name| session.get(name).is_none())
    };
    let full = json!({
        "referenceId": fresh_reference(),
        "createdAt": 4_000_000_000_u32,
        "expiresAt": 4_000_003_600_u32,
        "disableBankSelection": true,
        "displayId": "Order 7",
        "errorCallbackUrl": ERROR,
        "locale": "lt",
        "market": "AF",
        "metadata": { "foo": "bar" },
        "prefill": { "bankId": "de-testbank" },
        "successCallbackUrl": SUCCESS,
        "themeVariant": "light",
    });
    for body in [json!({ "referenceId": fresh_reference() }), full] {
        let session = call("create", body.clone()).await;
        assert!(is_session(&session, "open"), "{session}");
        assert!(session["redirectUrl"].is_string() && session["availableMarkets"].is_array(), "{session}");
        for (name, value) in body.as_object().unwrap().iter().filter(|(name, _)| *name != "themeVariant") {
            assert_eq!(&session[name], value, "{name}");
        }
        let retrieved = call("details", json!({ "id": session["id"] })).await;
        assert!(is_session(&retrieved, "open"), "{retrieved}");
        sandbox.log_in(&session, "de-testbank", "ada").await;
        let retrieved = call("details", json!({ "id": session["id"] })).await;
        assert!(is_session(&retrieved, "closed"), "{retrieved}");
    }
    let cancelled = call("create", json!({ "referenceId": fresh_reference() })).await;
    sandbox.open(&cancelled).await.send("cancel", &[]).await;
    assert!(is_session(&call("details", json!({ "id": cancelled["id"] })).await, "closed"));
    let expired = call("create", json!({ "referenceId": fresh_reference() })).await;
    sandbox.expire(&expired).await;
    assert!(is_session(&call("details", json!({ "id": expired["id"] })).await, "expired"));
}

#[tokio::test]
async fn the_age_of_the_error_bodies_is_chosen() {
    for (age, fields) in [
        (ErrorBody::First, vec!["code", "devMessage"]),
        (ErrorBody::Second, vec!["code", "data", "devMessage", "docUrl", "message", "statusCode"]),
        (ErrorBody::Third, vec!["category", "code", "docUrl", "message", "param"]),
    ] {
        let sandbox = Sandbox::start_with(|settings| settings.error_body = age).await;
        let (status, body) = sandbox.call("create", &request(json!({ "market": "ZZ" }))).await;
        let mut names: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!((status.as_u16(), names, &body["code"]), (400, fields, &json!("VALIDATION")), "{age:?}");
        let unknown = sandbox.call("details", &json!({ "id": "0123456789abcdef01234567" })).await.1;
        assert_eq!((&unknown["code"], unknown.get("param")), (&json!("NOT_FOUND"), None), "{age:?}");
        let wrong = sandbox.control("expire", &json!({ "id": 7 })).await.1;
        assert_eq!(wrong["data"]["field"], "id", "the endpoints for tests are not Ivy's");
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
