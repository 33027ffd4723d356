//! The environment of a test: a database, an Ivy, a proxy, and any number of browsers.

mod browser;
mod customers;
mod host;
mod ivy;
mod log;
pub(crate) mod openapi;
pub(crate) mod search;
mod session_rows;
mod settings;
mod store;
mod wire;

pub(crate) use browser::{Browser, HttpResponse, RequestBuilder};
pub(crate) use host::{Host, Kind, Refusal, environment, left_out};
pub(crate) use ivy::{Deviation, Fault, Ivy, data, old_session, sign, sign_with};
pub(crate) use session_rows::{SessionRow, session_rows, shift};
pub(crate) use settings::{ListBy, OriginPages, Rate, Recall, RetentionDays, Settings};
pub(crate) use store::{TestDatabase, now};
pub(crate) use wire::{Line, Wire};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The API key, which the proxy must never show.
pub(crate) const API_KEY: &str = "test-api-key-7f31c0";
pub(crate) const SIGNING_SECRET: &str = "test-signing-secret-9b2d";
/// A table secret: 32 bytes, made for tests.
pub(crate) const TABLE_SECRET: &str = "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=";
/// Another table secret: 32 bytes, made for tests.
pub(crate) const NEWER_TABLE_SECRET: &str = "8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97";
/// The key of the customer token, for the stand-alone program.
pub(crate) const CUSTOMER_KEY: &str = "test-customer-key-0123456789abcdef";
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// Returns the name under which the table holds a forgotten reference or session: SHA-256 over purpose and text with
/// their lengths.
pub(crate) fn tombstone(purpose: &str, text: &str) -> String {
    format!("forgotten:{}", digest(purpose, text))
}

/// Returns SHA-256 over purpose and text with their lengths. The first version made all its digests so.
pub(crate) fn digest(purpose: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    for text in [purpose, text] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// Returns an error from the setting that it names on. The errors of the JavaScript proxy begin with the function.
pub(crate) fn setting_in(error: &str) -> &str {
    let function = if Kind::under_test() == Kind::Rust { "" } else { "createProxy: " };
    error.strip_prefix(function).or_else(|| error.strip_prefix("renew: ")).unwrap_or(error)
}

/// Returns the request of a checkout.
pub(crate) fn a_request() -> serde_json::Value {
    serde_json::json!({ "permissions": ["identity"], "market": "DE" })
}

/// A running proxy, its Ivy and its database.
pub(crate) struct TestEnv {
    pub(crate) ivy: Ivy,
    pub(crate) proxy: Host,
    pub(crate) database: TestDatabase,
}

impl TestEnv {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts an environment with changed settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::over(TestDatabase::new().await, Ivy::start().await, change).await
    }

    /// Starts an environment with this database and this Ivy.
    pub(crate) async fn over(database: TestDatabase, ivy: Ivy, change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(Kind::under_test(), database, ivy, change).await
    }

    /// Starts the second proxy over the same database and Ivy, beside the first or after it.
    pub(crate) async fn beside(database: TestDatabase, ivy: Ivy) -> Self {
        Self::with_beside(database, ivy, |_| {}).await
    }

    /// Starts the second proxy with changed settings.
    pub(crate) async fn with_beside(database: TestDatabase, ivy: Ivy, change: impl FnOnce(&mut Settings)) -> Self {
        if Kind::beside() == Kind::Url {
            left_out("needs a second proxy");
        }
        Self::of(Kind::beside(), database, ivy, change).await
    }

    /// Starts a proxy of this kind.
    pub(crate) async fn of(kind: Kind, database: TestDatabase, ivy: Ivy, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new(&ivy.url);
        change(&mut settings);
        let proxy = Host::start(kind, &database, &settings).await.expect("the settings can be run");
        Self { ivy, proxy, database }
    }

    /// Returns the base URL of the proxy's routes.
    pub(crate) fn url(&self) -> &str {
        self.proxy.url()
    }

    /// Kills the proxy. Returns its database and its Ivy.
    pub(crate) async fn kill(self) -> (TestDatabase, Ivy) {
        self.proxy.kill().await;
        (self.database, self.ivy)
    }

    /// Restarts the proxy over the same database. The settings must be the same as before.
    pub(crate) async fn restart(self, change: impl FnOnce(&mut Settings)) -> Self {
        let Self { ivy, proxy, database } = self;
        let mut settings = Settings::new(&ivy.url);
        change(&mut settings);
        let proxy = proxy.restart(&database, &settings).await;
        Self { ivy, proxy, database }
    }

    /// Returns the whole log, once this request is in it.
    pub(crate) async fn logged(&self, request_id: &str) -> String {
        self.raw_line(request_id).await;
        self.proxy.log().lock().expect("a log").text()
    }

    /// Returns the fields of a request's line in the log.
    pub(crate) async fn line(&self, request_id: &str) -> serde_json::Value {
        let line: serde_json::Value = serde_json::from_str(&self.raw_line(request_id).await).expect("json");
        line.get("fields").cloned().unwrap_or(line)
    }

    /// Returns a request's line, which arrives independently of the response.
    async fn raw_line(&self, request_id: &str) -> String {
        for _ in 0..3_000 {
            let line = self.proxy.log().lock().expect("a log").line(request_id);
            if let Some(line) = line {
                return line;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the request is not in the log");
    }

    /// Returns a browser in which this customer (`ada`, `ben`, `cleo`) is signed in, or a guest's.
    pub(crate) fn browser(&self, customer: Option<&str>) -> Browser {
        Browser::new(self.url(), customer)
    }

    /// Makes a complete bank login. Returns the session's id.
    pub(crate) async fn connect(&self, browser: &Browser) -> String {
        let created = browser.create().await;
        self.ivy.complete(&created.id());
        let result = browser.post("/result", serde_json::json!({ "nonce": self.ivy.nonce(&created.id()) })).await;
        assert_eq!(result.status, 200, "{}", result.text);
        assert_eq!(result.json()["status"], "complete");
        created.id()
    }
}
