//! The main job: connect a shopper's bank, without a bank login where a past session can stand in.

use super::classify::undecodable;
use super::steps::{Came, Next, Question, drive};
use super::{Answer, Code, ConnectOptions, Error, Limits, Listed, LoginHosts, Transport};
use super::{list_question, read_http_date, read_list};
use crate::json::{self, Value};
use crate::recall::{Decision, Reason, Wanted, decide};
use crate::rules::{UrlReader, list_query_for};

/// The most that looking for past sessions may take, in milliseconds: a shopper who has none should not wait for it.
const LIST_LIMIT_MS: f64 = 3000.0;

/// Attempts of the list after the first.
const LIST_RETRIES: u32 = 1;

/// The header `Ivy-Recall` for a shopper who is not signed in.
const GUEST: &str = "guest";

/// What to connect.
#[derive(Clone, Copy)]
pub struct Connect<'a> {
    /// The checked request in its normal form.
    pub request: &'a Value,
    /// What the page asks of a past session.
    pub options: &'a ConnectOptions,
    /// Where the shopper may be sent to log in.
    pub hosts: LoginHosts<'a>,
    /// Reads the login's URL.
    pub urls: &'a dyn UrlReader,
    /// The `Idempotency-Key` of the create, if there is one.
    pub idempotency_key: &'a str,
    /// The limits of the whole call.
    pub limits: Limits,
}

impl std::fmt::Debug for Connect<'_> {
    /// Without the request and the key: neither belongs in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connect").field("options", self.options).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// Past sessions can stand in for a login.
    Recalled(Recalled),
    /// The shopper has to log in to the bank.
    Login(Login),
}

/// Past sessions that can stand in for a login.
#[derive(Debug)]
pub struct Recalled {
    /// The list answer.
    pub body: Vec<u8>,
    /// Where each session lies in `body`, as start and end in bytes; newest first.
    pub slices: Vec<(u32, u32)>,
    /// Position in `slices` of the one to offer; `None` where the shopper has to choose.
    pub offered: Option<usize>,
    /// Whole days since the offered one was created, by the proxy's clock.
    pub age_days: Option<u32>,
    /// Whether the sessions name different people.
    pub identity_differs: bool,
}

/// A bank login to begin.
#[derive(Debug)]
pub struct Login {
    /// The session's id.
    pub id: String,
    /// The session's reference; empty where the answer has none.
    pub reference_id: String,
    /// Where the shopper logs in; its host has been checked.
    pub redirect_url: String,
    /// Until when, in epoch seconds.
    pub expires_at: Option<f64>,
    /// Why no past session stands in.
    pub reason: Reason,
    /// Why there is no list, with [`Reason::ListUnavailable`].
    pub problem: Option<Error>,
}

/// Lists the shopper's past sessions, and creates a new one where none of them will do.
///
/// A list that cannot be had right now (no answer, 408, 429, 5xx) costs the shopper a login, not the checkout: the
/// outcome says so. A list that is refused or cannot be read is an error: a wrong path must not hide behind logins.
///
/// # Errors
/// As [`super::call`] for the create; [`Code::DecodeFailed`] for an answer without id or redirectUrl;
/// [`Code::UntrustedRedirect`] for a redirectUrl that is not a login page.
pub async fn connect_bank<T: Transport>(transport: &T, connect: Connect<'_>) -> Result<Outcome, Error> {
    let mut connecting = Connecting::default();
    drive(transport, |came, now| connecting.step(&connect, came, now)).await
}

/// How far [`connect_bank`] has come.
#[derive(Debug, Default)]
pub enum Connecting {
    /// Nothing was asked.
    #[default]
    Begun,
    /// The list was asked for.
    Listing,
    /// The create was asked for, for this reason.
    Creating(Reason, Option<Error>),
}

impl Connecting {
    /// The next step, see [`drive`].
    ///
    /// # Errors
    /// As [`connect_bank`].
    pub fn step(&mut self, connect: &Connect<'_>, came: Came, now: f64) -> Result<Next<Outcome>, Error> {
        let (reason, problem) = match (std::mem::take(self), came) {
            (Connecting::Creating(reason, problem), Some(answer)) => {
                return read_login(&answer?, connect, reason, problem).map(|login| Next::Done(Outcome::Login(login)));
            }
            (Connecting::Listing, Some(Ok(answer))) => match judge(read_list(answer)?, connect) {
                Ok(recalled) => return Ok(Next::Done(Outcome::Recalled(recalled))),
                Err(reason) => (reason, None),
            },
            (_, Some(Err(error))) if error.retryable => (Reason::ListUnavailable, Some(error)),
            (_, Some(Err(error))) => return Err(error),
            _ => match selector(connect) {
                Ok(query) => {
                    *self = Connecting::Listing;
                    let deadline = connect.limits.deadline.min(now + LIST_LIMIT_MS);
                    let retries = connect.limits.retries.min(LIST_RETRIES);
                    return Ok(Next::Ask(list_question(&query, Limits { deadline, retries })));
                }
                Err(reason) => (reason, None),
            },
        };
        *self = Connecting::Creating(reason, problem);
        Ok(Next::Ask(Question::create(connect.request, connect.idempotency_key, connect.limits)))
    }
}

/// The query for the shopper's past sessions; else why there is none.
fn selector(connect: &Connect<'_>) -> Result<Value, Reason> {
    if connect.options.fresh {
        return Err(Reason::Requested);
    }
    match connect.request.get("externalUser") {
        None => Ok(Value::Object(Vec::new())),
        Some(user) => list_query_for(user).value.ok_or(Reason::MetadataOnly),
    }
}

/// What the past has to offer; else why it offers nothing.
fn judge(listed: Listed, connect: &Connect<'_>) -> Result<Recalled, Reason> {
    let Listed { answer, list } = listed;
    if answer.recall.as_deref() == Some(GUEST) {
        return Err(Reason::Guest);
    }
    let required = match &connect.options.require {
        Some(names) => names.clone(),
        None => asked_for(connect.request),
    };
    let wanted = Wanted { required, max_age_days: connect.options.max_age_days };
    let now = answer.date.as_deref().and_then(read_http_date);
    match decide(&list, &answer.body, &wanted, now) {
        Decision::Recalled { order, offered, age_days, identity_differs } => {
            let slice = |index: &usize| list.sessions.get(*index).map(|session| (session.start, session.end));
            let slices = order.iter().filter_map(slice).collect();
            let offered = offered.and_then(|offered| order.iter().position(|index| *index == offered));
            Ok(Recalled { body: answer.body, slices, offered, age_days, identity_differs })
        }
        Decision::Login(reason) => Err(reason),
    }
}

/// The permissions of a request.
fn asked_for(request: &Value) -> Vec<String> {
    match request.get("permissions") {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Reads the answer to a create.
fn read_login(answer: &Answer, connect: &Connect<'_>, reason: Reason, problem: Option<Error>) -> Result<Login, Error> {
    let Some((id, redirect_url, created)) = read_created(&answer.body) else {
        return Err(undecodable(answer, Vec::new()));
    };
    if !connect.hosts.allow(&redirect_url, connect.urls) {
        return Err(Error::new(Code::UntrustedRedirect));
    }
    let reference_id = [&created, connect.request].into_iter().find_map(|from| text(from, "referenceId"));
    Ok(Login {
        id,
        reference_id: reference_id.unwrap_or_default(),
        redirect_url,
        expires_at: created.get("expiresAt").and_then(Value::as_f64),
        reason,
        problem,
    })
}

/// The id and login page of a create's answer. One age of Ivy's documentation promises no more than these two, so no
/// more is asked for; neither may stand there twice, since two readers could read two login pages.
fn read_created(body: &[u8]) -> Option<(String, String, Value)> {
    let created = json::parse(body).ok()?;
    let Value::Object(members) = &created else { return None };
    let once = |key: &str| members.iter().filter(|(name, _)| name == key).count() == 1;
    if !once("id") || !once("redirectUrl") {
        return None;
    }
    Some((text(&created, "id")?, text(&created, "redirectUrl")?, created))
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}
