//! SECURITY.md, 8: a running proxy takes new secrets.

use serde_json::{Value, json};

use crate::support::{API_KEY, NEWER_TABLE_SECRET, SIGNING_SECRET, TABLE_SECRET, TestEnv, setting_in, sign_with};

const NEW_SIGNING_SECRET: &str = "another-signing-secret-1c7e";

async fn key_that_ivy_got(env: &TestEnv) -> String {
    env.browser(Some("ada")).post("/data/session/list", json!({})).await;
    env.ivy.last().1["x-ivy-api-key"].to_str().expect("a text").to_owned()
}

/// Returns the status of a callback that is signed with this secret.
async fn signed_with(env: &TestEnv, secret: &str) -> u16 {
    let body = json!({ "id": format!("unknown-{secret}"), "status": "failed" }).to_string();
    let request = env.browser(None);
    let signature = sign_with(secret, body.as_bytes());
    request.request("/callback").header("x-ivy-signature", Some(&signature)).raw(body).send().await.status
}

#[tokio::test]
async fn the_api_key_is_changed_while_the_proxy_runs() {
    let env = TestEnv::new().await;
    assert_eq!(key_that_ivy_got(&env).await, API_KEY);
    assert_eq!(env.proxy.renew(&json!({ "apiKey": "a-newer-api-key" })).await, Ok(()));
    assert_eq!(key_that_ivy_got(&env).await, "a-newer-api-key");
    assert_eq!(env.proxy.renew(&json!({})).await, Ok(()));
    assert_eq!(key_that_ivy_got(&env).await, "a-newer-api-key", "what is left out stays");
}

#[tokio::test]
async fn webhook_secrets_are_changed_one_after_the_other() {
    let env = TestEnv::new().await;
    let accepted = async || [signed_with(&env, SIGNING_SECRET).await, signed_with(&env, NEW_SIGNING_SECRET).await];
    assert_eq!(accepted().await, [200, 401]);
    for (secrets, expected) in
        [(vec![NEW_SIGNING_SECRET, SIGNING_SECRET], [200, 200]), (vec![NEW_SIGNING_SECRET], [401, 200])]
    {
        assert_eq!(env.proxy.renew(&json!({ "webhookSecret": secrets })).await, Ok(()));
        assert_eq!(accepted().await, expected);
    }
}

#[tokio::test]
async fn a_table_secret_is_changed_and_the_old_one_stays_as_long_as_rows_name_it() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let renew = |secrets: &[&str]| {
        let secrets = json!({ "tableSecret": secrets });
        let proxy = &env.proxy;
        async move { proxy.renew(&secrets).await }
    };
    let sentence = renew(&[NEWER_TABLE_SECRET]).await.expect_err("rows still name the old one");
    assert!(setting_in(&sentence).starts_with("table"), "{sentence}");
    assert_eq!(ada.list().await, std::slice::from_ref(&id), "a refused renewal changed something");
    assert_eq!(renew(&[NEWER_TABLE_SECRET, TABLE_SECRET]).await, Ok(()));
    let newer = env.connect(&ada).await;
    assert_eq!(ada.list().await, [id.clone(), newer.clone()]);
    ada.post("/forget", json!({ "id": id })).await;
    assert_eq!(renew(&[NEWER_TABLE_SECRET]).await, Ok(()));
    assert_eq!(ada.list().await, [newer]);
}

#[tokio::test]
async fn secrets_that_cannot_be_used_change_nothing_and_are_not_repeated() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let rows: [(Value, &str); 6] = [
        (json!({ "tableSecret": ["marker-too-weak"] }), "table"),
        (json!({ "tableSecret": [TABLE_SECRET, TABLE_SECRET] }), "table"),
        (json!({ "webhookSecret": ["marker"] }), "webhookSecret signing_secrets"),
        (json!({ "webhookSecret": [API_KEY] }), "webhookSecret signing_secrets"),
        (json!({ "apiKey": "marker\nkey" }), "apiKey api_key"),
        (json!({ "apiKey": TABLE_SECRET }), "table"),
    ];
    for (secrets, names) in rows {
        let sentence = env.proxy.renew(&secrets).await.expect_err("it cannot be used");
        assert!(names.split(' ').any(|name| setting_in(&sentence).starts_with(name)), "{secrets}: {sentence}");
        assert!(!sentence.contains("marker") && !sentence.contains(TABLE_SECRET), "{sentence}");
        assert_eq!(key_that_ivy_got(&env).await, API_KEY);
        assert_eq!(signed_with(&env, SIGNING_SECRET).await, 200);
        assert_eq!(ada.list().await, std::slice::from_ref(&id));
    }
}
