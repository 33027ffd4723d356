//! The main job: connect a shopper's bank, without a bank login where a past session can stand in.

use super::{Code, ConnectOptions, Error, Limits, Listed, LoginHosts, Operation, Request, Transport};
use super::{call, classify::undecodable, list_sessions, read_http_date};
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
/// As [`call`] for the create; [`Code::DecodeFailed`] for an answer without id or redirectUrl;
/// [`Code::UntrustedRedirect`] for a redirectUrl that is not a login page.
pub async fn connect_bank<T: Transport>(transport: &T, connect: Connect<'_>) -> Result<Outcome, Error> {
    let (reason, problem) = match past(transport, &connect).await? {
        Past::Recalled(recalled) => return Ok(Outcome::Recalled(recalled)),
        Past::Nothing(reason, problem) => (reason, problem),
    };
    create(transport, &connect, reason, problem).await.map(Outcome::Login)
}

/// What the past has to offer.
enum Past {
    Recalled(Recalled),
    Nothing(Reason, Option<Error>),
}

async fn past<T: Transport>(transport: &T, connect: &Connect<'_>) -> Result<Past, Error> {
    if connect.options.fresh {
        return Ok(Past::Nothing(Reason::Requested, None));
    }
    let query = match connect.request.get("externalUser") {
        None => Value::Object(Vec::new()),
        Some(user) => match list_query_for(user).value {
            Some(query) => query,
            None => return Ok(Past::Nothing(Reason::MetadataOnly, None)),
        },
    };
    let limits = Limits {
        deadline: connect.limits.deadline.min(transport.now() + LIST_LIMIT_MS),
        retries: connect.limits.retries.min(LIST_RETRIES),
    };
    match list_sessions(transport, &query, limits).await {
        Ok(listed) => Ok(judge(listed, connect)),
        Err(error) if error.retryable => Ok(Past::Nothing(Reason::ListUnavailable, Some(error))),
        Err(error) => Err(error),
    }
}

fn judge(listed: Listed, connect: &Connect<'_>) -> Past {
    let Listed { answer, list } = listed;
    if answer.recall.as_deref() == Some(GUEST) {
        return Past::Nothing(Reason::Guest, None);
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
            Past::Recalled(Recalled { body: answer.body, slices, offered, age_days, identity_differs })
        }
        Decision::Login(reason) => Past::Nothing(reason, None),
    }
}

/// The permissions of a request.
fn asked_for(request: &Value) -> Vec<String> {
    match request.get("permissions") {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

async fn create<T: Transport>(
    transport: &T,
    connect: &Connect<'_>,
    reason: Reason,
    problem: Option<Error>,
) -> Result<Login, Error> {
    let mut body = String::new();
    json::write(connect.request, &mut body);
    let idempotency_key = Some(connect.idempotency_key);
    let request = Request { operation: Operation::Create, body: &body, idempotency_key };
    let answer = call(transport, &request, connect.limits).await?;
    let Some((id, redirect_url, created)) = read_created(&answer.body) else {
        return Err(undecodable(&answer, Vec::new()));
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
