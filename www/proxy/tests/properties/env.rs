//! A proxy with its table and its Ivy, called in this process.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ivy_proxy::{BASE_PATH, Config, Customer, Identified, Identify, ListBy, Proxy, Rate, Secret, Store, Verified};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

use super::ivy::{Ivy, SIGNING_SECRET};

pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// The client of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    Ada,
    Ben,
    Guest,
}

/// The identifiers of a login.
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) nonce: String,
}

pub(crate) struct TestEnv {
    pub(crate) ivy: Ivy,
    /// Ben's login, which is complete and released to him.
    pub(crate) ben: Known,
    /// Ada's login, which is open.
    ada: Known,
    app: Router,
    runtime: Runtime,
    folder: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("json, not {}", self.text))
    }
}

struct SignIn;

impl Identify for SignIn {
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a> {
        let verified = |value: &str| Some(Verified { value: value.into(), since: 1_500_000_000 });
        let customer = match headers.get(header::COOKIE).and_then(|value| value.to_str().ok()) {
            Some("ada") => Some(Customer {
                id: "cus_ada".into(),
                email: verified("ada@example.com"),
                phone: verified("+4915200000001"),
            }),
            Some("ben") => Some(Customer {
                id: "cus_ben".into(),
                email: verified("ben@example.com"),
                phone: verified("+4915200000002"),
            }),
            _ => None,
        };
        Box::pin(async move { Ok(customer) })
    }
}

impl TestEnv {
    pub(crate) fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let folder = TempDir::new().unwrap();
        let ivy = Ivy::default();
        let app = runtime.block_on(async {
            let url = ivy.serve().await;
            let table = Secret::new("nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=");
            let (key, signing) = (Secret::new("test-api-key"), Secret::new(SIGNING_SECRET));
            let mut config = Config::new(&url, key, signing, table, ORIGIN);
            let often = Rate { burst: u32::MAX, per_minute: u32::MAX };
            config.limits.per_owner = often;
            config.limits.per_address = often;
            config.limits.callbacks_per_address = often;
            // Without a check of the list, which names a customer that does not exist.
            config.list_by = ListBy::ReferenceId;
            let store = Store::open(folder.path().join("table.sqlite").to_str().unwrap()).await.unwrap();
            Router::new().nest(BASE_PATH, Proxy::start(config, store, SignIn).await.unwrap().router())
        });
        let nobody = || Known { id: String::new(), reference: String::new(), nonce: String::new() };
        let mut env = Self { ivy, ben: nobody(), ada: nobody(), app, runtime, folder };
        env.ben = env.login(Client::Ben);
        env.ivy.complete();
        let nonce = format!("{{\"nonce\":\"{}\"}}", env.ben.nonce);
        let presented = env.post("/result", Client::Ben, "application/json", nonce.into_bytes());
        assert_eq!(presented.json()["status"], "complete");
        env.ada = env.login(Client::Ada);
        env.ivy.take();
        env
    }

    fn login(&self, client: Client) -> Known {
        let request = br#"{"permissions":["identity"]}"#.to_vec();
        let created = self.post("/data/session/create", client, "application/json", request).json();
        let nonce = self.ivy.newest("successCallbackUrl").split_once("?ivy=").unwrap().1.to_owned();
        let text = |name: &str| created[name].as_str().unwrap().to_owned();
        Known { id: text("id"), reference: text("referenceId"), nonce }
    }

    /// Fills the placeholders of a body with the identifiers.
    pub(crate) fn filled_in(&self, body: &[u8]) -> Vec<u8> {
        let places = [
            ("@id@", &self.ben.id),
            ("@ref@", &self.ben.reference),
            ("@nonce@", &self.ben.nonce),
            ("@mine@", &self.ada.id),
        ];
        places.iter().fold(body.to_vec(), |body, (place, text)| replaced(&body, place.as_bytes(), text.as_bytes()))
    }

    pub(crate) fn post(&self, route: &str, client: Client, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(format!("{BASE_PATH}{route}"))
            .header(header::ORIGIN, ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header("ivy-client", "1")
            .header(header::CONTENT_TYPE, kind);
        let request = match client {
            Client::Ada => request.header(header::COOKIE, "ada"),
            Client::Ben => request.header(header::COOKIE, "ben"),
            Client::Guest => request,
        };
        self.send(request.body(Body::from(body)).unwrap())
    }

    pub(crate) fn callback(&self, body: Vec<u8>, signature: String) -> Answer {
        let request = Request::post(format!("{BASE_PATH}/callback"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-ivy-signature", signature);
        self.send(request.body(Body::from(body)).unwrap())
    }

    fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let response = self.app.clone().oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            let location = head.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
            Answer { status: head.status, location: location.to_owned(), text }
        })
    }

    /// Returns the size of the table's journal, which grows with every change.
    pub(crate) fn table(&self) -> u64 {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    }
}

fn replaced(body: &[u8], place: &[u8], text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(place) {
            out.extend_from_slice(text);
            rest = after;
        } else {
            out.push(rest[0]);
            rest = &rest[1..];
        }
    }
    out
}
