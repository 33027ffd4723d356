//! What became of a login: asking the proxy, waiting while the bank is not done.

use crate::client::{Answer, Came, Code, Error, Limits, Next, Operation, Question, Transport, drive, undecodable};
use crate::decode::scan_session;
use crate::json::{self, Value};
use crate::rules::Issue;

/// How long a login that is still pending is waited for, in milliseconds.
pub(crate) const WAIT_MS: f64 = 10_000.0;

/// The first pause between two questions, in milliseconds; each further one is half as long again.
const FIRST_PAUSE_MS: f64 = 500.0;

/// By what the proxy knows the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof<'a> {
    /// The nonce of the return URL.
    Nonce(&'a str),
    /// The reference, on a page whose nonce was presented before.
    Reference(&'a str),
}

/// Why a login ended without a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConnected {
    /// The shopper cancelled, or the bank failed.
    Error,
    /// Nobody finished it in time.
    Expired,
    /// The proxy knows no such login of this shopper.
    Unknown,
}

impl NotConnected {
    /// The reason as it is written in JavaScript.
    pub const fn name(self) -> &'static str {
        match self {
            NotConnected::Error => "error",
            NotConnected::Expired => "expired",
            NotConnected::Unknown => "unknown",
        }
    }
}

/// What became of a login.
#[derive(Clone, Debug, PartialEq)]
pub enum LoginResult {
    /// The bank is connected. The text is one well-formed session, as JSON.
    Connected(String),
    /// The bank is not done.
    Pending {
        /// The login's reference.
        reference_id: String,
    },
    /// There is no connection.
    NotConnected {
        /// The login's reference; empty where it is not known.
        reference_id: String,
        /// Why.
        reason: NotConnected,
    },
}

/// The page that a login returned to.
pub trait Page: Transport {
    /// The proxy has answered: the nonce has done its work, and the page keeps the reference for a reload. It is empty
    /// where the proxy knows no such login.
    fn answered(&self, reference_id: &str);
}

/// Asks what became of a login, and asks again for up to ten seconds while it is pending.
///
/// `known` is the reference that the page remembers, for a login that the proxy does not know. A question that fails
/// while the login is pending leaves it pending.
///
/// # Errors
/// As [`crate::client::call`] for the first question, and for a later one that trying again cannot mend; [`Code::DecodeFailed`] where an
/// answer is not what it should be.
pub async fn resume_login<P: Page>(
    page: &P,
    proof: Proof<'_>,
    known: &str,
    limits: Limits,
) -> Result<LoginResult, Error> {
    let mut resuming = Resuming::default();
    drive(page, |came, now| resuming.step(page, proof, known, limits, came, now)).await
}

/// How far [`resume_login`] has come.
#[derive(Debug, Default)]
pub enum Resuming {
    /// Nothing was asked.
    #[default]
    Begun,
    /// The first question was asked.
    Asked {
        /// Until when to ask again, on the page's clock.
        end: f64,
    },
    /// The login was pending.
    Pending {
        /// Until when to ask again, on the page's clock.
        end: f64,
        /// The next pause, in milliseconds.
        pause: f64,
        /// The login's reference.
        reference_id: String,
    },
}

impl Resuming {
    /// The next step, see [`drive`].
    ///
    /// # Errors
    /// As [`resume_login`].
    pub fn step(
        &mut self,
        page: &impl Page,
        proof: Proof<'_>,
        known: &str,
        limits: Limits,
        came: Came,
        now: f64,
    ) -> Result<Next<LoginResult>, Error> {
        let (end, pause, reference_id) = match (std::mem::take(self), came) {
            (Resuming::Pending { end, pause, reference_id }, came) => match came {
                None => {
                    let asked = question(Proof::Reference(&reference_id), Limits { deadline: end, retries: 0 });
                    *self = Resuming::Pending { end, pause, reference_id };
                    return Ok(Next::Ask(asked));
                }
                Some(Err(error)) if error.retryable => (end, pause, reference_id),
                Some(answer) => match result_of(answer, &reference_id)? {
                    (_, LoginResult::Pending { .. }) => (end, pause, reference_id),
                    (_, result) => return Ok(Next::Done(result)),
                },
            },
            (Resuming::Asked { end }, Some(answer)) => {
                let (reference_id, result) = result_of(answer, known)?;
                page.answered(&reference_id);
                match result {
                    LoginResult::Pending { .. } => (end, FIRST_PAUSE_MS, reference_id),
                    result => return Ok(Next::Done(result)),
                }
            }
            _ => {
                *self = Resuming::Asked { end: now + WAIT_MS };
                return Ok(Next::Ask(question(proof, limits)));
            }
        };
        if now + pause >= end {
            return Ok(Next::Done(LoginResult::Pending { reference_id }));
        }
        *self = Resuming::Pending { end, pause: pause * 1.5, reference_id };
        Ok(Next::Wait(pause))
    }
}

fn question(proof: Proof<'_>, limits: Limits) -> Question {
    let (key, value) = match proof {
        Proof::Nonce(nonce) => ("nonce", nonce),
        Proof::Reference(reference) => ("referenceId", reference),
    };
    let body = Value::Object(vec![(key.to_owned(), Value::String(value.to_owned()))]);
    Question::new(Operation::Result, &body, limits)
}

/// The login's reference, and what became of it. A proxy that knows no such login leaves the reference that was `known`.
fn result_of(answer: Result<Answer, Error>, known: &str) -> Result<(String, LoginResult), Error> {
    match answer {
        Ok(answer) => read(&answer.body).map_err(|issues| undecodable(&answer, issues)),
        Err(error) if error.code == Code::NotFound => {
            let reference_id = known.to_owned();
            Ok((known.to_owned(), LoginResult::NotConnected { reference_id, reason: NotConnected::Unknown }))
        }
        Err(error) => Err(error),
    }
}

/// Reads `{"referenceId", "status", "session"?}`; else what is wrong with the session.
fn read(body: &[u8]) -> Result<(String, LoginResult), Vec<Issue>> {
    let body = json::parse(body).map_err(|_| Vec::new())?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).ok_or(Vec::new());
    let reference_id = text("referenceId")?.to_owned();
    let not_connected = |reason| LoginResult::NotConnected { reference_id: reference_id.clone(), reason };
    let result = match text("status")? {
        "complete" => {
            let mut session = String::new();
            json::write(body.get("session").ok_or(Vec::new())?, &mut session);
            let scanned = scan_session(session.as_bytes()).map_err(|_| Vec::new())?;
            if !scanned.issues.is_empty() {
                return Err(scanned.issues);
            }
            LoginResult::Connected(session)
        }
        "pending" => LoginResult::Pending { reference_id: reference_id.clone() },
        "error" => not_connected(NotConnected::Error),
        "expired" => not_connected(NotConnected::Expired),
        _ => return Err(Vec::new()),
    };
    Ok((reference_id, result))
}
