//! SECURITY.md, 13: an alarm is a WARN line with a name. Anyone can trigger alarms, so they are counted.

use serde_json::{Value, json};

use crate::support::{HttpResponse, Kind, TestEnv};

/// Returns the log's lines about one event, once it has the last response's line. The Rust proxy shares its log with
/// the other tests of this process.
async fn lines(env: &TestEnv, event: &str, last: &HttpResponse) -> Vec<Value> {
    let log = env.logged(last.header("ivy-request-id").expect("a request id")).await;
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let fields = |line: Value| {
        assert!(line["fields"]["event"] != event && line["event"] != event || line["level"] == "WARN", "{line}");
        line.get("fields").cloned().unwrap_or(line)
    };
    lines.map(fields).filter(|fields| fields["event"] == event).collect()
}

async fn total(env: &TestEnv, event: &str) -> u64 {
    env.proxy.metric(&format!("ivy_proxy_alarms_total{{event=\"{event}\"}}")).await
}

/// Checks that each line has a name and a number and no data of a request. Alarms within a minute are counted without a
/// line.
async fn is_written_once(env: &TestEnv, event: &str, last: &HttpResponse) {
    let lines = lines(env, event, last).await;
    for line in &lines {
        let mut names: Vec<_> = line.as_object().expect("an object").keys().map(String::as_str).collect();
        names.retain(|name| !["level", "message"].contains(name));
        names.sort_unstable();
        assert_eq!(names, ["count", "event"], "{line}");
        assert_eq!(line["message"], "alarm");
    }
    match Kind::under_test() {
        Kind::Rust | Kind::Command | Kind::Url => assert!(!lines.is_empty(), "{event}"),
        Kind::Js | Kind::Workerd => {
            assert_eq!(lines.iter().map(|line| line["count"].clone()).collect::<Vec<_>>(), [1], "{event}")
        }
    }
}

#[tokio::test]
async fn bad_signatures_are_counted() {
    let env = TestEnv::new().await;
    let browser = env.browser(None);
    let body = json!({ "id": "unknown", "status": "complete" });
    assert_eq!(env.ivy.send_callback(&browser, &body).await.status, 200);
    assert_eq!(total(&env, "bad_signature").await, 0);
    let mut last = browser.post("/callback", body.clone()).await;
    for signature in ["x".to_owned(), "0".repeat(64)] {
        last = browser.request("/callback").header("x-ivy-signature", Some(&signature)).json(&body).send().await;
    }
    assert_eq!(last.status, 401);
    assert_eq!(total(&env, "bad_signature").await, 3);
    is_written_once(&env, "bad_signature", &last).await;
}

#[tokio::test]
async fn addresses_that_cannot_be_read_are_counted() {
    let env = TestEnv::with(|settings| settings.address_header = Some("x-forwarded-for")).await;
    let browser = env.browser(None);
    let request = |address| browser.request("/data/session/list").header("x-forwarded-for", address).send();
    assert_eq!(request(Some("203.0.113.7")).await.status, 200);
    assert_eq!(total(&env, "unreadable_address").await, 0);
    let mut last = request(None).await;
    for address in ["somewhere", "203.0.113.7, marker-address"] {
        last = request(Some(address)).await;
    }
    // The request still gets its response.
    assert_eq!(last.status, 200);
    assert_eq!(total(&env, "unreadable_address").await, 3);
    is_written_once(&env, "unreadable_address", &last).await;
    let log = env.logged(last.header("ivy-request-id").expect("a request id")).await;
    let about =
        |line: &&str| line.contains("address_header: no address") && line.contains(r#""header":"x-forwarded-for""#);
    let told: Vec<&str> = log.lines().filter(about).collect();
    assert!(told.iter().all(|line| line.contains(r#""level":"WARN""#)), "{told:?}");
    match Kind::under_test() {
        Kind::Rust | Kind::Command | Kind::Url => assert!(!told.is_empty()),
        Kind::Js | Kind::Workerd => assert_eq!(told.len(), 1, "the header is named once"),
    }
    assert!(!log.contains("marker-address"));
}

#[tokio::test]
async fn refusals_over_capacity_are_counted() {
    let env = TestEnv::with(|settings| settings.limits.requests_in_flight = Some(8)).await;
    let ada = env.browser(Some("ada"));
    let response = env.ivy.hold_next();
    let slow = ada.list();
    let quick = async {
        env.ivy.wait_for_request().await;
        let mut last = ada.post("/data/session/list", json!({})).await;
        last = if last.status == 503 { ada.post("/forget", json!({})).await } else { last };
        response.notify_one();
        last
    };
    let (_, last) = tokio::join!(slow, quick);
    assert_eq!(last.status, 503);
    assert_eq!(total(&env, "capacity").await, 2);
    is_written_once(&env, "capacity", &last).await;
}

#[tokio::test]
async fn a_nonce_of_somebody_else_and_the_lock_that_it_leads_to_are_counted() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let id = env.connect(&ada).await;
    let nonsense = ben.post("/result", json!({ "nonce": "n".repeat(43) })).await;
    assert_eq!(nonsense.status, 404);
    assert_eq!([total(&env, "foreign_nonce").await, total(&env, "session_locked").await], [0, 0]);
    let mut last = nonsense;
    for nonce in [env.ivy.nonce(&id), env.ivy.error_nonce(&id)] {
        last = ben.post("/result", json!({ "nonce": nonce })).await;
        assert_eq!(last.status, 404);
    }
    assert_eq!([total(&env, "foreign_nonce").await, total(&env, "session_locked").await], [2, 1]);
    assert_eq!(env.proxy.metric("ivy_proxy_locks_total").await, 1);
    is_written_once(&env, "foreign_nonce", &last).await;
    is_written_once(&env, "session_locked", &last).await;
}

#[tokio::test]
async fn a_response_about_another_person_is_counted() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    env.ivy.change(&id, |session| session["data"]["identity"]["dateOfBirth"] = json!("1990-01-01"));
    let last = ada.post("/data/session/details", json!({ "id": id })).await;
    assert_eq!((last.status, total(&env, "foreign_answer").await), (404, 1));
    is_written_once(&env, "foreign_answer", &last).await;
}
