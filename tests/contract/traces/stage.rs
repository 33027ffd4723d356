//! An environment in which traces are replayed, one after the other.

use std::ops::Add;

use ivy_proxy_core::release::{Outcome, State, Verdict};
use serde_json::{Value, json};
use sqlx::AnyPool;

use super::model::actions::Action;
use super::model::browser::{Device, Person};
use super::model::digests::Nonce;
use super::model::traces::{Step, Trace};
use super::model::world::OPEN_SECONDS;
use super::rows::{self, Expected, Known, Names};
use crate::support::{
    self, Browser, Ivy, Rate, SessionRow, Settings, TestDatabase, TestEnv, data, session_rows, shift,
};

/// The statistics of the replays.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) traces: usize,
    pub(super) steps: usize,
    pub(super) restarts: usize,
    pub(super) releases: usize,
    pub(super) locks: usize,
    pub(super) forgets: usize,
}

impl Add for Seen {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            traces: self.traces + other.traces,
            steps: self.steps + other.steps,
            restarts: self.restarts + other.restarts,
            releases: self.releases + other.releases,
            locks: self.locks + other.locks,
            forgets: self.forgets + other.forgets,
        }
    }
}

/// A session of a trace.
struct Session {
    names: Names,
    /// A browser in which its owner can forget it, independent of the one in which it began.
    owner: Browser,
    /// The person who finished the bank login.
    person: Option<Person>,
    /// True if its create can still be retried.
    holds_key: bool,
}

/// An environment with its table, and the browsers of the model.
pub(super) struct Stage {
    env: TestEnv,
    table: AnyPool,
    browsers: [Browser; 7],
    sessions: Vec<Session>,
    callbacks: usize,
    pub(super) known: Known,
    pub(super) seen: Seen,
}

/// Removes the rate limits: a thousand shoppers send requests from one address.
fn without_limits(settings: &mut Settings) {
    let often = Some(Rate { burst: 1_000_000, per_minute: 1_000_000 });
    settings.limits.per_owner = often;
    settings.limits.per_address = often;
    settings.limits.callbacks_per_address = often;
    settings.limits.creates_per_owner = Some(1_000_000);
    settings.limits.creates_per_address = Some(1_000_000);
}

impl Stage {
    pub(super) async fn new() -> Self {
        let (database, ivy) = (TestDatabase::new().await, Ivy::start().await);
        ivy.opens_for(OPEN_SECONDS);
        let env = TestEnv::over(database, ivy, without_limits).await;
        let table = env.database.pool().await;
        let browsers = Device::ALL.map(|_| env.browser(None));
        let sessions = Vec::new();
        Self { env, table, browsers, sessions, callbacks: 0, known: Known::default(), seen: Seen::default() }
    }

    /// Replays a trace from an empty table.
    ///
    /// # Panics
    /// If a step differs from the model.
    pub(super) async fn replay(mut self, number: usize, trace: &Trace) -> Self {
        self.begin().await;
        for (index, step) in trace.steps.iter().enumerate() {
            let before = trace.steps[..index].last();
            let response;
            (self, response) = self.take(step).await;
            let wrong = self.wrong(before, step, response.as_ref()).await;
            let path: Vec<_> = trace.steps[..=index].iter().map(|step| step.action).collect();
            assert!(wrong.is_empty(), "trace {number}, step {index}: {wrong:#?}\n{step:#?}\n{path:#?}");
            self.seen.steps += 1;
        }
        self.seen.traces += 1;
        self
    }

    /// Empties the table and the browsers.
    async fn begin(&mut self) {
        let emptied = sqlx::query("DELETE FROM ivy_sessions").execute(&self.table).await;
        emptied.expect("the statement runs");
        for device in Device::ALL {
            let browser = &self.browsers[device as usize];
            let is_signed_in = matches!(device, Device::Ada | Device::Ben);
            let browser = browser.with_only("");
            browser.sign_in(device.keeper().filter(|_| is_signed_in).map(name));
            self.browsers[device as usize] = browser;
        }
        self.sessions.clear();
        self.known = Known::default();
    }

    /// Makes a step, and returns the response if it is a request.
    async fn take(mut self, step: &Step) -> (Self, Option<support::HttpResponse>) {
        let post = async |stage: &Self, device: Device, path: &str, body: Value| {
            Some(stage.browsers[device as usize].post(path, body).await)
        };
        let id = |stage: &Self, session: usize| stage.sessions[session].names.id.clone();
        let response = match step.action {
            Action::Create { device, is_slow: false } => {
                self.create(device).await;
                None
            }
            // Only Ivy notices it.
            Action::Open { .. } => None,
            Action::Cancel { session, .. } => {
                self.env.ivy.cancel(&id(&self, session));
                None
            }
            Action::Reopen { session, .. } => {
                self.env.ivy.reopen(&id(&self, session));
                None
            }
            Action::Complete { device, session } => {
                let person = device.keeper().expect("a browser of one person");
                self.sessions[session].person = Some(person);
                self.env.ivy.finish(&id(&self, session), data_of(person));
                None
            }
            Action::Finish { session } => {
                self.env.ivy.conclude(&id(&self, session));
                None
            }
            Action::Present { device, session, nonce, .. } => {
                let nonce = match nonce {
                    Nonce::Success => self.env.ivy.nonce(&id(&self, session)),
                    Nonce::Error => self.env.ivy.error_nonce(&id(&self, session)),
                };
                post(&self, device, "/result", json!({ "nonce": nonce })).await
            }
            Action::Poll { device, session, .. } => {
                let reference = &self.sessions[session].names.reference;
                post(&self, device, "/result", json!({ "referenceId": reference })).await
            }
            Action::Fetch { device, session, .. } => {
                post(&self, device, "/data/session/details", json!({ "id": id(&self, session) })).await
            }
            Action::SignIn { device, person } => {
                self.browsers[device as usize].sign_in(Some(name(person)));
                None
            }
            Action::SignOut { device } => {
                self.browsers[device as usize].sign_in(None);
                None
            }
            Action::Callback { session, outcome } => {
                self.call_back(session, outcome).await;
                None
            }
            Action::Forget { session } => {
                let response = self.sessions[session].owner.post("/forget", json!({ "id": id(&self, session) })).await;
                assert_eq!((response.status, response.json()), (200, json!({ "forgotten": 1 })));
                self.seen.forgets += 1;
                None
            }
            Action::Restart => {
                self = self.restart().await;
                None
            }
            Action::LoseRow { session } => {
                self.lose(session).await;
                None
            }
            Action::Wait => {
                shift(&self.table, step.waited).await;
                self.env.ivy.later(step.waited);
                None
            }
            other => panic!("no step of a replay: {other:?}"),
        };
        (self, response)
    }

    async fn create(&mut self, device: Device) {
        let browser = &self.browsers[device as usize];
        let response = browser.create_with(&format!("key-{}", self.sessions.len())).await;
        assert_eq!(response.status, 200, "{}", response.text);
        let names = Names {
            id: response.id(),
            reference: response.json()["referenceId"].as_str().expect("a reference").to_owned(),
        };
        let is_customer = browser.has_cookie("shop_customer");
        let owner = browser.with_only(if is_customer { "shop_customer" } else { "ivy_guest" });
        self.sessions.push(Session { names, owner, person: None, holds_key: true });
    }

    /// Sends a callback about the end of a login. All callbacks differ, since a repeated one is ignored.
    async fn call_back(&mut self, session: usize, outcome: Outcome) {
        let Session { names, person, .. } = &self.sessions[session];
        self.callbacks += 1;
        let mut body = json!({ "id": names.id, "referenceId": names.reference, "number": self.callbacks });
        body["status"] = match outcome {
            Outcome::Complete => json!("complete"),
            Outcome::Error => json!("failed"),
            Outcome::Expired => json!("expired"),
        };
        if let Some(person) = person.filter(|_| outcome == Outcome::Complete) {
            body["data"] = data_of(person);
        }
        let response = self.env.ivy.send_callback(&self.browsers[Device::Stranger as usize].with_only(""), &body).await;
        assert_eq!(response.status, 200, "{}", response.text);
    }

    async fn restart(mut self) -> Self {
        self.env = self.env.restart(without_limits).await;
        let url = self.env.url();
        self.browsers = self.browsers.map(|browser| browser.at(url));
        for session in &mut self.sessions {
            session.owner = session.owner.at(url);
        }
        self.seen.restarts += 1;
        self
    }

    async fn lose(&self, session: usize) {
        let names = &self.sessions[session].names;
        let [kept, forgotten] = [State::Open, State::Forgotten].map(|state| names.in_table(state).0);
        let query = sqlx::query("DELETE FROM ivy_sessions WHERE reference_id IN ($1, $2)").bind(kept).bind(forgotten);
        let lost = query.execute(&self.table).await.expect("the statement runs");
        assert_eq!(lost.rows_affected(), 1);
    }

    /// Returns the differences from the model after a step.
    async fn wrong(
        &mut self,
        before: Option<&Step>,
        step: &Step,
        response: Option<&support::HttpResponse>,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        match (step.verdict, response) {
            (Some(expected), Some(response)) => wrong.extend(self.wrong_response(step.action, expected, response)),
            (None, None) => {}
            _ => wrong.push("a request is not one in the model".to_owned()),
        }
        let table = session_rows(&self.table).await;
        let rows: Vec<_> = step.rows.iter().enumerate().filter_map(|(session, row)| Some((session, (*row)?))).collect();
        if rows.len() != table.len() {
            wrong.push(format!("{} rows, not {}", table.len(), rows.len()));
        }
        for (session, row) in rows {
            let was = before.and_then(|step| step.rows[session]);
            let this = &mut self.sessions[session];
            let is_ended = was != Some(row)
                && row.state != State::Forgotten
                && !row.expand(session).is_under_way(step.now.seconds());
            this.holds_key &= !is_ended;
            self.seen.locks += usize::from(row.locked_at.is_some() && was.is_none_or(|was| was.locked_at.is_none()));
            let expected = Expected { session, row: &row, step, names: &this.names, holds_key: this.holds_key };
            match find(&table, &this.names, row.state) {
                Some(found) => {
                    let columns = rows::differences(&expected, found, &mut self.known);
                    wrong.extend(columns.iter().map(|column| format!("row {session}: {column}")));
                }
                None => wrong.push(format!("row {session} is not there")),
            }
        }
        wrong
    }

    /// Returns the difference of a response from the model, if there is one.
    fn wrong_response(
        &mut self,
        action: Action,
        expected: Verdict,
        response: &support::HttpResponse,
    ) -> Option<String> {
        let (Action::Present { device, session, .. }
        | Action::Poll { device, session, .. }
        | Action::Fetch { device, session, .. }) = action
        else {
            return Some("no request".to_owned());
        };
        let is_details = matches!(action, Action::Fetch { .. });
        let body = response.json();
        let is_same = match expected {
            Verdict::Release => {
                self.seen.releases += 1;
                let shown = if is_details { &body } else { &body["session"] };
                let person = self.sessions[session].person.expect("a person who finished the login");
                // S1: each response names only the person in whose browser it is shown.
                response.status == 200
                    && (is_details || body["status"] == "complete")
                    && shown["id"] == json!(self.sessions[session].names.id)
                    && shown["data"]["identity"]["name"] == data_of(person)["identity"]["name"]
                    && device.keeper() == Some(person)
            }
            Verdict::Pending | Verdict::Failed | Verdict::Expired if !is_details => {
                let status = match expected {
                    Verdict::Pending => "pending",
                    Verdict::Failed => "error",
                    _ => "expired",
                };
                response.status == 200 && body["status"] == status && body.get("session").is_none()
            }
            Verdict::SignIn => response.refusal() == (401, "unauthorized".to_owned()),
            _ => response.refusal() == (404, "not_found".to_owned()),
        };
        (!is_same).then(|| format!("{expected:?} is answered {} {body}", response.status))
    }

    /// Returns the names of a session.
    pub(super) fn names(&self, session: usize) -> &Names {
        &self.sessions[session].names
    }

    /// Returns the row of a session that was not forgotten.
    pub(super) async fn row(&self, session: usize) -> SessionRow {
        let reference = &self.sessions[session].names.reference;
        let rows = session_rows(&self.table).await;
        rows.into_iter().find(|row| row.text("reference_id") == Some(reference)).expect("the row")
    }
}

fn find<'a>(table: &'a [SessionRow], names: &Names, state: State) -> Option<&'a SessionRow> {
    let (reference, _) = names.in_table(state);
    table.iter().find(|row| row.text("reference_id") == Some(&reference))
}

/// Returns the name by which the sign-in knows a customer.
fn name(person: Person) -> &'static str {
    match person {
        Person::Ada => "ada",
        Person::Ben => "ben",
        Person::Gus | Person::Eve => panic!("no customer: {person:?}"),
    }
}

/// Returns made-up bank data of a person.
fn data_of(person: Person) -> Value {
    let (name, birth, iban) = match person {
        Person::Ada => ("Ada Example", "1985-12-10", "DE93999900020000000101"),
        Person::Ben => ("Ben Sample", "1990-07-04", "DE82999900020000000202"),
        Person::Gus => ("Gus Guest", "1978-03-21", "DE71999900020000000303"),
        Person::Eve => ("Eve Elsewhere", "1969-11-02", "DE60999900020000000404"),
    };
    let mut data = data();
    data["identity"] = json!({ "name": name, "dateOfBirth": birth });
    data["accounts"][0]["identifier"] = json!({ "iban": { "iban": iban } });
    data
}
