//! The deviations: each one on and off, over HTTP, changed while the sandbox runs.

#[path = "../common/mod.rs"]
mod common;
mod completion;
mod ids;
mod logins;
mod responses;

use common::{Browser, ERROR, Sandbox, request};
use serde_json::{Value, json};

const ADA: &str = "ada@example.com";
const BEN: &str = "ben@example.com";
/// A time longer than any test.
const AN_HOUR: u32 = 3600;

fn by_email(email: &str) -> Value {
    json!({ "externalUserEmail": email })
}

fn request_of(email: &str) -> Value {
    request(json!({ "externalUser": { "email": email } }))
}

async fn status(sandbox: &Sandbox, session: &Value) -> String {
    sandbox.details(session).await["status"].as_str().unwrap().to_owned()
}

async fn name(sandbox: &Sandbox, session: &Value) -> Value {
    sandbox.details(session).await["data"]["identity"]["name"].clone()
}

/// Returns a browser that has logged in to Test Bank and is at the consent page.
async fn before_consent(sandbox: &Sandbox, session: &Value, username: &str) -> Browser {
    let mut browser = sandbox.open(session).await;
    browser.log_in("de-testbank", username).await;
    assert!(browser.has("consent"), "{}", browser.page);
    browser
}

async fn cancelled(sandbox: &Sandbox) -> (Value, Browser) {
    let session = sandbox.create(&request_of(ADA)).await;
    let mut browser = before_consent(sandbox, &session, "ada").await;
    let form = browser.clone();
    browser.send("cancel", &[]).await;
    assert_eq!(browser.location.as_deref(), Some(ERROR));
    (session, form)
}

#[tokio::test]
async fn all_are_off_by_default_and_change_while_the_sandbox_runs() {
    let sandbox = Sandbox::start().await;
    let off = json!({
        "reopenCancelled": null,
        "ignoreSelectors": false,
        "missingList": false,
        "refuseSelectors": null,
        "redirectFinished": false,
        "completeAfter": null,
        "completeTwice": false,
        "repeatId": false,
        "reverseList": false,
        "reverseAccounts": false,
        "holdCallbacks": false,
        "dates": false,
        "listExternalUser": false,
        "omitDetailsCreatedAt": false,
        "omitDetailsExternalUser": false,
        "echoRequest": false,
    });
    let read = async || -> Value {
        sandbox.http.get(sandbox.url("/sandbox/deviations")).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(read().await, off);

    let mut expected = off.clone();
    expected["dates"] = json!(true);
    expected["completeAfter"] = json!(7);
    expected["reopenCancelled"] = json!("open");
    let changes = json!({ "dates": true, "completeAfter": 7, "reopenCancelled": "open" });
    assert_eq!(sandbox.deviate(changes).await, expected);
    assert_eq!(sandbox.deviate(json!({})).await, expected, "what is not named stays");

    for (field, value) in [
        ("nothing", json!(true)),
        ("dates", json!("yes")),
        ("dates", Value::Null),
        ("completeAfter", json!(0)),
        ("completeAfter", json!(-1)),
        ("completeAfter", json!(true)),
        ("reopenCancelled", json!("expired")),
        ("reopenCancelled", json!(true)),
        ("refuseSelectors", json!("externalUserEmail")),
        ("missingList", Value::Null),
    ] {
        let body = json!({ "reverseList": true, "dates": false, field: value });
        let (status, response) = sandbox.control("deviations", &body).await;
        assert_eq!((status.as_u16(), &response["data"]["field"]), (400, &json!(field)), "{response}");
        assert_eq!(read().await, expected, "a refused change changes nothing");
    }
    assert_eq!(sandbox.deviate(json!({ "dates": false, "completeAfter": null, "reopenCancelled": null })).await, off);
}
