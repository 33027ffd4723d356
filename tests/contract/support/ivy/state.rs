//! Ivy's sessions, and its responses to requests about them.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::fault::Fault;
use crate::support::{API_KEY, now};

#[derive(Default)]
pub(super) struct IvyState {
    pub(super) sessions: Vec<Value>,
    /// The number in the id of the first session.
    pub(super) first_id: usize,
    pub(super) requests: Vec<(String, HeaderMap, Value)>,
    /// The raw bodies of the requests.
    pub(super) bodies: Vec<String>,
    /// The members of each new session that every response has in exactly this spelling.
    pub(super) spelled: Option<&'static str>,
    pub(super) faults: VecDeque<Fault>,
    /// The `expiresAt` of each new session; by default in an hour.
    pub(super) end: Option<Value>,
    /// The duration of each new session in seconds. Without it no session expires.
    pub(super) open_for: Option<i64>,
    /// The data of sessions whose login is finished but whose status is not complete yet, by their ids.
    pub(super) finished: HashMap<String, Value>,
    /// True if each new session gets the id of the first one.
    pub(super) repeats_ids: bool,
    /// The requests whose lists have everyone's sessions.
    pub(super) ignores_selectors: Option<Ignored>,
    /// The time that every response of details takes.
    pub(super) details_take: Option<Duration>,
    /// The number of calls of details in flight, and the highest so far.
    pub(super) details_in_flight: (usize, usize),
    /// The way in which lists deviate.
    pub(super) list: Option<Deviation>,
    /// The number of the proxy's checks of the list, which are in no other record and meet no other fault.
    pub(super) checks: usize,
    /// The status of the next checks, each for one.
    pub(super) check_faults: VecDeque<u16>,
    /// The members that lists omit.
    pub(super) unlisted: &'static [&'static str],
    /// A fault for a later request: the end of its path, and the number of such requests before it.
    pub(super) later: Option<(&'static str, usize, Fault)>,
}

/// The requests whose selector is ignored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ignored {
    Everybodys,
    Customers,
}

/// The way in which Ivy's list deviates from the documented one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deviation {
    /// There is no list at the path.
    Missing,
    /// Every selector is refused, except these.
    RefusesExcept(&'static [&'static str]),
    /// Every selector is ignored, except these: the list has everyone's sessions.
    IgnoresExcept(&'static [&'static str]),
    /// Every selector is ignored, except these: the list is empty.
    EmptyExcept(&'static [&'static str]),
}

/// The values that the proxy's check requests, or their starts.
const CHECKED: [&str; 2] = ["ivy-proxy-path-check", "+493023125"];

/// The placeholder for the members with a fixed spelling.
pub(super) const SPELLED: &str = r#""@spelled":0"#;

impl IvyState {
    /// Answers a check of the proxy; `None` for any other request.
    pub(super) fn checked(&mut self, path: &str, headers: &HeaderMap, body: &[u8]) -> Option<(u16, Value)> {
        let body: Value = serde_json::from_slice(body).ok().filter(|_| path.ends_with("/list"))?;
        let is_checked =
            |value: &Value| value.as_str().is_some_and(|text| CHECKED.iter().any(|it| text.starts_with(it)));
        body.as_object()?.values().any(is_checked).then_some(())?;
        self.checks += 1;
        match self.check_faults.pop_front() {
            Some(status) => Some((status, json!({ "code": "GENERIC" }))),
            None => Some(self.does(path, headers, body)),
        }
    }

    pub(super) fn does(&mut self, path: &str, headers: &HeaderMap, body: Value) -> (u16, Value) {
        if headers.get("x-ivy-api-key").is_none_or(|key| key != API_KEY) {
            return (401, json!({ "code": "UNAUTHENTICATED" }));
        }
        match path {
            "/api/service/data/session/create" => self.create(body),
            "/api/service/data/session/details" => {
                let found = self.sessions.iter().find(|session| session["id"] == body["id"]);
                found.map_or((404, json!({ "code": "NOT_FOUND" })), |session| (200, self.details(session)))
            }
            "/api/service/data/session/list" if self.list != Some(Deviation::Missing) => self.list(&body),
            _ => (404, json!({ "code": "NOT_FOUND" })),
        }
    }

    fn create(&mut self, mut session: Value) -> (u16, Value) {
        if self.sessions.iter().any(|known| known["referenceId"] == session["referenceId"]) {
            return (409, json!({ "code": "CONFLICT" }));
        }
        // Ids are consecutive, so that two Ivys with the same requests give the same ids.
        let number = self.first_id + if self.repeats_ids { 0 } else { self.sessions.len() };
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

    pub(super) fn list(&self, query: &Value) -> (u16, Value) {
        let fields = [
            ("externalUserEmail", "email"),
            ("externalUserPhone", "phone"),
            ("externalUserReferenceId", "referenceId"),
        ];
        let selectors: Vec<_> = fields.iter().filter(|(name, _)| query.get(name).is_some()).collect();
        let [(name, field)] = selectors[..] else { return (400, json!({ "code": "VALIDATION" })) };
        match self.list {
            Some(Deviation::RefusesExcept(known)) if !known.contains(name) => {
                return (400, json!({ "code": "VALIDATION" }));
            }
            Some(Deviation::EmptyExcept(known)) if !known.contains(name) => {
                return (200, json!({ "dataSessions": [] }));
            }
            _ => {}
        }
        let deviates = matches!(self.list, Some(Deviation::IgnoresExcept(known)) if !known.contains(name));
        let is_check = query[name].as_str().is_some_and(|value| value.starts_with("ivy-proxy-path-check"));
        let is_ignored = match self.ignores_selectors {
            Some(Ignored::Everybodys) => true,
            Some(Ignored::Customers) => !is_check,
            None => deviates,
        };
        let found = self.sessions.iter().filter(|session| is_ignored || session["externalUser"][field] == query[name]);
        let mut found: Vec<Value> = found.map(without_link).collect();
        for session in &mut found {
            session.as_object_mut().expect("an object").retain(|name, _| !self.unlisted.contains(&name.as_str()));
        }
        (200, json!({ "dataSessions": found }))
    }

    /// Returns the fault that is due at this path.
    pub(super) fn due(&mut self, path: &str) -> Option<Fault> {
        let (end, after, _) = self.later.as_mut()?;
        if !path.ends_with(*end) {
            return None;
        }
        if *after > 0 {
            *after -= 1;
            return None;
        }
        self.later.take().map(|(_, _, fault)| fault)
    }
}

fn without_link(session: &Value) -> Value {
    let mut session = session.clone();
    session.as_object_mut().expect("an object").remove("redirectUrl");
    session
}
