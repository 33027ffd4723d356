//! The deviations of lists and of the fields in a response.

use crate::common::merchant::Merchant;
use crate::common::{Sandbox, request};
use crate::{ADA, BEN, by_email, request_of};
use serde_json::{Value, json};
use std::time::Duration;

fn ibans(session: &Value) -> Vec<&str> {
    let accounts = session["data"]["accounts"].as_array().unwrap();
    accounts.iter().map(|account| account["identifier"]["iban"]["iban"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn ignored_selectors_list_everybody() {
    let sandbox = Sandbox::start().await;
    let mut ids = Vec::new();
    for body in [request_of(ADA), request_of(BEN), request(json!({ "externalUser": null }))] {
        let session = sandbox.create(&body).await;
        sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
        ids.push(session["id"].clone());
    }
    sandbox.create(&request_of(ADA)).await;
    let listed = async |selector: Value| -> Vec<Value> {
        sandbox.list(&selector).await.into_iter().map(|mut session| session["id"].take()).collect()
    };
    let nobody = "nobody@example.com";
    assert_eq!(listed(by_email(ADA)).await, ids[..1]);
    assert!(listed(by_email(nobody)).await.is_empty());
    sandbox.deviate(json!({ "ignoreSelectors": true })).await;
    for selector in [
        by_email(ADA),
        by_email(nobody),
        json!({ "externalUserPhone": "+4915200000009" }),
        json!({ "externalUserReferenceId": "cus_nobody" }),
    ] {
        assert_eq!(listed(selector.clone()).await, ids, "{selector}");
    }
    assert_eq!(sandbox.call("list", &json!({})).await.0, 400);
}

#[tokio::test]
async fn a_list_is_missing_or_refuses_selectors() {
    let sandbox = Sandbox::start().await;
    let selectors = [
        by_email("nobody@example.com"),
        json!({ "externalUserPhone": "+4915200000009" }),
        json!({ "externalUserReferenceId": "cus_nobody" }),
    ];
    for (deviations, expected) in [
        (json!({}), [200, 200, 200]),
        (json!({ "refuseSelectors": "assumed" }), [200, 400, 400]),
        (json!({ "refuseSelectors": "all" }), [400, 400, 400]),
        (json!({ "missingList": true }), [404, 404, 404]),
        (json!({ "missingList": false, "refuseSelectors": null }), [200, 200, 200]),
    ] {
        sandbox.deviate(deviations.clone()).await;
        for (selector, status) in selectors.iter().zip(expected) {
            assert_eq!(sandbox.call("list", selector).await.0, status, "{deviations} {selector}");
        }
    }
}

#[tokio::test]
async fn lists_and_accounts_are_turned_round() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let mut ids = Vec::new();
    for bank in ["de-testbank-two", "de-testbank"] {
        let session = sandbox.create(&request_of(ADA)).await;
        sandbox.log_in(&session, bank, "ada").await.unwrap();
        ids.push(session["id"].clone());
    }
    let order = async || -> Vec<Value> {
        sandbox.list(&by_email(ADA)).await.into_iter().map(|mut session| session["id"].take()).collect()
    };
    let two = json!({ "id": ids[0] });
    let (current, savings) = ("DE93999900020000000101", "DE71999900020000000303");
    assert_eq!(order().await, ids);
    assert_eq!(ibans(&sandbox.details(&two).await), [current, savings]);
    assert_eq!(ibans(&sandbox.list(&by_email(ADA)).await[0]), [current, savings]);

    sandbox.deviate(json!({ "reverseList": true })).await;
    assert_eq!(order().await, [ids[1].clone(), ids[0].clone()]);
    assert_eq!(ibans(&sandbox.list(&by_email(ADA)).await[1]), [current, savings]);
    sandbox.deviate(json!({ "reverseList": false, "reverseAccounts": true })).await;
    assert_eq!(order().await, ids);
    assert_eq!(ibans(&sandbox.details(&two).await), [savings, current]);
    assert_eq!(ibans(&sandbox.list(&by_email(ADA)).await[0]), [savings, current]);

    let reported = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    sandbox.log_in(&reported, "de-testbank-two", "ada").await.unwrap();
    let event: Value = serde_json::from_slice(&merchant.received()[0].1).unwrap();
    assert_eq!(ibans(&event["payload"]), [savings, current]);
    sandbox.deviate(json!({ "reverseAccounts": false })).await;
    assert_eq!(ibans(&sandbox.details(&reported).await), [current, savings], "only the responses were reversed");
}

#[tokio::test]
async fn dates_and_users_are_shown_and_left_out() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let long_ago = 1_700_000_000;
    let body = request(json!({
        "createdAt": long_ago,
        "expiresAt": long_ago + 86_400,
        "externalUser": { "email": ADA, "referenceId": "cus_ada", "metadata": { "tier": "gold" } },
    }));
    let old = sandbox.create(&body).await;
    assert_eq!(sandbox.details(&old).await["createdAt"], long_ago);
    let session = sandbox.create(&request(json!({ "externalUser": body["externalUser"] }))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    let shown = async || {
        let listed = sandbox.list(&by_email(ADA)).await.remove(0);
        let details = sandbox.details(&session).await;
        let (date, user) = ("createdAt", "externalUser");
        [listed.get(date), listed.get(user), details.get(date), details.get(user)].map(|value| value.cloned())
    };
    let (date, user) = (Some(session["createdAt"].clone()), Some(body["externalUser"].clone()));
    assert!(date.as_ref().is_some_and(Value::is_i64));
    assert_eq!(shown().await, [None, None, date.clone(), user.clone()]);
    for (name, expected) in [
        ("dates", [date.clone(), None, date.clone(), user.clone()]),
        ("listExternalUser", [None, user.clone(), date.clone(), user.clone()]),
        ("omitDetailsCreatedAt", [None, None, None, user.clone()]),
        ("omitDetailsExternalUser", [None, None, date, None]),
    ] {
        sandbox.deviate(json!({ name: true })).await;
        assert_eq!(shown().await, expected, "{name}");
        sandbox.deviate(json!({ name: false })).await;
    }

    sandbox.deviate(json!({ "omitDetailsCreatedAt": true, "omitDetailsExternalUser": true })).await;
    let reported = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    assert!(reported["createdAt"].is_i64() && reported["externalUser"].is_object(), "create keeps them");
    sandbox.log_in(&reported, "de-testbank", "ada").await.unwrap();
    let event: Value = serde_json::from_slice(&merchant.received()[0].1).unwrap();
    assert_eq!(event["payload"], sandbox.details(&reported).await);
    assert_eq!((event["payload"].get("createdAt"), event["payload"].get("externalUser")), (None, None));
}

#[tokio::test]
async fn every_field_of_the_request_is_echoed() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let body = request(json!({
        "displayId": "Order 7",
        "locale": "de",
        "permissions": ["match_identity", "identity"],
        "matchData": { "name": "Ada Example" },
        "metadata": { "order": 7, "nested": { "note": "for Ada" } },
        "prefill": { "bankId": "de-testbank", "email": ADA },
        "externalUser": { "email": ADA, "phone": "+4915200000001", "metadata": { "key1": "value1" } },
        "resultCallbackUrl": merchant.url,
        "customer": { "email": ADA },
        "status": "complete",
        "id": "chosen-by-the-merchant",
        "data": { "bankName": "chosen by the merchant" },
    }));
    let of_ivy = ["id", "status", "data"];
    let echoes = |response: &Value| {
        body.as_object()
            .unwrap()
            .iter()
            .all(|(name, value)| of_ivy.contains(&name.as_str()) || response[name] == *value)
            && response["request"] == body
    };

    let before = sandbox.create(&body).await;
    sandbox.log_in(&before, "de-testbank", "ada").await.unwrap();
    let plain = sandbox.details(&before).await;
    for response in [&before, &plain, &sandbox.list(&by_email(ADA)).await[0]] {
        assert!(
            ["customer", "matchData", "request"].iter().all(|name| response.get(name).is_none()),
            "off: {response}"
        );
    }

    sandbox.deviate(json!({ "echoRequest": true })).await;
    let old = sandbox.details(&before).await;
    assert!(echoes(&old), "also what was created before: {old}");
    for (name, value) in plain.as_object().unwrap() {
        assert_eq!(&old[name], value, "Ivy's own value wins: {name}");
    }
    let mut again = body.clone();
    again["referenceId"] = json!("echo-2");
    let created = sandbox.create(&again).await;
    assert_eq!((&created["customer"], &created["request"]), (&again["customer"], &again));
    assert_eq!((&created["status"], created["redirectUrl"].is_string()), (&json!("open"), true));
    assert_ne!(created["id"], again["id"]);
    sandbox.log_in(&created, "de-testbank", "ada").await.unwrap();
    let event: Value = serde_json::from_slice(&merchant.received().last().unwrap().1).unwrap();
    assert_eq!(event["payload"], sandbox.details(&created).await);
    let listed = sandbox.list(&by_email(ADA)).await;
    assert!(echoes(&listed[0]), "{}", listed[0]);
    assert_eq!((&listed[0]["id"], &listed[0]["data"]), (&before["id"], &plain["data"]));
    assert_eq!(listed[1]["request"], again);
}
