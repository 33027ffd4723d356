//! What each asynchronous method of a client does, step by step.

use super::check::{names, request, value};
use super::host::Host;
use super::login::login_hosts;
use super::outcome::{connected, resumed};
use super::plain::{Plain, object};
use super::{decode, urls::PageUrls};
use crate::client::{self, Came, Code, Connect, ConnectOptions, Connecting, Error, Next, Outcome, Question};
use crate::json::{NotJson, Value};
use crate::launch::{Proof, Resuming};
use crate::rules::{Checked, check_list_query};
use wasm_bindgen::prelude::JsValue;

/// A method at work, with everything that it was given.
pub(super) enum Work {
    /// A create, or the details: a question, until it is asked, whose answer is one session.
    Session(Option<Question>),
    /// A question whose answer is a list.
    List(Option<Question>),
    Connect(Box<Connection>),
    Resume {
        nonce: String,
        reference: String,
        resuming: Resuming,
    },
}

/// What [`Connect`] borrows, and how far it has come.
pub(super) struct Connection {
    request: Value,
    options: ConnectOptions,
    environment: String,
    allowed: Vec<String>,
    page: String,
    idempotency_key: String,
    connecting: Connecting,
}

impl Work {
    /// Checks what a method is given; see [`super::ask`] for the methods.
    pub(super) fn new(host: &Host, method: &str, first: String, second: String) -> Result<Self, Error> {
        let limits = host.limits();
        Ok(match method {
            "createDataSession" => {
                let request = checked_request(host, &first)?;
                Work::Session(Some(Question::create(&request, &host.idempotency_key(), limits)))
            }
            "listDataSessions" => {
                let query = match value(&first) {
                    Value::NotJson(NotJson::Undefined) => Value::Object(Vec::new()),
                    query => valid(check_list_query(&query))?,
                };
                Work::List(Some(client::list_question(&query, limits)))
            }
            "getDataSession" => Work::Session(Some(client::details_question(&value(&first), limits)?)),
            "connectBank" => Work::Connect(Box::new(Connection {
                request: checked_request(host, &first)?,
                options: client::check_connect_options(&value(&second), &names(&host.extra_permissions()))
                    .map_err(|issues| Error::with_issues(Code::ValidationFailed, issues))?,
                environment: host.environment(),
                allowed: names(&host.allowed_login_hosts()),
                page: host.page_host(),
                idempotency_key: host.idempotency_key(),
                connecting: Connecting::default(),
            })),
            "resumeBankLogin" => Work::Resume { nonce: first, reference: second, resuming: Resuming::default() },
            _ => return Err(Error::new(Code::Unsupported)),
        })
    }

    /// The next step, see [`client::drive`].
    pub(super) fn step(&mut self, host: &Host, came: Came, now: f64) -> Result<Next<JsValue>, Error> {
        let next = match (self, came) {
            (Work::Session(question) | Work::List(question), None) => {
                return question.take().map(Next::Ask).ok_or(Error::new(Code::Unsupported));
            }
            (Work::Session(_), Some(answer)) => {
                Next::Done(object(&[("body", Plain::Bytes(&client::read_session(answer?)?))]))
            }
            (Work::List(_), Some(answer)) => {
                let listed = client::read_list(answer?)?;
                Next::Done(decode::listed(&listed.list, &listed.answer.body))
            }
            (Work::Connect(connection), came) => match connection.step(host, came, now)? {
                Next::Done(outcome) => Next::Done(connected(&outcome)),
                Next::Ask(question) => Next::Ask(question),
                Next::Wait(ms) => Next::Wait(ms),
            },
            (Work::Resume { nonce, reference, resuming }, came) => {
                let proof = if nonce.is_empty() { Proof::Reference(reference) } else { Proof::Nonce(nonce) };
                match resuming.step(host, proof, reference, host.limits(), came, now)? {
                    Next::Done(result) => Next::Done(resumed(&result)),
                    Next::Ask(question) => Next::Ask(question),
                    Next::Wait(ms) => Next::Wait(ms),
                }
            }
        };
        Ok(next)
    }
}

impl Connection {
    fn step(&mut self, host: &Host, came: Came, now: f64) -> Result<Next<Outcome>, Error> {
        let hosts = login_hosts(&self.environment, &self.allowed, &self.page).ok_or(Error::new(Code::Unsupported))?;
        let connect = Connect {
            request: &self.request,
            options: &self.options,
            hosts,
            urls: &PageUrls,
            idempotency_key: &self.idempotency_key,
            limits: host.limits(),
        };
        self.connecting.step(&connect, came, now)
    }
}

/// A request in its normal form.
fn checked_request(host: &Host, marked: &str) -> Result<Value, Error> {
    valid(request(marked, &host.extra_fields(), &host.extra_permissions(), true))
}

/// The normal form of what was checked.
fn valid(checked: Checked) -> Result<Value, Error> {
    checked.value.ok_or(Error::with_issues(Code::ValidationFailed, checked.issues))
}
