//! A world for one test: a database, an Ivy, a proxy, and as many browsers as it takes.

mod browser;
mod customers;
mod ivy;
mod log;
pub(crate) mod openapi;
mod store;
mod wire;

use std::net::SocketAddr;

use ivy_proxy::{BASE_PATH, Config, Proxy, Rate, Secret, Store};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use browser::{Answer, Ask, Browser};
pub(crate) use customers::SignIn;
pub(crate) use ivy::{Ivy, Misstep, data, sign};
pub(crate) use log::logged;
pub(crate) use store::{Place, now};
pub(crate) use wire::{Line, Wire};

/// What the proxy must never show.
pub(crate) const API_KEY: &str = "test-api-key-7f31c0";
pub(crate) const SIGNING_SECRET: &str = "test-signing-secret-9b2d";
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// The permission that a checkout asks for.
pub(crate) fn a_request() -> serde_json::Value {
    serde_json::json!({ "permissions": ["identity"], "market": "DE" })
}

/// A proxy that is being served, and the Ivy behind it.
pub(crate) struct World {
    pub(crate) ivy: Ivy,
    pub(crate) proxy: Proxy,
    pub(crate) url: String,
    pub(crate) place: Place,
    server: JoinHandle<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A world whose merchant sets something otherwise.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::over(Place::new().await, Ivy::start().await, change).await
    }

    /// A world with this database and this Ivy: a proxy that starts again.
    pub(crate) async fn over(place: Place, ivy: Ivy, change: impl FnOnce(&mut Config)) -> Self {
        log::capture();
        let mut config = Config::new(&ivy.url, Secret::new(API_KEY), Secret::new(SIGNING_SECRET), ORIGIN);
        // A test asks faster than a shopper.
        config.limits.per_owner = Rate { burst: 1000, per_minute: 1000 };
        config.limits.per_address = config.limits.per_owner;
        change(&mut config);
        let store = Store::open(place.url()).await.expect("the database opens");
        let proxy = Proxy::new(config, store, customers::SignIn).expect("the settings can be run");
        let app = axum::Router::new().nest(BASE_PATH, proxy.router());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}{BASE_PATH}", listener.local_addr().expect("its address"));
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move { axum::serve(listener, service).await.expect("serves") });
        Self { ivy, proxy, url, place, server }
    }

    /// The proxy dies without warning; what it leaves is its database, and an Ivy that knows nothing of it.
    pub(crate) fn kill(self) -> (Place, Ivy) {
        self.server.abort();
        (self.place.clone(), self.ivy.clone())
    }

    /// A browser in which this customer is signed in (`ada`, `ben`, `cleo`), or a guest's.
    pub(crate) fn browser(&self, customer: Option<&str>) -> Browser {
        Browser::new(&self.url, customer)
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

impl Drop for World {
    fn drop(&mut self) {
        self.server.abort();
    }
}
