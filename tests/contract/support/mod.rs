//! A world for one test: a database, an Ivy, a proxy, and as many browsers as it takes.

mod browser;
mod customers;
mod host;
mod ivy;
mod log;
pub(crate) mod openapi;
pub(crate) mod search;
mod settings;
mod store;
mod wire;

pub(crate) use browser::{Browser, HttpResponse, RequestBuilder};
pub(crate) use host::{Host, Kind, Refusal};
pub(crate) use ivy::{Fault, Ivy, data, old_session, sign, sign_with};
pub(crate) use settings::{ListBy, Rate, RetentionDays, Settings};
pub(crate) use store::{TestDatabase, now, shift};
pub(crate) use wire::{Line, Wire};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What the proxy must never show.
pub(crate) const API_KEY: &str = "test-api-key-7f31c0";
pub(crate) const SIGNING_SECRET: &str = "test-signing-secret-9b2d";
/// 32 bytes, made for tests.
pub(crate) const TABLE_SECRET: &str = "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=";
/// 32 other bytes, made for tests.
pub(crate) const NEWER_TABLE_SECRET: &str = "8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97";
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// The name under which the table holds a forgotten reference or session: SHA-256 over purpose and text with their lengths.
pub(crate) fn tombstone(purpose: &str, text: &str) -> String {
    format!("forgotten:{}", digest(purpose, text))
}

/// SHA-256 over purpose and text with their lengths. The first version made all its marks so.
pub(crate) fn digest(purpose: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    for text in [purpose, text] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// The permission that a checkout asks for.
pub(crate) fn a_request() -> serde_json::Value {
    serde_json::json!({ "permissions": ["identity"], "market": "DE" })
}

/// A proxy that is being served, and the Ivy behind it.
pub(crate) struct TestEnv {
    pub(crate) ivy: Ivy,
    pub(crate) proxy: Host,
    pub(crate) database: TestDatabase,
}

impl TestEnv {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A world whose merchant sets something otherwise.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::over(TestDatabase::new().await, Ivy::start().await, change).await
    }

    /// A world with this database and this Ivy.
    pub(crate) async fn over(database: TestDatabase, ivy: Ivy, change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(Kind::under_test(), database, ivy, change).await
    }

    /// The other proxy over the same database and the same Ivy: beside the first, or after it.
    pub(crate) async fn beside(database: TestDatabase, ivy: Ivy) -> Self {
        Self::with_beside(database, ivy, |_| {}).await
    }

    /// The same, whose merchant sets something otherwise.
    pub(crate) async fn with_beside(database: TestDatabase, ivy: Ivy, change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(Kind::beside(), database, ivy, change).await
    }

    /// The same, with this proxy.
    pub(crate) async fn of(kind: Kind, database: TestDatabase, ivy: Ivy, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new(&ivy.url);
        change(&mut settings);
        let proxy = Host::start(kind, &database, &settings).await.expect("the settings can be run");
        Self { ivy, proxy, database }
    }

    /// The base URL of the proxy's routes.
    pub(crate) fn url(&self) -> &str {
        self.proxy.url()
    }

    /// The proxy dies without warning; what it leaves is its database, and an Ivy that knows nothing of it.
    pub(crate) async fn kill(self) -> (TestDatabase, Ivy) {
        self.proxy.kill().await;
        (self.database, self.ivy)
    }

    /// The proxy starts again over the same database, with these settings, which are those of before.
    pub(crate) async fn restart(self, change: impl FnOnce(&mut Settings)) -> Self {
        let Self { ivy, proxy, database } = self;
        let mut settings = Settings::new(&ivy.url);
        change(&mut settings);
        let proxy = proxy.restart(&database, &settings).await;
        Self { ivy, proxy, database }
    }

    /// All that was logged, once this request is in it.
    pub(crate) async fn logged(&self, request_id: &str) -> String {
        self.raw_line(request_id).await;
        self.proxy.log().lock().expect("a log").text()
    }

    /// The fields of a request's line in the log.
    pub(crate) async fn line(&self, request_id: &str) -> serde_json::Value {
        let line: serde_json::Value = serde_json::from_str(&self.raw_line(request_id).await).expect("json");
        line.get("fields").cloned().unwrap_or(line)
    }

    /// A request's line, which comes by another way than its answer.
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

    /// A browser in which this customer is signed in (`ada`, `ben`, `cleo`), or a guest's.
    pub(crate) fn browser(&self, customer: Option<&str>) -> Browser {
        Browser::new(self.url(), customer)
    }

    /// A bank login from beginning to end: the session's id.
    pub(crate) async fn connect(&self, browser: &Browser) -> String {
        let created = browser.create().await;
        self.ivy.complete(&created.id());
        let result = browser.post("/result", serde_json::json!({ "nonce": self.ivy.nonce(&created.id()) })).await;
        assert_eq!(result.status, 200, "{}", result.text);
        assert_eq!(result.json()["status"], "complete");
        created.id()
    }
}
