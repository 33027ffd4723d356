//! A sandbox for one test, an HTTP client that follows no redirects, and a browser without scripts.

// Every test file uses its own part of this module.
#![allow(dead_code, unreachable_pub)]

pub mod host;
pub mod merchant;

use host::{Host, Running};
use ivy_sandbox::{Rules, Settings};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use url::form_urlencoded;

pub const API_KEY: &str = "test-api-key";
pub const SIGNING_SECRET: &str = "test-signing-secret";
/// The callback URLs of [`request`]. Each has its own nonce.
pub const SUCCESS: &str = "http://localhost:9/return?ivy=abc";
pub const ERROR: &str = "http://localhost:9/return?ivy=xyz&ivy_outcome=error";

/// A sandbox with its own port and its own database.
#[derive(Debug)]
pub struct Sandbox {
    pub running: Running,
    pub http: Client,
    host: Host,
    settings: Settings,
    folder: TempDir,
}

/// Returns an HTTP client that follows no redirects.
pub fn client() -> Client {
    Client::builder().redirect(Policy::none()).no_proxy().timeout(Duration::from_secs(20)).build().unwrap()
}

impl Sandbox {
    /// Starts a sandbox with the usual settings.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts a sandbox with changed settings of its rules.
    pub async fn start_with(change: impl FnOnce(&mut Rules)) -> Self {
        Self::start_on(Host::under_test(), change).await
    }

    /// Starts a sandbox on a host.
    pub async fn start_on(host: Host, change: impl FnOnce(&mut Rules)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::new(folder.path().join("ivy.sqlite"), API_KEY, SIGNING_SECRET);
        // A busy machine must not decide which comes first, the shopper or the callback.
        settings.rules.callback_wait = Duration::from_secs(20);
        change(&mut settings.rules);
        let running = host.start(&settings).await;
        Self { running, http: client(), host, settings, folder }
    }

    /// Stops the sandbox and starts it again with the same database.
    pub async fn restart(self) -> Self {
        self.running.stop().await;
        let running = self.host.start(&self.settings).await;
        Self { running, http: client(), host: self.host, settings: self.settings, folder: self.folder }
    }

    pub fn database(&self) -> PathBuf {
        self.settings.database.clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.origin())
    }

    /// Calls the API with the right key.
    pub async fn call(&self, operation: &str, body: &Value) -> (StatusCode, Value) {
        let url = self.url(&format!("/api/service/data/session/{operation}"));
        let response = self.http.post(url).header("X-Ivy-Api-Key", API_KEY).json(body).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub async fn create(&self, body: &Value) -> Value {
        let (status, session) = self.call("create", body).await;
        assert_eq!(status, 200, "{session}");
        session
    }

    pub async fn details(&self, session: &Value) -> Value {
        let (status, session) = self.call("details", &json!({ "id": session["id"] })).await;
        assert_eq!(status, 200, "{session}");
        session
    }

    pub async fn list(&self, body: &Value) -> Vec<Value> {
        let (status, mut response) = self.call("list", body).await;
        assert_eq!(status, 200, "{response}");
        serde_json::from_value(response["dataSessions"].take()).unwrap()
    }

    pub async fn stats(&self) -> Value {
        self.http.get(self.url("/sandbox/stats")).send().await.unwrap().json().await.unwrap()
    }

    pub async fn expire(&self, session: &Value) -> Value {
        self.control("expire", &json!({ "id": session["id"] })).await.1
    }

    /// Completes a session that waits for a late bank.
    pub async fn complete(&self, session: &Value) -> Value {
        self.control("complete", &json!({ "id": session["id"] })).await.1
    }

    /// Changes deviations while the sandbox runs.
    pub async fn deviate(&self, changes: Value) -> Value {
        let (status, all) = self.control("deviations", &changes).await;
        assert_eq!(status, 200, "{all}");
        all
    }

    pub async fn control(&self, operation: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.http.post(self.url(&format!("/sandbox/{operation}"))).json(body).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// Opens the bank login of a session.
    pub async fn open(&self, session: &Value) -> Browser {
        let response = self.http.get(session["redirectUrl"].as_str().unwrap()).send().await.unwrap();
        let mut browser = Browser {
            http: self.http.clone(),
            origin: self.running.origin().to_owned(),
            status: response.status(),
            page: String::new(),
            token: String::new(),
            location: None,
        };
        browser.read(response).await;
        browser
    }

    /// Goes through the whole bank login. Returns the URL to which the shopper is sent.
    pub async fn log_in(&self, session: &Value, bank: &str, username: &str) -> Option<String> {
        let mut browser = self.open(session).await;
        browser.log_in(bank, username).await;
        browser.send("consent", &[]).await;
        browser.location
    }
}

/// Returns a referenceId that no other session has.
pub fn fresh_reference() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("order-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Returns a valid create request with these fields changed.
pub fn request(changes: Value) -> Value {
    let mut body = json!({
        "referenceId": fresh_reference(),
        "permissions": ["identity"],
        "market": "DE",
        "externalUser": { "email": "ada@example.com" },
        "successCallbackUrl": SUCCESS,
        "errorCallbackUrl": ERROR,
    });
    for (key, value) in changes.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

/// A browser without scripts. It reads a page and posts the page's forms.
#[derive(Debug, Clone)]
pub struct Browser {
    http: Client,
    origin: String,
    pub status: StatusCode,
    pub page: String,
    pub token: String,
    pub location: Option<String>,
}

impl Browser {
    async fn read(&mut self, response: Response) {
        self.status = response.status();
        self.location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        self.page = response.text().await.unwrap();
        if let Some((_, rest)) = self.page.split_once("name=\"token\" value=\"") {
            self.token = rest.split('"').next().unwrap().to_owned();
        }
    }

    pub async fn send(&mut self, step: &str, fields: &[(&str, &str)]) {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("token", &self.token)
            .extend_pairs(fields)
            .finish();
        let response = self
            .http
            .post(format!("{}/init/{step}", self.origin))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap();
        self.read(response).await;
    }

    /// Goes from the choice of a bank to the consent page.
    pub async fn log_in(&mut self, bank: &str, username: &str) {
        self.send("bank", &[("bank", bank)]).await;
        self.send("login", &[("username", username), ("password", "password")]).await;
    }

    /// Returns the same browser, for a sandbox that was started again on another port.
    pub fn moved_to(&mut self, sandbox: &Sandbox) {
        self.origin = sandbox.running.origin().to_owned();
    }

    pub fn has(&self, id: &str) -> bool {
        self.page.contains(&format!("id=\"{id}\""))
    }
}
