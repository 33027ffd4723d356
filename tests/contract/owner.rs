//! SECURITY.md, 1 and 5: the sign-in decides the owner; a list has one selector, and it is the customer's own.

use serde_json::{Value, json};

use crate::support::{TestEnv, a_request};

#[tokio::test]
async fn whoever_a_asks_for_a_gets_a_or_nothing() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let bens = env.connect(&ben).await;
    let adas = env.connect(&ada).await;
    let bens_reference = env.ivy.session(&bens)["referenceId"].clone();
    let request_count = env.ivy.request_count();

    let rows: &[(&str, &str, Value, u16)] = &[
        // List: another person's identifier in every spelling.
        ("e-mail", "/data/session/list", json!({ "externalUserEmail": "ben@example.com" }), 403),
        ("e-mail in other case", "/data/session/list", json!({ "externalUserEmail": "BEN@EXAMPLE.COM" }), 403),
        ("e-mail with spaces", "/data/session/list", json!({ "externalUserEmail": " ben@example.com " }), 403),
        ("e-mail with a plus tag", "/data/session/list", json!({ "externalUserEmail": "ada+ben@example.com" }), 403),
        ("own e-mail in other case", "/data/session/list", json!({ "externalUserEmail": "ADA@example.com" }), 403),
        ("an unknown e-mail", "/data/session/list", json!({ "externalUserEmail": "nobody@example.com" }), 403),
        ("look-alike", "/data/session/list", json!({ "externalUserEmail": "b\u{435}n@example.com" }), 422),
        ("full-width", "/data/session/list", json!({ "externalUserEmail": "ben@ex\u{ff41}mple.com" }), 403),
        ("phone", "/data/session/list", json!({ "externalUserPhone": "+4915200000002" }), 403),
        ("phone with spaces", "/data/session/list", json!({ "externalUserPhone": "+49 1520 0000002" }), 403),
        ("reference", "/data/session/list", json!({ "externalUserReferenceId": "cus_ben" }), 403),
        ("reference in other case", "/data/session/list", json!({ "externalUserReferenceId": "CUS_ADA" }), 403),
        ("unknown reference", "/data/session/list", json!({ "externalUserReferenceId": "cus_nobody" }), 403),
        // Another person's session.
        ("details", "/data/session/details", json!({ "id": bens }), 404),
        ("details, upper case", "/data/session/details", json!({ "id": bens.to_uppercase() }), 404),
        ("details with a NUL", "/data/session/details", json!({ "id": format!("{bens}\0") }), 404),
        ("details, unknown", "/data/session/details", json!({ "id": "0123456789abcdef01234567" }), 404),
        ("details by reference", "/data/session/details", json!({ "id": bens_reference }), 404),
        ("result", "/result", json!({ "referenceId": bens_reference }), 404),
        ("result, unknown", "/result", json!({ "referenceId": "nothing" }), 404),
        ("result by id", "/result", json!({ "referenceId": bens }), 404),
        ("forget", "/forget", json!({ "id": bens }), 404),
        ("forget, unknown", "/forget", json!({ "id": "0123456789abcdef01234567" }), 404),
    ];
    for (what, path, body, status) in rows {
        let response = ada.post(path, body.clone()).await;
        assert_eq!(response.status, *status, "{what}: {}", response.text);
        assert!(!response.text.contains("ben") && !response.text.contains(&bens), "{what}: {}", response.text);
    }
    assert_eq!(env.ivy.request_count(), request_count, "ivy was asked for another's");
    assert_eq!(ada.list().await, [adas]);
    assert_eq!(ben.list().await, [bens]);
}

#[tokio::test]
async fn another_users_existence_does_not_show() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let bens = env.connect(&ben).await;
    let reference = env.ivy.session(&bens)["referenceId"].clone();
    let pairs = [
        (
            "/data/session/list",
            json!({ "externalUserEmail": "ben@example.com" }),
            json!({ "externalUserEmail": "no@example.com" }),
        ),
        ("/data/session/details", json!({ "id": bens }), json!({ "id": "000000000000000000000000" })),
        ("/result", json!({ "referenceId": reference }), json!({ "referenceId": "0000000000000000000000" })),
        ("/result", json!({ "nonce": "A".repeat(43) }), json!({ "nonce": "not a nonce" })),
        ("/forget", json!({ "id": bens }), json!({ "id": "000000000000000000000000" })),
    ];
    for (path, existing, unknown) in pairs {
        let (existing, unknown) = (ada.post(path, existing).await, ada.post(path, unknown).await);
        assert_eq!(existing.shape(), unknown.shape(), "{path}");
    }
}

#[tokio::test]
async fn a_request_in_anothers_name_is_refused() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let users = [
        json!({ "referenceId": "cus_ben" }),
        json!({ "email": "ben@example.com" }),
        json!({ "email": "ada@example.com", "referenceId": "cus_ben" }),
        json!({ "phone": "+4915200000002" }),
        json!({ "email": "nobody@example.com" }),
    ];
    let mut shapes = Vec::new();
    for user in users {
        let mut request = a_request();
        request["externalUser"] = user;
        shapes.push(ada.post("/data/session/create", request).await.shape());
    }
    assert_eq!(shapes[0].0, 403);
    assert!(shapes.iter().all(|shape| *shape == shapes[0]), "{shapes:?}");
    assert_eq!(env.ivy.request_count(), 0);
    assert_eq!(env.database.dump().await, "");
}

#[tokio::test]
async fn a_request_in_ones_own_name_is_stamped() {
    let env = TestEnv::new().await;
    let rows = [
        (json!(null), json!({ "referenceId": "cus_ada" })),
        (json!({ "referenceId": "cus_ada" }), json!({ "referenceId": "cus_ada" })),
        (json!({ "email": " ada@EXAMPLE.com " }), json!({ "email": "ada@example.com", "referenceId": "cus_ada" })),
        (json!({ "phone": "+49 (1520) 000-0001" }), json!({ "phone": "+4915200000001", "referenceId": "cus_ada" })),
        (json!({ "metadata": { "tier": 1 } }), json!({ "metadata": { "tier": 1 }, "referenceId": "cus_ada" })),
    ];
    for (named, stamped) in rows {
        let mut request = a_request();
        if !named.is_null() {
            request["externalUser"] = named;
        }
        let response = env.browser(Some("ada")).post("/data/session/create", request).await;
        assert_eq!(response.status, 200, "{}", response.text);
        assert_eq!(env.ivy.last().2["externalUser"], stamped);
        assert!(response.json().get("externalUser").is_none(), "{}", response.text);
    }
}

#[tokio::test]
async fn a_list_takes_exactly_one_selector() {
    let env = TestEnv::new().await;
    // The last request of this test is one for a list.
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    let refused = [
        r#"{"externalUserEmail":"ada@example.com","externalUserPhone":"+4915200000001"}"#,
        r#"{"externalUserEmail":"ada@example.com","externalUserReferenceId":"cus_ada"}"#,
        r#"{"externalUserEmail":"ada@example.com","externalUserEmail":"ben@example.com"}"#,
        r#"{"externalUserEmail":"ben@example.com","externalUserEmail":"ada@example.com"}"#,
        r#"{"externalUserEmail":"ada@example.com","externalUserE\u006dail":"ben@example.com"}"#,
        r#"{"externalUserEmail":["ada@example.com"]}"#,
        r#"{"externalUserEmail":{"$ne":""}}"#,
        r#"{"externalUserEmail":null}"#,
        r#"{"externalUserEmail":true}"#,
        r#"{"externalUserEmail":1}"#,
        r#"{"externalUserEmail":""}"#,
        r#"{"externalUserEmail":"  "}"#,
        r#"{"externalUserReferenceId":""}"#,
        r#"{"externalUserMetadata":{"a":1}}"#,
        r#"{"externalUserEmail":"ada@example.com","limit":1}"#,
        r#"{"__proto__":{"externalUserEmail":"ben@example.com"}}"#,
        r#"[{"externalUserEmail":"ada@example.com"}]"#,
        r#""ada@example.com""#,
        "null",
    ];
    for body in refused {
        let response = ada.request("/data/session/list").raw(body).send().await;
        assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{body}");
        assert!(!response.json()["issues"].as_array().expect("issues").is_empty(), "{body}");
        assert!(!response.text.contains("example.com"), "an issue holds a value: {}", response.text);
    }
    for body in ["", "{", "{} {}", "{\"a\":1,}", "\u{1}", "nul"] {
        let response = ada.request("/data/session/list").raw(body).send().await;
        assert_eq!(response.refusal(), (400, "proxy_rejected".to_owned()), "{body}");
    }
    let response = ada.request("/data/session/list").raw(&b"{\"externalUserEmail\":\"\xff\"}"[..]).send().await;
    assert_eq!(response.refusal(), (400, "proxy_rejected".to_owned()));
    assert_eq!(env.ivy.request_count(), 0);

    for body in
        ["{}", "\u{feff}{}", r#"{"externalUserEmail":"ada@EXAMPLE.com"}"#, r#"{"externalUserReferenceId":"cus_ada"}"#]
    {
        let response = ada.request("/data/session/list").raw(body).send().await;
        assert_eq!(response.status, 200, "{body}: {}", response.text);
        assert_eq!(env.ivy.last().2, json!({ "externalUserReferenceId": "cus_ada" }), "{body}");
    }
}

#[tokio::test]
async fn ids_are_one_text() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for path in ["/data/session/details", "/result", "/forget"] {
        for body in [
            r#"{"id":null}"#,
            r#"{"id":["a"]}"#,
            r#"{"id":{"id":"a"}}"#,
            r#"{"id":1}"#,
            r#"{"id":""}"#,
            r#"{"id":"\t "}"#,
            r#"{"id":"a","id":"b"}"#,
            r#"{"id":"a","extra":1}"#,
            r#"{"nonce":null}"#,
            r#"{"nonce":"a","referenceId":"b"}"#,
            "[]",
        ] {
            let response = ada.request(path).raw(body).send().await;
            assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{path} {body}");
        }
        let long = json!({ "id": "x".repeat(201), "nonce": "y" });
        assert_eq!(ada.post(path, long).await.status, 422, "{path}");
        let deep = format!("{{\"id\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(ada.request(path).raw(deep).send().await.refusal(), (400, "proxy_rejected".to_owned()), "{path}");
    }
    for path in ["/data/session/details", "/result"] {
        assert_eq!(ada.post(path, json!({})).await.status, 422, "{path}");
    }
}
