//! The list: the fields of the user's document, and no others.

mod common;

use common::{API_KEY, Sandbox, fresh_reference, request};
use serde_json::json;

const ADA: &str = "ada@example.com";

async fn raw_list(sandbox: &Sandbox, email: &str) -> String {
    let url = sandbox.url("/api/service/data/session/list");
    let body = json!({ "externalUserEmail": email });
    let response = sandbox.http.post(url).header("X-Ivy-Api-Key", API_KEY).json(&body).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    response.text().await.unwrap()
}

/// Checks the fields, their order and their nesting against the document.
#[tokio::test]
async fn an_answer_has_the_shape_of_the_document_byte_for_byte() {
    let sandbox = Sandbox::start().await;
    assert_eq!(raw_list(&sandbox, ADA).await, r#"{"dataSessions":[]}"#);

    let first = sandbox.create(&request(json!({}))).await;
    let second = sandbox.create(&request(json!({ "permissions": ["identity", "balance"] }))).await;
    sandbox.log_in(&first, "de-testbank", "ada").await.unwrap();
    sandbox.log_in(&second, "de-testbank-two", "ben").await.unwrap();
    let expected = format!(
        concat!(
            r#"{{"dataSessions":["#,
            r#"{{"id":{},"referenceId":{},"status":"complete","data":{{"bankName":"Test Bank","#,
            r#""identity":{{"name":"Ada Example","dateOfBirth":"1985-12-10"}},"accounts":["#,
            r#"{{"name":"Current Account","identifier":{{"iban":{{"iban":"DE58999900010000000101","#,
            r#""bban":"999900010000000101","bic":"TBNKDEF0XXX"}}}},"type":"checking"}}]}}}},"#,
            r#"{{"id":{},"referenceId":{},"status":"complete","data":{{"bankName":"Test Bank Two","#,
            r#""identity":{{"name":"Ben Sample","dateOfBirth":"1990-07-04"}},"accounts":["#,
            r#"{{"name":"Current Account","identifier":{{"iban":{{"iban":"DE82999900020000000202","#,
            r#""bban":"999900020000000202","bic":"TBTWDEF0XXX"}}}},"type":"checking"}},"#,
            r#"{{"name":"Savings Account","identifier":{{"iban":{{"iban":"DE60999900020000000404","#,
            r#""bban":"999900020000000404","bic":"TBTWDEF0XXX"}}}},"type":"saving"}}]}}}}]}}"#,
        ),
        first["id"], first["referenceId"], second["id"], second["referenceId"],
    );
    assert_eq!(raw_list(&sandbox, ADA).await, expected);
}

#[tokio::test]
async fn dates_are_listed_with_their_flag() {
    let sandbox = Sandbox::start_with(|settings| settings.deviations.dates = true).await;
    let session = sandbox.create(&request(json!({}))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    let listed = sandbox.list(&json!({ "externalUserEmail": ADA })).await;
    assert_eq!(listed[0]["createdAt"], session["createdAt"]);
    let mut fields: Vec<_> = listed[0].as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, ["createdAt", "data", "id", "referenceId", "status"]);
}

#[tokio::test]
async fn a_user_is_found_by_exactly_what_the_session_was_created_with() {
    let sandbox = Sandbox::start().await;
    let user =
        json!({ "email": ADA, "phone": "+4915200000001", "referenceId": "cus_ada", "metadata": { "key1": "v" } });
    let session = sandbox.create(&request(json!({ "externalUser": user }))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    let guest = sandbox.create(&request(json!({ "externalUser": null }))).await;
    sandbox.log_in(&guest, "de-testbank", "ada").await.unwrap();

    for (name, value, found) in [
        ("externalUserEmail", ADA, 1),
        ("externalUserEmail", "ADA@example.com", 0),
        ("externalUserEmail", "ada@example.com ", 0),
        ("externalUserEmail", "ada@%", 0),
        ("externalUserPhone", "+4915200000001", 1),
        ("externalUserPhone", "4915200000001", 0),
        ("externalUserReferenceId", "cus_ada", 1),
        ("externalUserReferenceId", "cus_", 0),
        ("externalUserReferenceId", ADA, 0),
    ] {
        assert_eq!(sandbox.list(&json!({ name: value })).await.len(), found, "{name} {value}");
    }
}

#[tokio::test]
async fn only_completed_sessions_are_listed() {
    let sandbox = Sandbox::start().await;
    let names = ["open", "cancelled", "failed", "expired", "complete"];
    for name in names {
        let session = sandbox.create(&request(json!({ "referenceId": format!("{name}-{}", fresh_reference()) }))).await;
        match name {
            "cancelled" => sandbox.open(&session).await.send("cancel", &[]).await,
            "failed" => drop(sandbox.log_in(&session, "de-failbank", "ada").await),
            "expired" => drop(sandbox.expire(&session).await),
            "complete" => drop(sandbox.log_in(&session, "de-testbank", "ada").await.unwrap()),
            _ => {}
        }
        let status = match name {
            "cancelled" => "failed",
            other => other,
        };
        assert_eq!(sandbox.details(&session).await["status"], status, "{name}");
    }
    let listed = sandbox.list(&json!({ "externalUserEmail": ADA })).await;
    assert_eq!(listed.len(), 1);
    assert!(listed[0]["referenceId"].as_str().unwrap().starts_with("complete-"));
}

#[tokio::test]
async fn a_permission_gives_what_is_documented_for_it() {
    let sandbox = Sandbox::start().await;
    for (permission, identity, accounts) in
        [("identity", true, true), ("accounts", false, true), ("balance", false, false), ("transactions", false, false)]
    {
        let session = sandbox.create(&request(json!({ "permissions": [permission] }))).await;
        sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
        let data = &sandbox.details(&session).await["data"];
        assert_eq!(data["bankName"], "Test Bank");
        assert_eq!(data.get("identity").is_some(), identity, "{permission}");
        assert_eq!(data.get("accounts").is_some(), accounts, "{permission}");
    }
}
