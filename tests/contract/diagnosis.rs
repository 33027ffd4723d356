//! The diagnosis: what is wrong with a proxy, its database, its Ivy and the load balancer in front of it.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{API_KEY, Deviation, Fault, SIGNING_SECRET, Settings, TABLE_SECRET, TestEnv};

const ALL: [&str; 9] = ["settings", "database", "apiKey", "list", "origins", "url", "address", "cookie", "origin"];

/// Returns the names of the lines that are not right, with their states. Checks that no line holds a secret.
async fn faults(env: &TestEnv, url: Option<&str>) -> Vec<(String, String)> {
    let lines = env.proxy.check(url).await;
    let text = json!(lines).to_string();
    for secret in [API_KEY, SIGNING_SECRET, TABLE_SECRET, "127.0.0.2", "ivy_check"] {
        assert!(!text.contains(secret), "{text}");
    }
    let word = |line: &Value, name: &str| line[name].as_str().expect("a word").to_owned();
    assert_eq!(lines.iter().map(|line| word(line, "name")).collect::<Vec<_>>(), ALL);
    for line in &lines {
        let is_ok = line["state"] == "ok";
        assert_eq!((line["problem"].is_null(), line["fix"].is_null()), (is_ok, is_ok), "{line}");
    }
    let wrong = lines.iter().filter(|line| line["state"] != "ok");
    wrong.map(|line| (word(line, "name"), word(line, "state"))).collect()
}

/// Returns a URL on the site of the shop's pages.
fn public(url: &str) -> String {
    url.replace("127.0.0.1", "localhost")
}

fn wrong(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), "wrong".to_owned())).collect()
}

fn unknown(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), "unknown".to_owned())).collect()
}

#[tokio::test]
async fn a_proxy_without_a_fault_has_none() {
    let env = TestEnv::new().await;
    env.ivy.conforms();
    assert_eq!(faults(&env, Some(&public(env.url()))).await, []);
    assert_eq!(faults(&env, Some(&format!("{}/", public(env.url())))).await, []);
    assert_eq!(faults(&env, None).await, unknown(&["url", "address", "cookie", "origin"]));
    assert_eq!(env.database.dump().await, "", "the row of the check is gone");
}

#[tokio::test]
async fn each_fault_has_its_line() {
    let env = TestEnv::new().await;
    env.ivy.conforms();
    let url = public(env.url());
    env.ivy.inject(Fault::Respond(403, "application/json", "{}".into()));
    assert_eq!(faults(&env, Some(&url)).await, wrong(&["apiKey"]));
    env.ivy.inject(Fault::Respond(500, "application/json", "{}".into()));
    assert_eq!(faults(&env, Some(&url)).await, unknown(&["apiKey"]));
    env.ivy.fails_check(500);
    assert_eq!(faults(&env, Some(&url)).await, unknown(&["list"]));
    for list in [Deviation::Missing, Deviation::RefusesExcept(&[])] {
        env.ivy.deviates(list);
        assert_eq!(faults(&env, Some(&url)).await, wrong(&["list"]), "{list:?}");
    }
    env.ivy.conforms();
    env.database.run("ALTER TABLE ivy_callbacks RENAME TO ivy_callbacks_gone").await;
    assert_eq!(faults(&env, Some(&url)).await, wrong(&["database"]));
    env.database.run("ALTER TABLE ivy_callbacks_gone RENAME TO ivy_callbacks").await;

    let not_the_url = |part| [wrong(&[part]), unknown(&["address", "cookie", "origin"])].concat();
    for address in [url.replace("/api/ivy", ""), format!("{url}/none"), "http://shop.example".into(), "shop".into()] {
        assert_eq!(faults(&env, Some(&address)).await.last_chunk(), not_the_url("url").last_chunk::<4>(), "{address}");
    }
    let other = TestEnv::with(|settings| {
        settings.table_secrets = vec!["8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97".into()]
    })
    .await;
    assert_eq!(faults(&env, Some(&public(other.url()))).await, not_the_url("url"), "a proxy of another secret");
}

/// Starts a load balancer in front of `target`, which changes the headers of each request.
async fn balancer(target: &str, change: fn(&mut HeaderMap)) -> String {
    let origin = target.strip_suffix("/api/ivy").expect("the base path").to_owned();
    let forward = move |uri: Uri, mut headers: HeaderMap, body: Bytes| {
        let origin = origin.clone();
        async move {
            headers.remove("host");
            headers.remove("content-length");
            change(&mut headers);
            let client = reqwest::Client::builder().no_proxy().build().expect("a client");
            let sent =
                client.post(format!("{origin}{uri}")).headers(headers).body(body).send().await.expect("a response");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::from_u16(sent.status().as_u16()).expect("a status");
            *response.body_mut() = Body::from(sent.bytes().await.expect("a body"));
            response
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = public(&format!("http://{}/api/ivy", listener.local_addr().expect("its address")));
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(forward)).await.expect("serves") });
    url
}

fn add(headers: &mut HeaderMap, value: &'static str) {
    headers.append(HeaderName::from_static("x-forwarded-for"), value.parse().expect("a value"));
}

#[tokio::test]
async fn what_a_load_balancer_does_is_seen() {
    type Change = (fn(&mut HeaderMap), fn(&mut Settings), &'static [&'static str]);
    let with_header: fn(&mut Settings) = |settings| settings.address_header = Some("x-forwarded-for");
    let same: fn(&mut Settings) = |_| {};
    let rows: [Change; 9] = [
        (|_| {}, same, &[]),
        (|headers| add(headers, "127.0.0.2"), with_header, &[]),
        // Every shopper has the load balancer's address.
        (|headers| add(headers, "127.0.0.2"), same, &["address"]),
        (|_| {}, with_header, &["address"]),
        (|headers| add(headers, "unknown"), with_header, &["address"]),
        (|headers| add(headers, "127.0.0.2, 127.0.0.2"), with_header, &["address"]),
        (|headers| drop(headers.remove("cookie")), same, &["cookie"]),
        (|headers| drop(headers.remove("origin")), same, &["origin"]),
        (|headers| drop(headers.insert("origin", "https://evil.example".parse().expect("a value"))), same, &["origin"]),
    ];
    for (position, (change, setting, expected)) in rows.into_iter().enumerate() {
        let env = TestEnv::with(setting).await;
        env.ivy.conforms();
        let url = balancer(env.url(), change).await;
        assert_eq!(faults(&env, Some(&url)).await, wrong(expected), "{position}");
    }
    let env = TestEnv::new().await;
    let url = balancer(env.url(), |headers| drop(headers.remove("ivy-check"))).await;
    assert_eq!(
        faults(&env, Some(&url)).await.last_chunk(),
        [wrong(&["url"]), unknown(&ALL[6..])].concat().last_chunk::<4>()
    );
}

#[tokio::test]
async fn without_the_signature_nothing_is_said() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let now = crate::support::now();
    for value in ["", "1", &format!("{now}.{}.{}", "A".repeat(43), "A".repeat(22)), &format!("{now}..")] {
        let signed = ada.request("/data/session/list").header("ivy-check", Some(value)).json(&json!({})).send().await;
        assert_eq!(signed.json(), json!({ "dataSessions": [] }), "{value}");
        let foreign = ada.request("/data/session/list").header("ivy-check", Some(value)).header("origin", None);
        assert_eq!(foreign.json(&json!({})).send().await.refusal(), (403, "forbidden".into()), "{value}");
    }
}

#[tokio::test]
async fn a_wrong_origin_and_an_unreadable_header_are_named_once() {
    let env = TestEnv::with(|settings| settings.address_header = Some("x-diagnosis-address")).await;
    let ada = env.browser(Some("ada"));
    let mut last = String::new();
    for origin in
        ["https://diagnosis.example", "https://diagnosis.example", "https://diagnosis.example/path?marker-5d1"]
    {
        let request = ada.request("/data/session/list").header("origin", Some(origin)).json(&json!({}));
        let response = request.send().await;
        assert_eq!(response.status, 403);
        last = response.header("ivy-request-id").expect("an id").to_owned();
    }
    let log = env.logged(&last).await;
    let count = |text: &str| log.lines().filter(|line| line.contains(text)).count();
    assert_eq!(
        (count("https://diagnosis.example"), count("x-diagnosis-address"), count("marker-5d1")),
        (1, 1, 0),
        "{log}"
    );
}
