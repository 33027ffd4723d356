//! Two environments that get the same steps.

use axum::http::{HeaderMap, Method};
use serde_json::Value;

use super::steps::{Header, Request, Step, WHO};
use crate::support::{Browser, Fault, HttpResponse, Ivy, Kind, Settings, TestDatabase, TestEnv};

/// The proxy under test, and the one beside it.
pub(super) struct Pair([Twin; 2]);

struct Twin {
    env: TestEnv,
    browsers: Vec<Browser>,
}

/// The parts of a response that no proxy decides: the connection's headers, and the time of day.
const OF_THE_WIRE: [&str; 5] = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

/// The header with the owner tag, of which the length is compared: a guest's differ between the environments.
const OWNER: &str = "ivy-owner";

/// The headers of requests to Ivy that are compared.
const TO_IVY: [&str; 8] =
    ["x-ivy-api-key", "content-type", "cookie", "origin", "referer", "authorization", "x-forwarded-for", "ivy-client"];

impl Pair {
    pub(super) async fn new() -> Self {
        let (one, two) = tokio::join!(Twin::new(Kind::under_test()), Twin::new(Kind::beside()));
        Self([one, two])
    }

    pub(super) fn ivys(&self) -> [&Ivy; 2] {
        [&self.0[0].env.ivy, &self.0[1].env.ivy]
    }

    /// Makes the same step at both. Returns an error that names the difference between the responses.
    pub(super) async fn take(&mut self, step: &Step) -> Result<Vec<Seen>, String> {
        let [one, two] = &self.0;
        let (one, two) = tokio::join!(one.take(step), two.take(step));
        if one == two { Ok(one) } else { Err(format!("{one:#?}\nis not\n{two:#?}")) }
    }

    /// Compares the final states: the requests to Ivy, and the tables.
    pub(super) async fn agree(&self) -> Result<(), String> {
        let [one, two] = &self.0;
        for (what, one, two) in [
            ("ivy was asked", one.request_count(), two.request_count()),
            ("the table", one.table().await, two.table().await),
        ] {
            if one != two {
                return Err(format!("{what}:\n{one:#?}\nis not\n{two:#?}"));
            }
        }
        Ok(())
    }
}

/// A response and its line in the log, without random values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) text: String,
    line: Vec<String>,
}

impl Twin {
    async fn new(kind: Kind) -> Self {
        let named = |settings: &mut Settings| settings.page_fields = vec!["metadata"];
        let env = TestEnv::of(kind, TestDatabase::new().await, Ivy::start().await, named).await;
        let browsers = WHO.iter().map(|customer| env.browser(*customer)).collect();
        Self { env, browsers }
    }

    async fn take(&self, step: &Step) -> Vec<Seen> {
        let ivy = &self.env.ivy;
        let session = |at: usize| ivy.ids().get(at).cloned();
        match step {
            Step::Request(request) => return vec![self.request(request).await],
            Step::Complete(at) => session(*at).iter().for_each(|id| ivy.complete(id)),
            Step::Change(at, word) => {
                session(*at).iter().for_each(|id| ivy.change(id, |session| session["status"] = (*word).into()));
            }
            Step::Callback(at, members) => {
                if let Some(id) = session(*at) {
                    let body = self.filled_in(format!(r#"{{"id":"{id}",{members}}}"#).as_bytes());
                    let body: Value = serde_json::from_slice(&body).expect("json");
                    return vec![self.seen(ivy.send_callback(&self.browsers[2], &body).await).await];
                }
            }
            Step::Fault(status, kind, text) => ivy.inject(Fault::Respond(*status, kind, (*text).into())),
        }
        Vec::new()
    }

    async fn request(&self, request: &Request) -> Seen {
        let mut builder = self.browsers[request.who].request(request.path);
        builder = builder.method(Method::from_bytes(request.method.as_bytes()).expect("a method"));
        if request.path == "/start" {
            builder =
                builder.header("content-type", Some("application/x-www-form-urlencoded")).header("ivy-client", None);
        }
        if let Some(key) = request.key {
            builder = builder.header("idempotency-key", Some(key));
        }
        builder = match request.header {
            Some(Header::Set(name, value)) => builder.header(name, Some(value)),
            Some(Header::Without(name)) => builder.header(name, None),
            Some(Header::More(name, value)) => builder.and_header(name, value),
            None => builder,
        };
        let response = builder.raw(self.filled_in(request.body.0)).send().await;
        self.seen(response).await
    }

    async fn seen(&self, response: HttpResponse) -> Seen {
        let id = response.header("ivy-request-id").expect("a request id").to_owned();
        let line = self.env.line(&id).await;
        let line = ["operation", "status", "code", "reason", "session"].map(|name| format!("{name} {}", line[name]));
        let masked = |text: &str| self.masked(&text.replace(&id, "<request>"));
        let mut headers: Vec<_> = response
            .headers
            .iter()
            .filter(|(name, _)| !OF_THE_WIRE.contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), masked(&String::from_utf8_lossy(value.as_bytes()))))
            .map(|(name, value)| if name == OWNER { (name, value.len().to_string()) } else { (name, value) })
            .collect();
        headers.sort();
        Seen { status: response.status, headers, text: masked(&response.text), line: line.to_vec() }
    }

    /// Returns the references and nonces that Ivy received, in their order.
    fn sent(&self) -> Vec<[String; 3]> {
        let requests = self.env.ivy.requests().into_iter().filter(|(path, _, _)| path.ends_with("/create"));
        let known = requests.map(|(_, _, body)| {
            let body: Value = serde_json::from_str(&body).expect("json");
            let nonce = |field: &str| text(&body[field]).split_once("ivy=").expect("a nonce").1[..43].to_owned();
            [text(&body["referenceId"]), nonce("successCallbackUrl"), nonce("errorCallbackUrl")]
        });
        known.collect()
    }

    /// Fills the placeholders of a body with this environment's values.
    fn filled_in(&self, body: &[u8]) -> Vec<u8> {
        let Ok(body) = std::str::from_utf8(body) else { return body.to_vec() };
        let mut body = body.to_owned();
        let ivy = &self.env.ivy;
        for (at, id) in ivy.ids().iter().enumerate() {
            let reference = text(&ivy.session(id)["referenceId"]);
            let (nonce, error) = (ivy.nonce(id), ivy.error_nonce(id));
            for (name, value) in [("id", id), ("ref", &reference), ("nonce", &nonce), ("error", &error)] {
                body = body.replace(&format!("@{name}{at}@"), value);
            }
        }
        body.into()
    }

    /// Masks a text's random values and times.
    fn masked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (at, names) in self.sent().iter().enumerate() {
            for (name, what) in names.iter().zip(["reference", "nonce", "error nonce"]) {
                text = text.replace(name, &format!("<{what} {at}>"));
            }
        }
        let text = ["ivy_guest=", "ivy_login="].iter().fold(text, |text, cookie| without_cookie(&text, cookie));
        without_times(&without_handles(&text))
    }

    fn request_count(&self) -> Vec<String> {
        let request_count = self.env.ivy.requests().into_iter();
        request_count
            .map(|(path, headers, body)| format!("{path} {} {}", named(&headers), self.masked(&body)))
            .collect()
    }

    /// Returns the table's values of each session, without digests of random values.
    async fn table(&self) -> Vec<String> {
        let sessions = self.env.database.sessions().await;
        let mut rows: Vec<String> = sessions
            .iter()
            .map(|row| {
                let text = |column| row.text(column).unwrap_or_default();
                let owner = if text("owner_kind") == "guest" { "<guest>" } else { text("owner") };
                let random = ["success_nonce", "error_nonce", "login_cookie", "key_digest", "sealed"];
                let random = random.map(|column| text(column).len());
                let [session, kind, body] = ["session_id", "owner_kind", "body_digest"].map(text);
                let [birth, accounts, state, outcome] = ["birth", "accounts", "state", "outcome"].map(text);
                format!("{session} {owner} {kind} {random:?} {body} {birth} {accounts} {state} {outcome}")
            })
            .collect();
        rows.sort();
        rows
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn named(headers: &HeaderMap) -> String {
    let of = |name: &&str| headers.get(*name).map(|value| format!("{name}: {};", value.to_str().expect("a text")));
    TO_IVY.iter().filter_map(of).collect()
}

/// Masks a cookie's value.
fn without_cookie(text: &str, name: &str) -> String {
    match text.split_once(name) {
        Some((before, rest)) => {
            let end = rest.find(';').unwrap_or(rest.len());
            format!("{before}{name}<{end}>{}", &rest[end..])
        }
        None => text.to_owned(),
    }
}

/// Masks handles: a guest's differ between the environments.
fn without_handles(text: &str) -> String {
    let mut parts = text.split("\"handle\":\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('"').unwrap_or(part.len());
        out.push_str(&format!("\"handle\":\"<{end}>{}", &part[end..]));
    }
    out
}

/// Masks epoch seconds of these decades.
fn without_times(text: &str) -> String {
    let is_time = |run: &str| run.len() == 10 && (run.starts_with("17") || run.starts_with("18"));
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            run.push(letter);
            continue;
        }
        out.push_str(if is_time(&run) { "<time>" } else { &run });
        run.clear();
        out.push(letter);
    }
    out.pop();
    out
}
