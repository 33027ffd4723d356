//! Recall on the server: the decision of the page's `recallBank`, for a page that the shop renders.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::{Browser, Fault, TestEnv, a_request, now};

/// More time than a recall needs on any machine.
const LONG: u64 = 60_000;

/// Recalls with all the time that is needed.
async fn recalled(env: &TestEnv, browser: &Browser, mut options: Value) -> Value {
    options["deadlineMs"] = json!(LONG);
    env.proxy.recall(browser, &a_request(), &options).await.expect("a result")
}

/// Reads `initial`.
fn initial(recalled: &Value) -> Value {
    let text = recalled["initial"].as_str().expect("a text");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).expect("base64url")).expect("json")
}

fn not_recalled(reason: &str) -> Value {
    json!({ "kind": "not_recalled", "reason": reason })
}

#[tokio::test]
async fn the_outcome_is_that_of_the_page_for_whoever_is_signed_in() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let id = env.connect(&ada).await;
    env.ivy.change(&id, |session| {
        session["data"]["bankName"] = json!("</script><img src=x onerror=alert(1)>\u{2028}'\"&");
    });
    let listed = ada.post("/data/session/list", json!({})).await;
    let recalled_ada = recalled(&env, &ada, json!({})).await;
    let session = &listed.json()["dataSessions"][0];
    assert_eq!(
        recalled_ada["outcome"],
        json!({ "kind": "recalled", "sessions": [session], "session": session, "ageDays": 0, "identityDiffers": false })
    );
    let owner = listed.header("ivy-owner").expect("a tag");
    assert_eq!(recalled_ada["list"]["body"], listed.text);
    assert_eq!((&recalled_ada["list"]["guest"], &recalled_ada["list"]["owner"]), (&json!(false), &json!(owner)));
    assert_eq!(recalled_ada["headers"], json!({ "cache-control": "no-store", "vary": "Cookie" }));

    let text = recalled_ada["initial"].as_str().expect("a text");
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{text}");
    let mut value = initial(&recalled_ada);
    for at in [value["at"].take(), recalled_ada["list"]["now"].clone()] {
        assert!((now() - 60..=now()).contains(&at.as_i64().expect("seconds")), "{at}");
    }
    let outcome =
        json!({ "kind": "recalled", "sessions": [session], "offered": 0, "ageDays": 0, "identityDiffers": false });
    assert_eq!(value, json!({ "v": 1, "at": null, "owner": owner, "outcome": outcome }));

    let recalled_ben = recalled(&env, &ben, json!({})).await;
    assert_eq!(recalled_ben["outcome"], not_recalled("no_past_session"));
    assert_eq!(initial(&recalled_ben)["outcome"], not_recalled("no_past_session"));
    assert_ne!(recalled_ben["list"]["owner"], owner);
}

#[tokio::test]
async fn the_shopper_chooses_among_different_people() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let ids = [env.connect(&ada).await, env.connect(&ada).await];
    env.ivy.change(&ids[1], |session| session["data"]["identity"]["name"] = json!("Someone Else"));
    let recalled = recalled(&env, &ada, json!({})).await;
    let outcome = &recalled["outcome"];
    assert_eq!((&outcome["session"], &outcome["identityDiffers"]), (&Value::Null, &json!(true)), "{outcome}");
    assert_eq!(outcome["sessions"].as_array().expect("sessions").len(), 2);
    assert_eq!(initial(&recalled)["outcome"]["offered"], Value::Null);
}

#[tokio::test]
async fn the_options_decide_as_on_the_page() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    env.ivy.change(&id, |session| session["createdAt"] = json!(now() - 10 * 86_400));
    for (options, reason) in [
        (json!({ "maxAgeDays": 9.5 }), "too_old"),
        (json!({ "required": ["balances"] }), "missing_data"),
        (json!({ "required": ["identity"], "maxAgeDays": 0 }), "too_old"),
    ] {
        assert_eq!(recalled(&env, &ada, options).await["outcome"], not_recalled(reason));
    }
    assert_eq!(recalled(&env, &ada, json!({ "maxAgeDays": 11 })).await["outcome"]["ageDays"], 10);
}

#[tokio::test]
async fn a_guest_is_told_so_and_gets_no_cookie() {
    let env = TestEnv::new().await;
    let guest = env.browser(None);
    let result = recalled(&env, &guest, json!({})).await;
    assert_eq!(result["outcome"], not_recalled("guest"));
    assert_eq!((&result["list"]["guest"], &result["list"]["body"]), (&json!(true), &json!(r#"{"dataSessions":[]}"#)));
    assert_eq!(guest.cookies(), "");
    assert_eq!(env.ivy.request_count(), 0);
    guest.list().await;
    let known = recalled(&env, &guest, json!({})).await;
    assert_ne!(known["list"]["owner"], result["list"]["owner"]);
    assert_eq!(guest.post("/data/session/list", json!({})).await.header("ivy-owner"), known["list"]["owner"].as_str());
}

#[tokio::test]
async fn only_the_signed_in_customer_may_be_named() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let named = |user: Value| {
        let mut request = a_request();
        request["externalUser"] = user;
        request
    };
    for own in [json!({ "referenceId": "cus_ada" }), json!({ "email": "ada@EXAMPLE.com" })] {
        let result = env.proxy.recall(&ada, &named(own), &json!({ "deadlineMs": LONG })).await.expect("a result");
        assert_eq!(result["outcome"]["session"]["id"], id);
    }
    let metadata =
        env.proxy.recall(&ada, &named(json!({ "metadata": { "tier": "a" } })), &json!({ "deadlineMs": LONG })).await;
    assert_eq!(metadata.expect("a result")["outcome"], not_recalled("metadata_only"));
    let other =
        env.proxy.recall(&ada, &named(json!({ "referenceId": "cus_ben" })), &json!({ "deadlineMs": LONG })).await;
    assert_eq!(other.expect_err("an error").status, 403);
    let invalid = env.proxy.recall(&ada, &json!({ "permissions": ["identity"], "market": 7 }), &json!({})).await;
    assert_eq!(invalid.expect_err("an error").status, 422);
}

#[tokio::test]
async fn a_page_is_sent_without_an_offer_if_there_is_no_list() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    env.connect(&ada).await;
    ada.list().await;
    let nothing = |result: &Value| {
        assert_eq!((&result["initial"], &result["list"]), (&json!(""), &Value::Null));
        assert_eq!(result["headers"]["cache-control"], "no-store");
    };
    env.ivy.inject(Fault::Respond(500, "application/json", "{}".into()));
    let failed = recalled(&env, &ada, json!({})).await;
    assert_eq!(failed["outcome"], not_recalled("list_unavailable"));
    nothing(&failed);
    let down = recalled(&env, &env.browser(Some("down")), json!({})).await;
    assert_eq!(down["outcome"], not_recalled("list_unavailable"));
    nothing(&down);

    let _held = env.ivy.hold_next();
    let started = Instant::now();
    let late = env.proxy.recall(&ada, &a_request(), &json!({})).await.expect("a result");
    assert!(started.elapsed() >= Duration::from_millis(300));
    assert_eq!(late["outcome"], Value::Null);
    nothing(&late);
    // The abandoned call is no failure of Ivy's, and the next page has an offer.
    assert_eq!(env.proxy.health().await["breakers"]["list"], "closed");
    assert_eq!(recalled(&env, &ada, json!({})).await["outcome"]["kind"], "recalled");
}

/// The first list checks Ivy's list. If a page's deadline passes meanwhile, the next list checks it.
#[tokio::test]
async fn a_deadline_during_the_first_check_costs_no_session() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let result = env.proxy.recall(&ada, &a_request(), &json!({ "deadlineMs": 1 })).await.expect("a result");
    assert!(["recalled", ""].contains(&result["outcome"]["kind"].as_str().unwrap_or_default()), "{result}");
    assert_eq!(ada.list().await, [id]);
}
