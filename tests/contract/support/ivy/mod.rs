//! An Ivy that does as its documentation says, unless a test tells it to err.

mod fault;
mod samples;
mod serve;
mod signature;
mod state;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{Browser, HttpResponse};
use state::{Ignored, IvyState};

pub(crate) use fault::Fault;
pub(crate) use samples::{data, old_session};
pub(crate) use signature::{sign, sign_with};

/// An Ivy on a real socket.
#[derive(Clone)]
pub(crate) struct Ivy {
    pub(crate) url: String,
    state: Arc<Mutex<IvyState>>,
    _server: Arc<Server>,
}

struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Ivy {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let state = Arc::new(Mutex::new(IvyState::default()));
        let app = Router::new().fallback(serve::respond).with_state(Arc::clone(&state));
        let server = tokio::spawn(async move { axum::serve(listener, app).await.expect("serves") });
        Self { url, state, _server: Arc::new(Server(server)) }
    }

    fn state(&self) -> MutexGuard<'_, IvyState> {
        self.state.lock().expect("a desk")
    }

    /// The next request meets this.
    pub(crate) fn inject(&self, fault: Fault) {
        self.state().faults.push_back(fault);
    }

    /// The next request is done, and its answer held back until what this gives is told.
    pub(crate) fn hold_next(&self) -> Arc<Notify> {
        let until = Arc::new(Notify::new());
        self.inject(Fault::Held(Arc::clone(&until)));
        until
    }

    /// Waits until a request has come.
    pub(crate) async fn wait_for_request(&self) {
        while self.request_count() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// How many requests came so far.
    pub(crate) fn request_count(&self) -> usize {
        self.state().requests.len()
    }

    /// How many came to a path that ends so.
    pub(crate) fn requests_to(&self, end: &str) -> usize {
        self.state().requests.iter().filter(|(path, _, _)| path.ends_with(end)).count()
    }

    /// The last request's path, headers and body.
    pub(crate) fn last(&self) -> (String, HeaderMap, Value) {
        self.state().requests.last().cloned().expect("a request")
    }

    /// All requests so far: path, headers, and the body as it came.
    pub(crate) fn requests(&self) -> Vec<(String, HeaderMap, String)> {
        let state = self.state();
        let bodies = state.requests.iter().zip(&state.bodies);
        bodies.map(|((path, headers, _), body)| (path.clone(), headers.clone(), body.clone())).collect()
    }

    /// From now on new sessions have these members, a piece of JSON text, spelled so in every answer.
    pub(crate) fn spells(&self, members: &'static str) {
        self.state().spelled = Some(members);
    }

    /// From now on new sessions end then.
    pub(crate) fn ends(&self, at: Value) {
        self.state().end = Some(at);
    }

    /// From now on each new session is open for so many seconds, says so, and has expired afterwards.
    pub(crate) fn opens_for(&self, seconds: i64) {
        self.state().open_for = Some(seconds);
    }

    /// So many seconds pass: every session ends earlier.
    pub(crate) fn later(&self, seconds: i64) {
        for session in &mut self.state().sessions {
            session["expiresAt"] = json!(session["expiresAt"].as_i64().expect("an end") - seconds);
        }
    }

    /// From now on every new session gets the id of the first one.
    pub(crate) fn repeats_ids(&self) {
        self.state().repeats_ids = true;
    }

    /// From now on lists have everybody's sessions.
    pub(crate) fn ignores_selectors(&self) {
        self.state().ignores_selectors = Some(Ignored::Everybodys);
    }

    /// The same, but the proxy's own check does not find it out.
    pub(crate) fn ignores_selectors_after_the_check(&self) {
        self.state().ignores_selectors = Some(Ignored::Customers);
    }

    /// From now on lists leave these members out.
    pub(crate) fn lists_without(&self, members: &'static [&'static str]) {
        self.state().unlisted = members;
    }

    /// After so many more requests to a path that ends so, one meets this.
    pub(crate) fn inject_at(&self, end: &'static str, after: usize, fault: Fault) {
        self.state().later = Some((end, after, fault));
    }

    /// Adds a session that some other program created.
    pub(crate) fn add(&self, session: Value) {
        self.state().sessions.push(session);
    }

    /// The ids of all sessions.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.state().sessions.iter().map(|session| session["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Changes a session.
    pub(crate) fn change(&self, id: &str, change: impl FnOnce(&mut Value)) {
        change(self.state().sessions.iter_mut().find(|session| session["id"] == id).expect("the session"));
    }

    /// The shopper finishes the bank login.
    pub(crate) fn complete(&self, id: &str) {
        self.change(id, |session| {
            session["status"] = json!("complete");
            session["data"] = data();
        });
    }

    /// The shopper cancels the bank login.
    pub(crate) fn cancel(&self, id: &str) {
        self.change(id, |session| session["status"] = json!("failed"));
    }

    /// Somebody opens the link of a cancelled login, which begins again.
    pub(crate) fn reopen(&self, id: &str) {
        self.change(id, |session| session["status"] = json!("open"));
    }

    /// Somebody finishes the bank login, and is back at the shop before the session says so.
    pub(crate) fn finish(&self, id: &str, data: Value) {
        self.state().finished.insert(id.to_owned(), data);
    }

    /// The session of a finished login becomes complete.
    pub(crate) fn conclude(&self, id: &str) {
        let data = self.state().finished.remove(id).expect("a finished login");
        self.change(id, |session| {
            session["status"] = json!("complete");
            session["data"] = data;
        });
    }

    pub(crate) fn session(&self, id: &str) -> Value {
        self.state().sessions.iter().find(|session| session["id"] == id).cloned().expect("the session")
    }

    /// The nonce in the URL that the shopper's browser is sent back to after success.
    pub(crate) fn nonce(&self, id: &str) -> String {
        self.nonce_in(id, "successCallbackUrl")
    }

    /// The nonce in the URL that the shopper's browser is sent back to after anything else.
    pub(crate) fn error_nonce(&self, id: &str) -> String {
        self.nonce_in(id, "errorCallbackUrl")
    }

    fn nonce_in(&self, id: &str, field: &str) -> String {
        let url = self.session(id)[field].as_str().expect("a url").to_owned();
        let url = url::Url::parse(&url).expect("a url");
        url.query_pairs().find(|(name, _)| name == "ivy").expect("a nonce").1.into_owned()
    }

    /// Tells the proxy about a session, as Ivy does after a login.
    pub(crate) async fn send_callback(&self, browser: &Browser, body: &Value) -> HttpResponse {
        let body = body.to_string();
        browser.request("/callback").header("x-ivy-signature", Some(&sign(body.as_bytes()))).raw(body).send().await
    }
}
