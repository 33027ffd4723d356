//! A scripted Ivy that follows its documentation, unless a test injects a fault.

mod fault;
mod samples;
mod serve;
mod signature;
mod state;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{Browser, HttpResponse, Kind, left_out};
pub(crate) use state::Deviation;
use state::{Ignored, IvyState};

pub(crate) use fault::Fault;
pub(crate) use samples::{data, old_session};
pub(crate) use signature::{sign, sign_with};

/// The ending of this environment's idempotency keys: a running proxy remembers those of earlier ones. 0 for none.
pub(super) static KEYS: AtomicUsize = AtomicUsize::new(0);

/// An Ivy on a real socket.
#[derive(Clone)]
pub(crate) struct Ivy {
    pub(crate) url: String,
    state: Arc<Mutex<IvyState>>,
    _server: Arc<Server>,
}

/// Listens on an address. The Ivy of an earlier environment needs a moment to leave it.
async fn bound(address: &str) -> TcpListener {
    for _ in 0..100 {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    left_out("needs a second Ivy at the same time");
}

/// Returns the time since 1970 in microseconds.
fn microseconds() -> usize {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    since.as_micros() as usize
}

struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Ivy {
    /// The URL of Ivy for a proxy that runs already.
    pub(crate) const OF_A_RUNNING_PROXY: &str = "http://127.0.0.1:4310";

    pub(crate) async fn start() -> Self {
        let is_for_running = Kind::under_test() == Kind::Url;
        let address =
            if is_for_running { Self::OF_A_RUNNING_PROXY.trim_start_matches("http://") } else { "127.0.0.1:0" };
        let listener = bound(address).await;
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let list = match std::env::var("IVY_LIST_WAY").as_deref() {
            Ok("table") => Some(Deviation::Missing),
            Ok("list") | Err(_) => None,
            Ok(_) => panic!("IVY_LIST_WAY: expected list or table"),
        };
        // A running proxy has the ids of earlier tests in its table.
        let first_id = if is_for_running { microseconds() } else { 0 };
        KEYS.store(first_id, Ordering::Relaxed);
        let state = Arc::new(Mutex::new(IvyState { list, first_id, ..IvyState::default() }));
        let app = Router::new().fallback(serve::respond).with_state(Arc::clone(&state));
        let server = tokio::spawn(async move { axum::serve(listener, app).await.expect("serves") });
        Self { url, state, _server: Arc::new(Server(server)) }
    }

    fn state(&self) -> MutexGuard<'_, IvyState> {
        self.state.lock().expect("a desk")
    }

    /// Injects a fault into the next request.
    pub(crate) fn inject(&self, fault: Fault) {
        self.state().faults.push_back(fault);
    }

    /// Holds back the response to the next request until the returned object is notified.
    pub(crate) fn hold_next(&self) -> Arc<Notify> {
        let until = Arc::new(Notify::new());
        self.inject(Fault::Held(Arc::clone(&until)));
        until
    }

    /// Waits for the first request.
    pub(crate) async fn wait_for_request(&self) {
        while self.request_count() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Returns the number of requests so far.
    pub(crate) fn request_count(&self) -> usize {
        self.state().requests.len()
    }

    /// Returns the number of requests whose path ends so.
    pub(crate) fn requests_to(&self, end: &str) -> usize {
        self.state().requests.iter().filter(|(path, _, _)| path.ends_with(end)).count()
    }

    /// Returns the last request's path, headers and body.
    pub(crate) fn last(&self) -> (String, HeaderMap, Value) {
        self.state().requests.last().cloned().expect("a request")
    }

    /// Returns all requests: path, headers, and the raw body.
    pub(crate) fn requests(&self) -> Vec<(String, HeaderMap, String)> {
        let state = self.state();
        let bodies = state.requests.iter().zip(&state.bodies);
        bodies.map(|((path, headers, _), body)| (path.clone(), headers.clone(), body.clone())).collect()
    }

    /// Adds members, a piece of JSON text, to new sessions. Every response has them in exactly this spelling.
    pub(crate) fn spells(&self, members: &'static str) {
        self.state().spelled = Some(members);
    }

    /// Sets `expiresAt` of new sessions.
    pub(crate) fn ends(&self, at: Value) {
        self.state().end = Some(at);
    }

    /// Sets the duration of new sessions in seconds. They expire afterwards.
    pub(crate) fn opens_for(&self, seconds: i64) {
        self.state().open_for = Some(seconds);
    }

    /// Lets seconds pass: every session ends earlier.
    pub(crate) fn later(&self, seconds: i64) {
        for session in &mut self.state().sessions {
            session["expiresAt"] = json!(session["expiresAt"].as_i64().expect("an end") - seconds);
        }
    }

    /// Gives every new session the id of the first one.
    pub(crate) fn repeats_ids(&self) {
        self.state().repeats_ids = true;
    }

    /// Makes lists return everyone's sessions.
    pub(crate) fn ignores_selectors(&self) {
        self.state().ignores_selectors = Some(Ignored::Everybodys);
    }

    /// Makes lists return everyone's sessions, except in the proxy's start check.
    pub(crate) fn ignores_selectors_after_the_check(&self) {
        self.state().ignores_selectors = Some(Ignored::Customers);
    }

    /// Makes every response of details take this time.
    pub(crate) fn slows_details(&self, pause: Duration) {
        self.state().details_take = Some(pause);
    }

    /// Returns the highest number of slow calls of details in flight.
    pub(crate) fn most_details_at_once(&self) -> usize {
        self.state().details_in_flight.1
    }

    /// Makes lists deviate.
    pub(crate) fn deviates(&self, list: Deviation) {
        self.state().list = Some(list);
    }

    /// Ends every deviation of lists.
    pub(crate) fn conforms(&self) {
        self.state().list = None;
    }

    /// Gives the next check of the list this status.
    pub(crate) fn fails_check(&self, status: u16) {
        self.state().check_faults.push_back(status);
    }

    /// Returns the number of the proxy's checks of the list.
    pub(crate) fn check_count(&self) -> usize {
        self.state().checks
    }

    /// Omits these members from lists.
    pub(crate) fn lists_without(&self, members: &'static [&'static str]) {
        self.state().unlisted = members;
    }

    /// Injects a fault into a later request, after a number of requests whose path ends so.
    pub(crate) fn inject_at(&self, end: &'static str, after: usize, fault: Fault) {
        self.state().later = Some((end, after, fault));
    }

    /// Adds a session that another program created.
    pub(crate) fn add(&self, session: Value) {
        self.state().sessions.push(session);
    }

    /// Returns the ids of all sessions.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.state().sessions.iter().map(|session| session["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Changes a session.
    pub(crate) fn change(&self, id: &str, change: impl FnOnce(&mut Value)) {
        change(self.state().sessions.iter_mut().find(|session| session["id"] == id).expect("the session"));
    }

    /// Finishes the bank login as the shopper.
    pub(crate) fn complete(&self, id: &str) {
        self.change(id, |session| {
            session["status"] = json!("complete");
            session["data"] = data();
        });
    }

    /// Cancels the bank login as the shopper.
    pub(crate) fn cancel(&self, id: &str) {
        self.change(id, |session| session["status"] = json!("failed"));
    }

    /// Opens the link of a cancelled login, which begins again.
    pub(crate) fn reopen(&self, id: &str) {
        self.change(id, |session| session["status"] = json!("open"));
    }

    /// Finishes the bank login, so that the browser returns before the session is complete.
    pub(crate) fn finish(&self, id: &str, data: Value) {
        self.state().finished.insert(id.to_owned(), data);
    }

    /// Completes the session of a finished login.
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

    /// Returns the nonce in the success URL.
    pub(crate) fn nonce(&self, id: &str) -> String {
        self.nonce_in(id, "successCallbackUrl")
    }

    /// Returns the nonce in the error URL.
    pub(crate) fn error_nonce(&self, id: &str) -> String {
        self.nonce_in(id, "errorCallbackUrl")
    }

    fn nonce_in(&self, id: &str, field: &str) -> String {
        let url = self.session(id)[field].as_str().expect("a url").to_owned();
        let url = url::Url::parse(&url).expect("a url");
        url.query_pairs().find(|(name, _)| name == "ivy").expect("a nonce").1.into_owned()
    }

    /// Sends a signed callback about a session.
    pub(crate) async fn send_callback(&self, browser: &Browser, body: &Value) -> HttpResponse {
        let body = body.to_string();
        browser.request("/callback").header("x-ivy-signature", Some(&sign(body.as_bytes()))).raw(body).send().await
    }
}
