//! SECURITY.md, 8, 13 and 14: neither the key nor personal data is in a response, in the log, or in the table.

use serde_json::json;

use crate::support::{API_KEY, Fault, HttpResponse, SIGNING_SECRET, TestEnv};

/// Returns a request with a marker in every field that can hold a value.
fn marked_request() -> serde_json::Value {
    json!({
        "referenceId": "mark-reference",
        "permissions": ["identity", "match_identity"],
        "market": "DE",
        "externalUser": { "email": "ada@example.com", "phone": "+4915200000001", "metadata": { "mark-key": "mark-value" } },
        "successCallbackUrl": "https://mark-success.example/",
        "displayId": "mark-display",
        "metadata": { "mark-meta": { "deep": "mark-deep" } },
        "prefill": { "bankId": "mark-bank", "email": "mark-prefill@example.com" },
        "matchData": { "financialAddress": { "type": "iban", "iban": {
            "iban": "DE89370400440532013000", "accountHolderName": "mark-holder" } } }
    })
}

const PERSONAL: [&str; 8] = [
    "mark-",
    "ada@example.com",
    "+4915200000001",
    "4915200000001",
    "DE8937040044",
    "Ada Example",
    "1985-12-10",
    "cus_ada",
];

#[tokio::test]
async fn nothing_personal_is_logged_or_returned() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let mut responses = Vec::new();
    let marked = marked_request();
    let create = ada.request("/data/session/create?mark-query=1").header("idempotency-key", Some("mark-idempotency"));
    let created = create.json(&marked).send().await;
    assert_eq!(created.status, 200, "{}", created.text);
    let (id, nonce) = (created.id(), env.ivy.nonce(&created.id()));
    env.ivy.complete(&id);
    env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
    ada.post("/result", json!({ "nonce": nonce })).await;
    ada.list().await;
    ada.post("/data/session/details", json!({ "id": id })).await;

    // Everything that can fail with these values.
    let mut broken = marked.clone();
    broken["market"] = json!("mark-market");
    broken["mark-unknown field \u{e9}"] = json!("mark-unknown");
    broken["metadata"]["x".repeat(41)] = json!("mark-long");
    responses.push(ada.post("/data/session/create", broken).await);
    let mut foreign = marked;
    foreign["externalUser"]["email"] = json!("mark-other@example.com");
    responses.push(ada.post("/data/session/create", foreign.clone()).await);
    responses.push(ada.post("/data/session/list", json!({ "externalUserEmail": "mark-other@example.com" })).await);
    responses.push(ada.post("/data/session/details", json!({ "id": "mark-id" })).await);
    responses.push(ada.post("/result", json!({ "nonce": "mark-nonce" })).await);
    responses
        .push(ada.request("/callback").header("x-ivy-signature", Some("mark-signature")).raw("mark-body").send().await);
    responses.push(ada.request("/result").raw("{\"mark-broken").send().await);
    for text in ["mark-ivy-error", "<mark-html>"] {
        env.ivy.inject(Fault::Respond(400, "application/json", json!({ "value": text }).to_string()));
        responses.push(ada.post("/data/session/list", json!({})).await);
    }
    env.ivy.inject(Fault::Lost);
    responses
        .push(ada.post("/data/session/create", json!({ "permissions": ["identity"], "displayId": "mark-lost" })).await);

    let request_id = created.header("ivy-request-id").expect("a request id").to_owned();
    let line = env.line(&request_id).await;
    assert!(line["operation"] == "create" && line["latency_ms"].is_number(), "{line}");
    let last = responses.last().expect("an answer").header("ivy-request-id").expect("a request id");
    let log = env.logged(last).await;
    let reference = env.ivy.session(&id)["referenceId"].as_str().expect("a reference").to_owned();
    let secrets = [API_KEY, SIGNING_SECRET, &id, &nonce, &reference, "init?id", "/return?ivy"];
    for hidden in PERSONAL.iter().chain(&secrets) {
        if let Some(database) = log.find(hidden) {
            let line = log[..database].rfind('\n').map_or(0, |start| start + 1);
            panic!("{hidden} in the log: {}", &log[line..(database + 80).min(log.len())]);
        }
    }
    for response in &responses {
        assert!(response.status >= 400, "{}", response.text);
        for hidden in ["mark-", API_KEY, SIGNING_SECRET, "ada@example.com", "cus_ada", "DE8937040044"] {
            assert!(!response.text.contains(hidden), "{hidden} in {}", response.text);
            assert!(response.headers.values().all(|value| !value.to_str().unwrap_or_default().contains(hidden)));
        }
    }
}

#[tokio::test]
async fn the_table_holds_no_bank_data_and_no_secret() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let create = ada.request("/data/session/create").header("idempotency-key", Some("mark-idempotency"));
    let id = create
        .json(&json!({ "permissions": ["identity"], "externalUser": { "email": "ada@example.com" } }))
        .send()
        .await
        .id();
    env.ivy.complete(&id);
    env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
    let nonce = env.ivy.nonce(&id);
    ada.post("/result", json!({ "nonce": nonce })).await;
    ada.list().await;
    let dump = env.database.dump().await;
    assert!(dump.contains(&id));
    for hidden in ["DE8937040044", "Ada Example", "1985-12-10", "ada@example.com", "mark-idempotency", &nonce, API_KEY]
    {
        assert!(!dump.contains(hidden), "{hidden} in {dump}");
    }
}

#[tokio::test]
async fn one_session_has_one_name_in_the_log() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let created = ada.create().await;
    env.ivy.send_callback(&ada, &json!({ "id": created.id(), "status": "complete" })).await;
    let name = async |response: &HttpResponse| {
        let line = env.line(response.header("ivy-request-id").expect("an id")).await;
        line["session"].as_str().expect("a name").to_owned()
    };
    let first = name(&created).await;
    env.ivy.complete(&created.id());
    let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&created.id()) })).await;
    assert_eq!(first.len(), 22);
    assert_eq!(name(&result).await, first);
}
