//! An Ivy that does as its documentation says, unless a test tells it to err.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{API_KEY, Answer, Browser, SIGNING_SECRET, now};

/// What Ivy does wrong with the next request.
#[derive(Clone)]
pub(crate) enum Misstep {
    /// Answers this, as it stands, and does nothing.
    Answer(u16, &'static str, String),
    /// Answers this with a header, and does nothing.
    WithHeader(u16, &'static str, &'static str),
    /// Does what it is asked, and answers so much later.
    Slow(Duration),
    /// Does what it is asked, and answers when it is told to.
    Held(Arc<Notify>),
    /// Does what it is asked, and the answer is lost on the way.
    Lost,
    /// Does what it is asked, and changes its answer.
    Changed(fn(&mut Value)),
}

#[derive(Default)]
struct Desk {
    sessions: Vec<Value>,
    requests: Vec<(String, HeaderMap, Value)>,
    /// The requests' bodies as they came.
    bodies: Vec<String>,
    /// Members of each new session, as they are to be spelled in every answer.
    spelled: Option<&'static str>,
    missteps: VecDeque<Misstep>,
    /// `expiresAt` of each new session; by itself in an hour.
    end: Option<Value>,
    /// For how many seconds each new session is open. Then it expires, which no session does by itself.
    open_for: Option<i64>,
    /// The data of sessions whose login is finished and whose status does not say so yet, by their ids.
    finished: HashMap<String, Value>,
    /// Whether each new session gets the id of the first one.
    repeats_ids: bool,
    /// Whether lists have everybody's sessions; for the proxy's own check, or for customers alone.
    ignores_selectors: Option<Ignored>,
    /// Members that lists leave out.
    unlisted: &'static [&'static str],
    /// After so many more requests to a path that ends so, a misstep.
    later: Option<(&'static str, usize, Misstep)>,
}

/// Whose selectors are ignored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ignored {
    Everybodys,
    Customers,
}

/// Where the members stand that are spelled in a certain way.
const SPELLED: &str = r#""@spelled":0"#;

/// An Ivy on a real socket.
#[derive(Clone)]
pub(crate) struct Ivy {
    pub(crate) url: String,
    desk: Arc<Mutex<Desk>>,
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
        let desk = Arc::new(Mutex::new(Desk::default()));
        let app = Router::new().fallback(answer).with_state(Arc::clone(&desk));
        let server = tokio::spawn(async move { axum::serve(listener, app).await.expect("serves") });
        Self { url, desk, _server: Arc::new(Server(server)) }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().expect("a desk")
    }

    /// The next request meets this.
    pub(crate) fn errs(&self, misstep: Misstep) {
        self.desk().missteps.push_back(misstep);
    }

    /// The next request is done, and its answer held back until what this gives is told.
    pub(crate) fn holds(&self) -> Arc<Notify> {
        let until = Arc::new(Notify::new());
        self.errs(Misstep::Held(Arc::clone(&until)));
        until
    }

    /// Waits until a request has come.
    pub(crate) async fn is_asked(&self) {
        while self.asked() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// How many requests came so far.
    pub(crate) fn asked(&self) -> usize {
        self.desk().requests.len()
    }

    /// How many came to a path that ends so.
    pub(crate) fn asked_for(&self, end: &str) -> usize {
        self.desk().requests.iter().filter(|(path, _, _)| path.ends_with(end)).count()
    }

    /// The last request's path, headers and body.
    pub(crate) fn last(&self) -> (String, HeaderMap, Value) {
        self.desk().requests.last().cloned().expect("a request")
    }

    /// All requests so far: path, headers, and the body as it came.
    pub(crate) fn requests(&self) -> Vec<(String, HeaderMap, String)> {
        let desk = self.desk();
        let bodies = desk.requests.iter().zip(&desk.bodies);
        bodies.map(|((path, headers, _), body)| (path.clone(), headers.clone(), body.clone())).collect()
    }

    /// From now on new sessions have these members, a piece of JSON text, spelled so in every answer.
    pub(crate) fn spells(&self, members: &'static str) {
        self.desk().spelled = Some(members);
    }

    /// From now on new sessions end then.
    pub(crate) fn ends(&self, at: Value) {
        self.desk().end = Some(at);
    }

    /// From now on each new session is open for so many seconds, says so, and has expired afterwards.
    pub(crate) fn opens_for(&self, seconds: i64) {
        self.desk().open_for = Some(seconds);
    }

    /// So many seconds pass: every session ends earlier.
    pub(crate) fn later(&self, seconds: i64) {
        for session in &mut self.desk().sessions {
            session["expiresAt"] = json!(session["expiresAt"].as_i64().expect("an end") - seconds);
        }
    }

    /// From now on every new session gets the id of the first one.
    pub(crate) fn repeats_ids(&self) {
        self.desk().repeats_ids = true;
    }

    /// From now on lists have everybody's sessions.
    pub(crate) fn ignores_selectors(&self) {
        self.desk().ignores_selectors = Some(Ignored::Everybodys);
    }

    /// The same, but the proxy's own check does not find it out.
    pub(crate) fn ignores_selectors_after_the_check(&self) {
        self.desk().ignores_selectors = Some(Ignored::Customers);
    }

    /// From now on lists leave these members out.
    pub(crate) fn lists_without(&self, members: &'static [&'static str]) {
        self.desk().unlisted = members;
    }

    /// After so many more requests to a path that ends so, one meets this.
    pub(crate) fn errs_at(&self, end: &'static str, after: usize, misstep: Misstep) {
        self.desk().later = Some((end, after, misstep));
    }

    /// Adds a session that some other program created.
    pub(crate) fn add(&self, session: Value) {
        self.desk().sessions.push(session);
    }

    /// The ids of all sessions.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.desk().sessions.iter().map(|session| session["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Changes a session.
    pub(crate) fn change(&self, id: &str, change: impl FnOnce(&mut Value)) {
        change(self.desk().sessions.iter_mut().find(|session| session["id"] == id).expect("the session"));
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
        self.desk().finished.insert(id.to_owned(), data);
    }

    /// The session of a finished login becomes complete.
    pub(crate) fn conclude(&self, id: &str) {
        let data = self.desk().finished.remove(id).expect("a finished login");
        self.change(id, |session| {
            session["status"] = json!("complete");
            session["data"] = data;
        });
    }

    pub(crate) fn session(&self, id: &str) -> Value {
        self.desk().sessions.iter().find(|session| session["id"] == id).cloned().expect("the session")
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
    pub(crate) async fn tell(&self, browser: &Browser, body: &Value) -> Answer {
        let body = body.to_string();
        browser.ask("/callback").header("x-ivy-signature", Some(&sign(body.as_bytes()))).raw(body).send().await
    }
}

/// Name, birth date and account, made for tests.
pub(crate) fn data() -> Value {
    json!({
        "bankName": "Test Bank",
        "identity": { "name": "Ada Example", "dateOfBirth": "1985-12-10" },
        "accounts": [{
            "name": "Giro",
            "identifier": { "iban": { "iban": "DE89370400440532013000", "bban": "370400440532013000", "bic": "COBADEFFXXX" } },
            "type": "checking"
        }]
    })
}

/// A complete session from before the proxy, of the customer with this id.
pub(crate) fn old_session(id: &str, customer: &str) -> Value {
    json!({
        "id": id, "referenceId": format!("order-{id}"), "status": "complete", "data": data(),
        "externalUser": { "referenceId": customer }, "createdAt": 1_600_000_000
    })
}

/// Lower-case hex HMAC-SHA-256 under the usual secret.
pub(crate) fn sign(body: &[u8]) -> String {
    sign_with(SIGNING_SECRET, body)
}

/// The same under another one.
pub(crate) fn sign_with(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

async fn answer(State(desk): State<Arc<Mutex<Desk>>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let (misstep, mut said, spelled) = {
        let mut desk = desk.lock().expect("a desk");
        desk.bodies.push(String::from_utf8_lossy(&body).into_owned());
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        desk.requests.push((uri.path().to_owned(), headers.clone(), body));
        let misstep = desk.missteps.pop_front().or_else(|| desk.due(uri.path()));
        match &misstep {
            Some(Misstep::Answer(status, kind, text)) => return reply(*status, kind, text.clone()),
            Some(Misstep::WithHeader(status, name, value)) => {
                let mut response = reply(*status, "application/json", "{}".into());
                response.headers_mut().insert(*name, value.parse().expect("a header"));
                return response;
            }
            _ => {}
        }
        let said = desk.does(uri.path(), &headers);
        (misstep, said, desk.spelled)
    };
    match misstep {
        Some(Misstep::Slow(pause)) => tokio::time::sleep(pause).await,
        Some(Misstep::Held(until)) => until.notified().await,
        Some(Misstep::Lost) => return broken(),
        Some(Misstep::Changed(change)) => change(&mut said.1),
        _ => {}
    }
    let text = said.1.to_string();
    reply(said.0, "application/json", spelled.map_or(text.clone(), |members| text.replace(SPELLED, members)))
}

/// An answer whose body breaks off.
fn broken() -> Response {
    let chunks = [Ok("{\"id\":"), Err(std::io::Error::other("gone"))];
    let mut response = Response::new(Body::from_stream(Chunks(chunks.into_iter())));
    response.headers_mut().insert("content-type", "application/json".parse().expect("a type"));
    response
}

type Chunk = Result<&'static str, std::io::Error>;

struct Chunks(std::array::IntoIter<Chunk, 2>);

impl futures_core::Stream for Chunks {
    type Item = Chunk;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

fn reply(status: u16, kind: &str, body: String) -> Response {
    let response = Response::builder().status(status).header("content-type", kind);
    response.body(Body::from(body)).expect("a response")
}

impl Desk {
    fn does(&mut self, path: &str, headers: &HeaderMap) -> (u16, Value) {
        if headers.get("x-ivy-api-key").is_none_or(|key| key != API_KEY) {
            return (401, json!({ "code": "UNAUTHENTICATED" }));
        }
        let (_, _, body) = self.requests.last().expect("a request").clone();
        match path {
            "/api/service/data/session/create" => self.create(body),
            "/api/service/data/session/details" => {
                let found = self.sessions.iter().find(|session| session["id"] == body["id"]);
                found.map_or((404, json!({ "code": "NOT_FOUND" })), |session| (200, self.details(session)))
            }
            "/api/service/data/session/list" => self.list(&body),
            _ => (404, json!({ "code": "NOT_FOUND" })),
        }
    }

    fn create(&mut self, mut session: Value) -> (u16, Value) {
        if self.sessions.iter().any(|known| known["referenceId"] == session["referenceId"]) {
            return (409, json!({ "code": "CONFLICT" }));
        }
        // One after the other, so that two that were asked the same answer the same.
        let number = if self.repeats_ids { 0 } else { self.sessions.len() };
        let id = format!("5e551047{number:016x}");
        session["id"] = json!(id);
        session["status"] = json!("open");
        session["expiresAt"] = self.end.clone().unwrap_or_else(|| json!(now() + self.open_for.unwrap_or(3600)));
        session["redirectUrl"] = json!(format!("http://127.0.0.1:9/init?id={id}"));
        if self.spelled.is_some() {
            session["@spelled"] = json!(0);
        }
        self.sessions.push(session.clone());
        (200, session)
    }

    fn details(&self, session: &Value) -> Value {
        let mut session = without_link(session);
        let is_finished = session["id"].as_str().is_some_and(|id| self.finished.contains_key(id));
        let is_over = self.open_for.is_some() && session["expiresAt"].as_i64().is_some_and(|end| end < now());
        if session["status"] == "open" && is_over && !is_finished {
            session["status"] = json!("expired");
        }
        session
    }

    fn list(&self, query: &Value) -> (u16, Value) {
        let fields = [
            ("externalUserEmail", "email"),
            ("externalUserPhone", "phone"),
            ("externalUserReferenceId", "referenceId"),
        ];
        let given: Vec<_> = fields.iter().filter(|(name, _)| query.get(name).is_some()).collect();
        let [(name, field)] = given[..] else { return (400, json!({ "code": "VALIDATION" })) };
        let is_check = query[name].as_str().is_some_and(|value| value.starts_with("ivy-proxy-path-check"));
        let is_ignored = match self.ignores_selectors {
            Some(Ignored::Everybodys) => true,
            Some(Ignored::Customers) => !is_check,
            None => false,
        };
        let found = self.sessions.iter().filter(|session| is_ignored || session["externalUser"][field] == query[name]);
        let mut found: Vec<Value> = found.map(without_link).collect();
        for session in &mut found {
            session.as_object_mut().expect("an object").retain(|name, _| !self.unlisted.contains(&name.as_str()));
        }
        (200, json!({ "dataSessions": found }))
    }

    /// The misstep whose turn has come at this path.
    fn due(&mut self, path: &str) -> Option<Misstep> {
        let (end, after, _) = self.later.as_mut()?;
        if !path.ends_with(*end) {
            return None;
        }
        if *after > 0 {
            *after -= 1;
            return None;
        }
        self.later.take().map(|(_, _, misstep)| misstep)
    }
}

fn without_link(session: &Value) -> Value {
    let mut session = session.clone();
    session.as_object_mut().expect("an object").remove("redirectUrl");
    session
}
