//! The binary: its start, its customer token, its private routes, its health check and its end.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use jsonwebtoken::{EncodingKey, Header, encode, get_current_timestamp};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

const KEY: &str = "made-for-this-test-0123456789abcdef";
const ORIGIN: &str = "https://shop.example";

/// Returns the command of a proxy with a database in a folder, whose Ivy does not respond.
fn binary(folder: &TempDir, subcommand: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ivy-proxy"));
    command.arg(subcommand).env_clear().current_dir(folder.path()).envs([
        ("IVY_API_URL", "http://127.0.0.1:9"),
        ("IVY_API_KEY", "test-api-key-7f31c0"),
        ("IVY_SIGNING_SECRET", "test-signing-secret-9b2d"),
        ("IVY_TABLE_SECRET", "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw="),
        ("IVY_DATABASE_URL", "ivy.sqlite"),
        ("IVY_ORIGINS", ORIGIN),
        ("IVY_CUSTOMER_KEY", KEY),
        ("IVY_LISTEN", "127.0.0.1:0"),
        ("IVY_PRIVATE_LISTEN", "127.0.0.1:0"),
    ]);
    command
}

/// A running proxy, its addresses and its HTTP client.
struct Running {
    child: Child,
    pages: String,
    private: String,
    client: Client,
}

impl Running {
    fn start(folder: &TempDir) -> Self {
        let mut command = binary(folder, "serve");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addresses = line.trim().strip_prefix("ivy-proxy: listening on ").expect(&line).to_owned();
        let (pages, private) = addresses.split_once(", and privately on ").unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { child, pages: pages.to_owned(), private: private.to_owned(), client }
    }

    /// Returns a page's request for its list.
    fn list(&self) -> RequestBuilder {
        let request = self.client.post(format!("{}/api/ivy/data/session/list", self.pages)).json(&json!({}));
        request.header("origin", ORIGIN).header("ivy-client", "1")
    }

    fn back_end(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.private)).json(&json!({}))
    }

    /// Ends the proxy with a signal, in order. Returns its log.
    fn end(mut self, signal: &str) -> String {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "{signal} ends it in order");
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

/// Returns a token of Ada's that expires after this time.
fn token(seconds: i64) -> String {
    let now = get_current_timestamp();
    let exp = now.saturating_add_signed(seconds);
    let claims = json!({ "sub": "cus_ada", "aud": ORIGIN, "iat": exp - 60, "exp": exp });
    encode(&Header::default(), &claims, &EncodingKey::from_secret(KEY.as_bytes())).unwrap()
}

async fn status_and_body(response: Response) -> (u16, Value) {
    (response.status().as_u16(), response.json().await.unwrap())
}

fn errors(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test]
async fn a_token_decides_who_asks_and_a_wrong_one_is_no_guests() {
    let folder = TempDir::new().unwrap();
    let proxy = Running::start(&folder);
    let guest = proxy.list().send().await.unwrap();
    assert_eq!((guest.status().as_u16(), guest.headers().get("ivy-recall").unwrap().to_str().unwrap()), (200, "guest"));

    // Ivy does not respond: a customer's list asks for it, a guest's does not.
    let ada = proxy.list().header("ivy-customer", token(60)).send().await.unwrap();
    assert_ne!(ada.headers().get("ivy-recall").map(|value| value.as_bytes()), Some(&b"guest"[..]));

    let (expired, valid) = (token(-60), token(60));
    let foreign = encode(&Header::default(), &json!({}), &EncodingKey::from_secret(b"another")).unwrap();
    for values in [vec![expired.as_str()], vec![&expired], vec![&foreign], vec![&valid, &valid], vec![""]] {
        let request = values.iter().fold(proxy.list(), |request, value| request.header("ivy-customer", *value));
        let response = request.send().await.unwrap();
        assert!(response.headers().get("set-cookie").is_none(), "a guest was made");
        let (status, body) = status_and_body(response).await;
        assert_eq!((status, &body["code"]), (503, &json!("proxy_unavailable")));
    }
    let log = proxy.end("-TERM");
    for reason in ["expired", "signature", "doubled", "malformed"] {
        let refusals = log.lines().filter(|line| line.contains("customer_token_refused"));
        let named = refusals.filter(|line| line.contains(&format!("\"reason\":\"{reason}\"")));
        assert_eq!(named.count(), 1, "{reason}: {log}");
    }
    assert!(!log.contains("cus_ada") && !log.contains(&valid) && !log.contains(KEY), "{log}");
}

#[tokio::test]
async fn the_private_routes_are_the_back_ends() {
    let folder = TempDir::new().unwrap();
    let proxy = Running::start(&folder);
    for path in ["/health", "/metrics", "/release-account"] {
        let response = proxy.client.get(format!("{}{path}", proxy.pages)).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path} is public");
    }
    let health = proxy.client.get(format!("{}/health", proxy.private)).send().await.unwrap();
    let (status, body) = status_and_body(health).await;
    assert_eq!((status, &body["ready"]), (200, &json!(true)));
    let metrics = proxy.client.get(format!("{}/metrics", proxy.private)).send().await.unwrap();
    assert!(metrics.text().await.unwrap().trim_end().ends_with("# EOF"));

    let choice = json!({ "sessionId": "5e5510470000000000000000", "handle": "A".repeat(22) });
    let release = || proxy.back_end("/release-account").json(&choice);
    let (status, body) = status_and_body(release().header("ivy-customer", token(60)).send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (404, &json!("not_found")));
    for (request, expected) in [
        (release().header("ivy-customer", token(-60)), 503),
        (release().header("ivy-customer", token(60)).header("origin", ORIGIN), 403),
        (proxy.back_end("/release-account").header("ivy-customer", token(60)), 400),
        (proxy.back_end("/forget-customer"), 400),
        (proxy.back_end("/export-customer"), 400),
        (proxy.back_end("/forget-customer").header("ivy-customer", token(60)), 200),
        (proxy.back_end("/end-guest"), 200),
    ] {
        assert_eq!(request.send().await.unwrap().status(), expected);
    }
    let export = proxy.back_end("/export-customer").header("ivy-customer", token(60)).send().await.unwrap();
    let (status, export) = status_and_body(export).await;
    assert_eq!((status, &export["sessions"]), (200, &json!([])));

    let address = proxy.private.trim_start_matches("http://").to_owned();
    let check = || binary(&folder, "health").env("IVY_PRIVATE_LISTEN", &address).output().unwrap();
    assert!(check().status.success());
    proxy.end("-INT");
    assert!(errors(&check()).ends_with("does not respond; expected a running `ivy-proxy serve`\n"));
}

#[test]
fn problems_end_the_start_by_name() {
    let folder = TempDir::new().unwrap();
    let output = binary(&folder, "serve").env("IVY_API_KEY", "").env("IVY_ORIGIN", "x").output().unwrap();
    let lines = errors(&output);
    assert!(lines.contains("ivy-proxy: IVY_ORIGIN: unknown; expected a known setting; did you mean IVY_ORIGINS?"));
    assert!(lines.contains("ivy-proxy: api_key: missing; expected the API key from Ivy's dashboard; set IVY_API_KEY"));
    let output = binary(&folder, "serve").env("IVY_DATABASE_URL", "/nowhere/at/all.sqlite").output().unwrap();
    assert!(errors(&output).starts_with("ivy-proxy: IVY_DATABASE_URL: "), "{}", errors(&output));
    let output = binary(&folder, "serve").env("IVY_LISTEN", "192.0.2.1:80").output().unwrap();
    assert!(
        errors(&output).starts_with("ivy-proxy: IVY_LISTEN: 192.0.2.1:80 cannot be listened on"),
        "{}",
        errors(&output)
    );
}

#[test]
fn the_help_names_each_setting() {
    let folder = TempDir::new().unwrap();
    let help = String::from_utf8(binary(&folder, "--help").output().unwrap().stdout).unwrap();
    for name in ["serve", "health", "IVY_API_KEY", "IVY_CUSTOMER_KEY", "IVY_READ_MS"] {
        assert!(help.contains(name), "{name} in {help}");
    }
}
