//! SECURITY.md, 6, 15 and 20: faults of Ivy, and the errors that a page gets.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Browser, Fault, Ivy, ListBy, TestDatabase, TestEnv, a_request, now};

const CREATE: &str = "/data/session/create";
const LIST: &str = "/data/session/list";
const DETAILS: &str = "/data/session/details";

/// The body of Ivy's VALIDATION error, which quotes the value.
const QUOTING: &str = r#"{"message":"bad value marker-7e1","devMessage":"marker-7e1","statusCode":400,"code":"VALIDATION","data":{"field":"email","value":"marker-7e1"},"docUrl":""}"#;

async fn request(browser: &Browser, path: &str, id: &str) -> crate::support::HttpResponse {
    let body = match path {
        CREATE => a_request(),
        DETAILS => json!({ "id": id }),
        _ => json!({}),
    };
    browser.post(path, body).await
}

#[tokio::test]
async fn every_fault_gets_a_response_that_leaks_nothing() {
    let env = TestEnv::with(|settings| settings.limits.answer = Some(20_000)).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let json = |status| Fault::Respond(status, "application/json", QUOTING.into());
    let ok = |text: &str| Fault::Respond(200, "application/json", text.into());
    type Expected = (u16, &'static str);
    let all: Vec<(&str, Fault, Expected)> = vec![
        ("400", json(400), (400, "proxy_rejected")),
        ("401", json(401), (502, "misconfigured")),
        ("403", json(403), (502, "misconfigured")),
        ("422", json(422), (400, "proxy_rejected")),
        ("423", json(423), (503, "proxy_unavailable")),
        ("429", json(429), (429, "rate_limited")),
        ("500", json(500), (502, "proxy_unavailable")),
        ("502", json(502), (502, "proxy_unavailable")),
        ("503", json(503), (503, "proxy_unavailable")),
        ("504", json(504), (504, "proxy_unavailable")),
        ("redirect", json(302), (502, "misconfigured")),
        ("an unexpected status", json(418), (502, "misconfigured")),
        ("html", Fault::Respond(200, "text/html", "<h1>marker-7e1".into()), (502, "misconfigured")),
        ("nothing", ok(""), (502, "decode_failed")),
        ("cut off", ok(r#"{"id":"a","status":"open","dataSessions":[{"id":"marker-7e1"#), (502, "decode_failed")),
        ("two documents", ok(r#"{"id":"a","status":"open","dataSessions":[]} {}"#), (502, "decode_failed")),
        ("too deep", ok(&format!("{}{}", "[".repeat(9000), "]".repeat(9000))), (502, "decode_failed")),
        ("not an object", ok("[]"), (502, "decode_failed")),
        ("another shape", ok(r#"{"data":[]}"#), (502, "decode_failed")),
        ("too long", ok(&format!(r#"{{"a":"{}"}}"#, "x".repeat(20_000))), (502, "response_too_large")),
        ("broken off", Fault::Lost, (502, "proxy_unavailable")),
    ];
    for (what, fault, (status, code)) in all {
        for path in [CREATE, LIST, DETAILS] {
            env.ivy.inject(fault.clone());
            let response = request(&ada, path, &id).await;
            assert_eq!(response.refusal(), (status, code.to_owned()), "{what} {path}");
            assert!(!response.text.contains("marker"), "{what} {path}: {}", response.text);
            let retry = [429, 503].contains(&status);
            assert_eq!(response.header("retry-after").is_some(), retry, "{what} {path}");
        }
    }
    // Cases in which the endpoint makes a difference.
    for (path, fault, expected) in [
        (CREATE, json(404), (404, "misconfigured")),
        (LIST, json(404), (404, "misconfigured")),
        (DETAILS, json(404), (404, "not_found")),
        (LIST, json(409), (502, "misconfigured")),
        (DETAILS, ok(r#"{"id":"another","status":"complete"}"#), (502, "decode_failed")),
        (
            CREATE,
            ok(r#"{"id":"a","status":"open","referenceId":"another","redirectUrl":"https://x.example"}"#),
            (502, "decode_failed"),
        ),
        (CREATE, ok(r#"{"id":"a","status":"open"}"#), (502, "decode_failed")),
        (CREATE, ok(r#"{"id":"a","id":"b","redirectUrl":"https://x.example"}"#), (502, "decode_failed")),
        (LIST, ok(r#"{"dataSessions":[],"dataSessions":[]}"#), (502, "decode_failed")),
    ] {
        env.ivy.inject(fault);
        let response = request(&ada, path, &id).await;
        assert_eq!(response.refusal(), (expected.0, expected.1.to_owned()), "{path}: {}", response.text);
    }
    // The next request works.
    assert_eq!(ada.list().await, [id]);
}

#[tokio::test]
async fn how_long_to_wait_is_passed_on() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let rows = [
        (429, "17", 17..=17),
        (503, "3", 3..=3),
        (423, "2", 2..=2),
        (429, "0", 1..=1),
        (429, "999999999", 3600..=3600),
        (429, "Wed, 21 Oct 2015 07:28:00 GMT", 1..=1),
        (429, "soon", 5..=5),
    ];
    for (status, value, expected) in rows {
        env.ivy.inject(Fault::WithHeader(status, "retry-after", value));
        let response = ada.post(LIST, json!({})).await;
        let wait: u64 = response.header("retry-after").expect("a wait").parse().expect("seconds");
        assert!(expected.contains(&wait), "{status} {value}: {wait}");
    }
}

#[tokio::test]
async fn a_bad_session_is_left_out_and_the_others_live() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    env.ivy.inject(Fault::Changed(|response| {
        let sessions = response["dataSessions"].as_array_mut().expect("a list");
        sessions.push(json!({ "id": 7, "status": "complete" }));
        sessions.push(json!("marker-7e1"));
        sessions.push(Value::Null);
    }));
    assert_eq!(ada.list().await, [id]);
}

/// Puts a string that ends but is no JSON into Ivy's response about one session, beside fields of a right form.
fn damaged(id: &str, text: &str) -> String {
    format!(
        r#"{{"id":"{id}","status":"complete","data":{{"identity":{{"name":"{text}","dateOfBirth":"1985-12-10"}},"accounts":[]}}}}"#
    )
}

#[tokio::test]
async fn a_damaged_string_costs_one_session_and_a_login_is_offered() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let (first, second) = (env.connect(&ada).await, env.connect(&ada).await);
    for text in [r"marker-7e1 \ud83d", r"\ude00", r"\x", "marker-7e1\n", r"\u00"] {
        let ok = |body: String| Fault::Respond(200, "application/json", body);
        let whole =
            format!(r#"{{"dataSessions":[{},{{"id":"{second}","status":"complete"}}]}}"#, damaged(&first, text));
        env.ivy.inject(ok(whole));
        assert_eq!(ada.list().await, std::slice::from_ref(&second), "{text:?}");
        // Released before: the session is as if it were gone.
        env.ivy.inject(ok(damaged(&first, text)));
        assert_eq!(request(&ada, DETAILS, &first).await.refusal(), (404, "not_found".to_owned()), "{text:?}");
        env.ivy.inject(ok(damaged(&first, text)));
        let again = ada.post("/result", json!({ "nonce": env.ivy.nonce(&first) })).await;
        assert_eq!((again.status, &again.json()["status"]), (200, &json!("error")), "{text:?}: {}", again.text);
        assert!(again.json().get("session").is_none() && !again.text.contains("marker"), "{}", again.text);

        // The first return of a login.
        let created = ada.create().await;
        env.ivy.complete(&created.id());
        env.ivy.inject(ok(damaged(&created.id(), text)));
        let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&created.id()) })).await;
        assert_eq!((result.status, &result.json()["status"]), (200, &json!("error")), "{text:?}: {}", result.text);
        // If Ivy's response is right later, the login is found by its reference.
        let later = ada.post("/result", json!({ "referenceId": result.json()["referenceId"] })).await;
        assert_eq!(later.json()["status"], "complete", "{}", later.text);
    }
    // A field of another type is no different, and a document that ends in a string is.
    env.ivy.inject(Fault::Changed(|session| session["createdAt"] = json!("2026-01-01T00:00:00Z")));
    let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&first) })).await;
    assert_eq!(result.json()["status"], "error", "{}", result.text);
    for path in [LIST, DETAILS] {
        env.ivy.inject(Fault::Respond(200, "application/json", format!(r#"{{"id":"{first}","status":"x"#)));
        assert_eq!(request(&ada, path, &first).await.refusal(), (502, "decode_failed".to_owned()), "{path}");
    }
    assert!(ada.list().await.starts_with(&[first, second]));
}

#[tokio::test]
async fn a_date_that_is_not_plausible_epoch_seconds_reaches_no_page() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let right = ada.post(DETAILS, json!({ "id": id })).await.json()["createdAt"].clone();
    for (changed, field) in [
        (Fault::Changed(|session| session["createdAt"] = json!(now() * 1_000)), "createdAt"),
        (Fault::Changed(|session| session["createdAt"] = json!(now() * 1_000_000)), "createdAt"),
        (Fault::Changed(|session| session["createdAt"] = json!(now() * 1_000_000_000)), "createdAt"),
        (Fault::Changed(|session| session["createdAt"] = json!(now() + 400)), "createdAt"),
        (Fault::Changed(|session| session["createdAt"] = json!(-1)), "createdAt"),
        (Fault::Changed(|session| session["createdAt"] = json!(0)), "createdAt"),
        (Fault::Changed(|session| session["createdAt"] = json!(1_700_000_000.5)), "createdAt"),
        (Fault::Changed(|session| session["expiresAt"] = json!(now() * 1_000)), "expiresAt"),
        (Fault::Changed(|session| session["updatedAt"] = json!(-1)), "updatedAt"),
    ] {
        env.ivy.inject(changed);
        let shown = ada.post(DETAILS, json!({ "id": id })).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        // The proxy's own date takes the place of a wrong creation date.
        let expected = if field == "createdAt" { Some(&right) } else { None };
        assert_eq!(shown.json().get(field), expected, "{field}: {}", shown.text);
    }
}

#[tokio::test]
async fn ivy_takes_its_time_up_to_a_deadline() {
    let env = TestEnv::new().await;
    let id = env.connect(&env.browser(Some("ada"))).await;
    let (database, ivy) = env.kill().await;
    // So short that only abandoned rows are affected.
    let env = TestEnv::over(database, ivy, |settings| {
        settings.deadlines.read = Some(Duration::from_millis(200));
        settings.deadlines.create = Some(Duration::from_millis(200));
    })
    .await;
    let ada = env.browser(Some("ada"));
    for path in [CREATE, LIST, DETAILS] {
        env.ivy.inject(Fault::Slow(Duration::from_secs(60)));
        let started = Instant::now();
        assert_eq!(request(&ada, path, &id).await.refusal(), (504, "proxy_unavailable".to_owned()), "{path}");
        assert!(started.elapsed() < Duration::from_secs(10), "{path}: {:?}", started.elapsed());
    }
}

#[tokio::test]
async fn the_proxy_still_responds_without_ivy() {
    let mut ivy = Ivy::start().await;
    // A port that is reserved and on which nothing listens.
    let closed = tokio::net::TcpSocket::new_v4().expect("a socket");
    closed.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    ivy.url = format!("http://{}", closed.local_addr().expect("its address"));
    let env = TestEnv::over(TestDatabase::new().await, ivy, |_| {}).await;
    let ada = env.browser(Some("ada"));
    for path in [CREATE, LIST] {
        assert_eq!(request(&ada, path, "").await.refusal(), (502, "proxy_unavailable".to_owned()), "{path}");
    }
    assert_eq!(request(&ada, DETAILS, "unknown").await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(env.database.dump().await, "", "a session that was never asked for");
}

#[tokio::test]
async fn a_redirect_of_ivys_is_not_followed() {
    let elsewhere = Ivy::start().await;
    let env = TestEnv::new().await;
    let url: &'static str = Box::leak(format!("{}/x", elsewhere.url).into_boxed_str());
    for status in [301, 302, 307, 308] {
        env.ivy.inject(Fault::WithHeader(status, "location", url));
        assert_eq!(env.browser(Some("ada")).post(LIST, json!({})).await.status, 502);
    }
    assert_eq!(elsewhere.request_count(), 0, "the key went elsewhere");
}

#[tokio::test]
async fn the_least_that_an_early_ivy_returns_is_enough() {
    let env = TestEnv::new().await;
    env.ivy.inject(Fault::Changed(|session| {
        *session = json!({ "id": session["id"], "redirectUrl": session["redirectUrl"] });
    }));
    let response = env.browser(Some("ada")).create().await;
    let session = env.ivy.session(&response.id());
    let expected = json!({
        "id": session["id"], "redirectUrl": session["redirectUrl"],
        "status": "open", "referenceId": session["referenceId"]
    });
    assert_eq!(response.json(), expected);
}

#[tokio::test]
async fn a_wrong_list_path_is_noticed_at_the_start() {
    assert_eq!(TestEnv::new().await.proxy.check_list_path().await, "answers");
    let wrong = |list_by| {
        TestEnv::with(move |settings| {
            settings.list_path = Some("/api/service/data/sessions".into());
            settings.list_by = list_by;
        })
    };
    let fixed = wrong(Some(ListBy::ReferenceId)).await;
    assert_eq!(fixed.proxy.check_list_path().await, "missing");
    assert_eq!(fixed.browser(Some("ada")).post(LIST, json!({})).await.refusal(), (404, "misconfigured".to_owned()));
    let auto = wrong(None).await;
    assert_eq!(auto.proxy.check_list_path().await, "missing");
    assert!(auto.browser(Some("ada")).list().await.is_empty());
    let locked_out = TestEnv::with(|settings| settings.api_key = "wrong".into()).await;
    assert_eq!(locked_out.proxy.check_list_path().await, "unknown");
}
