//! What the client asks of the world around it.

use std::future::Future;

/// What is asked of the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Make a data session.
    Create,
    /// Find past data sessions.
    List,
    /// Read one data session.
    Details,
    /// Learn what became of a login.
    Result,
}

impl Operation {
    /// The path below the proxy's base URL.
    pub const fn path(self) -> &'static str {
        match self {
            Operation::Create => "/data/session/create",
            Operation::List => "/data/session/list",
            Operation::Details => "/data/session/details",
            Operation::Result => "/result",
        }
    }

    /// The name in events.
    pub const fn name(self) -> &'static str {
        match self {
            Operation::Create => "create",
            Operation::List => "list",
            Operation::Details => "details",
            Operation::Result => "result",
        }
    }
}

/// One request, the same in every attempt.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What is asked.
    pub operation: Operation,
    /// The JSON object to send.
    pub body: &'a str,
    /// The `Idempotency-Key` of a create: 1 to 255 visible ASCII characters.
    pub idempotency_key: Option<&'a str>,
}

/// What the proxy answered. Header values are as they were received; `None` also where the browser hides them.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status; 0 for a redirect, which is never followed.
    pub status: u16,
    /// `Content-Type`
    pub content_type: Option<String>,
    /// `Retry-After`
    pub retry_after: Option<String>,
    /// `Date`
    pub date: Option<String>,
    /// `Ivy-Request-Id`
    pub request_id: Option<String>,
    /// `Ivy-Recall`
    pub recall: Option<String>,
    /// The body. Of an answer that is not 2xx it may be empty where it could not be read.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The request did not arrive, or the answer did not come through whole. A browser says the same of a refused CORS
    /// request.
    Network,
    /// The time allowed for the request was over.
    TimedOut,
    /// The caller's signal.
    Aborted,
    /// The body is larger than allowed.
    TooLarge,
    /// The page's `fetch` was replaced by something that does not answer with a `Response`.
    NotAResponse,
}

/// Something that happened during a call, for telemetry. It holds no personal data.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    /// A request is about to be sent.
    Request {
        /// What is asked.
        operation: Operation,
        /// Counted from 1.
        attempt: u32,
    },
    /// An answer was received.
    Response {
        /// What was asked.
        operation: Operation,
        /// Counted from 1.
        attempt: u32,
        /// The HTTP status; 0 for a redirect.
        status: u16,
        /// The proxy's id of the request.
        request_id: Option<&'a str>,
    },
    /// There is no answer.
    NoResponse {
        /// What was asked.
        operation: Operation,
        /// Counted from 1.
        attempt: u32,
        /// The code of the error.
        code: super::Code,
    },
    /// The next attempt waits.
    Retry {
        /// What is asked.
        operation: Operation,
        /// The attempt that is to come, counted from 1.
        attempt: u32,
        /// For how long, in milliseconds.
        delay_ms: f64,
    },
}

/// Sends requests and tells the time.
///
/// Futures of it are run on one thread, so they need not be `Send`.
pub trait Transport {
    /// Sends one request, once. Must settle within `limit_ms` milliseconds, with [`Failure::TimedOut`] at the latest.
    fn send(&self, request: &Request<'_>, limit_ms: f64) -> impl Future<Output = Result<Answer, Failure>>;

    /// Waits. Settles early, with [`Failure::Aborted`], when the caller gives up.
    fn sleep(&self, ms: f64) -> impl Future<Output = Result<(), Failure>>;

    /// Milliseconds on a clock that never goes back.
    fn now(&self) -> f64;

    /// Epoch seconds on this machine's clock, which may be wrong.
    fn wall_clock(&self) -> f64;

    /// A number from 0 up to 1, to spread retries.
    fn random(&self) -> f64;

    /// Tells the page what happens.
    fn report(&self, event: &Event<'_>);
}
