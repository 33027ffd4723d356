//! How a call fails.

use super::Failure;
use crate::rules::Issue;
use serde::{Serialize, Serializer};

/// The error codes that this crate gives. `not_initialized`, `load_failed` and `wasm_blocked` are the page's own: they
/// are about this crate not running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A request breaks the rules, here or at the proxy.
    ValidationFailed,
    /// An answer is not what it should be.
    DecodeFailed,
    /// No answer.
    Network,
    /// The deadline.
    Timeout,
    /// The caller's signal.
    Aborted,
    /// Nobody is signed in.
    Unauthorized,
    /// Not allowed for who is signed in.
    Forbidden,
    /// No such session for who is signed in.
    NotFound,
    /// The same `Idempotency-Key` or `referenceId` with other content, or something is locked.
    Conflict,
    /// Too many requests.
    RateLimited,
    /// The proxy refused the request.
    ProxyRejected,
    /// The proxy, or Ivy behind it, is not working.
    ProxyUnavailable,
    /// What answers is not the proxy.
    Misconfigured,
    /// More bytes than `maxResponseBytes`.
    ResponseTooLarge,
    /// `redirectUrl` is not a login page of Ivy.
    UntrustedRedirect,
    /// Not possible here.
    Unsupported,
}

impl Code {
    /// The code as it is written in JavaScript.
    pub const fn name(self) -> &'static str {
        match self {
            Code::ValidationFailed => "validation_failed",
            Code::DecodeFailed => "decode_failed",
            Code::Network => "network",
            Code::Timeout => "timeout",
            Code::Aborted => "aborted",
            Code::Unauthorized => "unauthorized",
            Code::Forbidden => "forbidden",
            Code::NotFound => "not_found",
            Code::Conflict => "conflict",
            Code::RateLimited => "rate_limited",
            Code::ProxyRejected => "proxy_rejected",
            Code::ProxyUnavailable => "proxy_unavailable",
            Code::Misconfigured => "misconfigured",
            Code::ResponseTooLarge => "response_too_large",
            Code::UntrustedRedirect => "untrusted_redirect",
            Code::Unsupported => "unsupported",
        }
    }

    /// Whether the same call may well succeed a little later.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Code::Network | Code::Timeout | Code::RateLimited | Code::ProxyUnavailable)
    }

    const fn message(self) -> &'static str {
        match self {
            Code::ValidationFailed => "the request breaks the rules; see issues",
            Code::DecodeFailed => "the proxy's answer is not what was expected",
            Code::Network => "the proxy did not answer, or its answer did not come through",
            Code::Timeout => "the call took longer than timeoutMs",
            Code::Aborted => "the call was aborted by its signal",
            Code::Unauthorized => "the proxy knows nobody here; the customer has to sign in",
            Code::Forbidden => "the proxy does not allow this for the customer who is signed in",
            Code::NotFound => "the proxy knows no such data session for this customer",
            Code::Conflict => "the proxy says that this request conflicts with an earlier one",
            Code::RateLimited => "too many requests; try again later",
            Code::ProxyRejected => "the proxy refused the request",
            Code::ProxyUnavailable => "the proxy, or Ivy behind it, is not available",
            Code::Misconfigured => "what answers at proxyUrl is not a proxy for this library",
            Code::ResponseTooLarge => "the answer is larger than maxResponseBytes",
            Code::UntrustedRedirect => "redirectUrl is not on the list of login hosts",
            Code::Unsupported => "fetch was replaced by something that does not answer with a Response",
        }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What the other side said of the reason, as far as it is known to hold nothing personal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// One of the codes that Ivy documents, or one of the proxy's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// Ivy's `statusCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
}

/// A call that failed. It holds no value of a request or an answer, so it can be logged.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What happened, for programs.
    pub code: Code,
    /// Whether the same call may well succeed a little later.
    pub retryable: bool,
    /// What happened, for people.
    pub message: &'static str,
    /// The HTTP status, where there was an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The proxy's id of the request, to find it in the proxy's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What is wrong with the request or the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// What the other side said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl Error {
    /// An error without more to say than its code.
    pub const fn new(code: Code) -> Self {
        Error {
            code,
            retryable: code.is_retryable(),
            message: code.message(),
            status: None,
            request_id: None,
            issues: Vec::new(),
            cause: None,
        }
    }

    /// An error about places in a request or an answer.
    pub fn with_issues(code: Code, issues: Vec<Issue>) -> Self {
        Error { issues, ..Error::new(code) }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::new(match failure {
            Failure::Network => Code::Network,
            Failure::TimedOut => Code::Timeout,
            Failure::Aborted => Code::Aborted,
            Failure::TooLarge => Code::ResponseTooLarge,
            Failure::NotAResponse => Code::Unsupported,
        })
    }
}
