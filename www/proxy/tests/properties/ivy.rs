//! An Ivy that lists everyone's sessions to everyone: only the proxy separates the customers.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

pub(crate) const CREATE: &str = "/api/service/data/session/create";
pub(crate) const DETAILS: &str = "/api/service/data/session/details";
pub(crate) const LIST: &str = "/api/service/data/session/list";

pub(crate) const LOGIN_PAGE: &str = "http://127.0.0.1:9/init";
pub(crate) const SIGNING_SECRET: &str = "test-signing-secret-9b2d";

/// A text in every session of Ben's.
pub(crate) const BENS_DATA: &str = "Ben Sample 7Q";

#[derive(Clone, Default)]
pub(crate) struct Ivy {
    desk: Arc<Mutex<Desk>>,
}

#[derive(Default)]
struct Desk {
    sessions: Vec<Map<String, Value>>,
    asked: Vec<(String, String)>,
}

impl Ivy {
    /// Serves on a local port until the runtime ends. Returns the address.
    pub(crate) async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(response).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        url
    }

    /// Removes and returns the requests so far: path and body.
    pub(crate) fn take(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.desk.lock().unwrap().asked)
    }

    /// Completes the newest session's bank login.
    pub(crate) fn complete(&self) {
        let mut desk = self.desk.lock().unwrap();
        let session = desk.sessions.last_mut().unwrap();
        session.insert("status".into(), json!("complete"));
        session.insert("data".into(), json!({ "bankName": "Test Bank", "identity": { "name": BENS_DATA } }));
    }

    /// Returns the value of a member of the newest session.
    pub(crate) fn newest(&self, name: &str) -> String {
        self.desk.lock().unwrap().sessions.last().unwrap()[name].as_str().unwrap().to_owned()
    }
}

async fn response(State(ivy): State<Ivy>, uri: Uri, body: String) -> impl IntoResponse {
    let mut desk = ivy.desk.lock().unwrap();
    let (status, said) = desk.does(uri.path(), serde_json::from_str(&body).unwrap());
    desk.asked.push((uri.path().to_owned(), body));
    (status, [(header::CONTENT_TYPE, "application/json")], said.to_string())
}

impl Desk {
    /// The number of newest sessions in a list, in addition to the first, which is Ben's.
    const LISTED: usize = 4;

    fn does(&mut self, path: &str, asked: Value) -> (StatusCode, Value) {
        match path {
            CREATE => {
                let mut session = asked.as_object().unwrap().clone();
                let id = format!("session-{}", self.sessions.len());
                session.insert("redirectUrl".into(), json!(format!("{LOGIN_PAGE}?id={id}")));
                session.insert("id".into(), json!(id));
                session.insert("status".into(), json!("open"));
                self.sessions.push(session.clone());
                (StatusCode::OK, Value::Object(session))
            }
            DETAILS => match self.sessions.iter().find(|session| session["id"] == asked["id"]) {
                Some(session) => (StatusCode::OK, Value::Object(session.clone())),
                None => (StatusCode::NOT_FOUND, json!({ "code": "NOT_FOUND" })),
            },
            LIST => {
                let newest = self.sessions.iter().skip(1).rev().take(Self::LISTED);
                let listed: Vec<_> = self.sessions.iter().take(1).chain(newest).collect();
                (StatusCode::OK, json!({ "dataSessions": listed }))
            }
            _ => (StatusCode::NOT_FOUND, json!({ "code": "NOT_FOUND" })),
        }
    }
}

/// Returns HMAC-SHA-256 in lower-case hex.
pub(crate) fn sign(body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SIGNING_SECRET.as_bytes()).unwrap();
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

/// Returns the members of an object in their order, with duplicates.
pub(crate) fn members(text: &str) -> Vec<(String, ivy_data_session::json::Value)> {
    match ivy_data_session::json::parse(text.as_bytes()).unwrap() {
        ivy_data_session::json::Value::Object(members) => members,
        _ => panic!("an object, not {text}"),
    }
}
