//! From an HTTP answer to an error, or to none.

use super::{Answer, Cause, Code, Error, Operation};
use crate::json::{self, Value};
use crate::rules::{Issue, IssueCode, Step};
use std::borrow::Cow;

/// Ivy's documented error codes. A code of another spelling is not passed on: it might hold anything.
const IVY_CODES: [&str; 17] = [
    "GENERIC",
    "VALIDATION",
    "AUTHENTICATION",
    "UNAUTHENTICATED",
    "REQUEST_FAILED",
    "AUTHORIZATION",
    "NOT_FOUND",
    "NOT_ACCEPTABLE",
    "CONFLICT",
    "LOCKED",
    "TOO_MANY_REQUESTS",
    "INTERNAL_SERVER_ERROR",
    "SERVICE_UNAVAILABLE",
    "api_error",
    "invalid_request_error",
    "rate_limiting",
    "idempotency_error",
];

/// The codes that a proxy answers with, by the contract of this library.
const PROXY_CODES: [Code; 11] = [
    Code::ValidationFailed,
    Code::DecodeFailed,
    Code::Unauthorized,
    Code::Forbidden,
    Code::NotFound,
    Code::Conflict,
    Code::RateLimited,
    Code::ProxyRejected,
    Code::ProxyUnavailable,
    Code::Timeout,
    Code::Misconfigured,
];

/// The longest request id that is passed on, in bytes.
const MAX_REQUEST_ID: usize = 64;

/// Why an answer is not one to read on; `None` for 2xx with JSON.
pub(super) fn refusal(operation: Operation, answer: &Answer) -> Option<Error> {
    if (200..300).contains(&answer.status) {
        let code = if answer.body.is_empty() {
            Code::DecodeFailed
        } else if !is_json(answer) {
            Code::Misconfigured
        } else {
            return None;
        };
        return Some(failed(code, answer, None));
    }
    let body = if is_json(answer) { json::parse(&answer.body).ok() } else { None };
    Some(failed(code(operation, answer.status, body.as_ref()), answer, body.as_ref()))
}

/// An error for an answer whose content is not what it should be.
pub(crate) fn undecodable(answer: &Answer, issues: Vec<Issue>) -> Error {
    let mut error = failed(Code::DecodeFailed, answer, None);
    error.issues = issues;
    error
}

fn code(operation: Operation, status: u16, body: Option<&Value>) -> Code {
    match status {
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 if matches!(operation, Operation::Details | Operation::Result) && is_ours(body) => Code::NotFound,
        404 | 405 | 415 => Code::Misconfigured,
        408 => Code::Timeout,
        409 | 423 => Code::Conflict,
        422 => Code::ValidationFailed,
        429 => Code::RateLimited,
        400..500 => Code::ProxyRejected,
        500..600 => Code::ProxyUnavailable,
        _ => Code::Misconfigured,
    }
}

fn failed(code: Code, answer: &Answer, body: Option<&Value>) -> Error {
    let mut error = Error::new(code);
    if answer.status != 0 {
        error.status = Some(answer.status);
    }
    let named = body.and_then(|body| body.get("requestId")).and_then(Value::as_str);
    error.request_id = answer.request_id.as_deref().or(named).filter(|id| is_request_id(id)).map(str::to_owned);
    if let Some(body) = body {
        error.cause = cause(body);
        if code == Code::ValidationFailed {
            error.issues = issues(body);
        }
    }
    error
}

/// `application/json`, or another type whose syntax is JSON's (RFC 6839).
fn is_json(answer: &Answer) -> bool {
    let text = answer.content_type.as_deref().unwrap_or_default().as_bytes();
    let essence = text.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let ending = essence.len().checked_sub(5).and_then(|start| essence.get(start..)).unwrap_or_default();
    essence.eq_ignore_ascii_case(b"application/json") || ending.eq_ignore_ascii_case(b"+json")
}

/// Whether a body has the shape of the proxy's errors.
fn is_ours(body: Option<&Value>) -> bool {
    body.and_then(|body| body.get("code")).and_then(Value::as_str).is_some_and(|code| proxy_code(code).is_some())
}

fn proxy_code(text: &str) -> Option<&'static str> {
    PROXY_CODES.iter().map(|code| code.name()).find(|name| *name == text)
}

fn is_request_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=MAX_REQUEST_ID).contains(&text.len()) && text.bytes().all(fits)
}

/// The code and number of all three ages of Ivy's error bodies: `{code, devMessage}`, `{code, statusCode, …}` and
/// `{category, code, …}`.
fn cause(body: &Value) -> Option<Cause> {
    let known = |text: &str| IVY_CODES.iter().find(|code| **code == text).copied().or_else(|| proxy_code(text));
    let named = |field: &str| body.get(field).and_then(Value::as_str).and_then(known);
    let code = named("code").or_else(|| named("category"));
    let number = body.get("statusCode").and_then(Value::as_f64).map(|number| number as u16);
    let number = number.filter(|number| (100..600).contains(number));
    (code.is_some() || number.is_some()).then_some(Cause { code, number })
}

/// The issues of a 422. Their texts are this library's, never the other side's.
fn issues(body: &Value) -> Vec<Issue> {
    let Some(Value::Array(items)) = body.get("issues") else { return Vec::new() };
    items.iter().take(100).filter_map(issue).collect()
}

fn issue(item: &Value) -> Option<Issue> {
    let code = IssueCode::from_name(item.get("code")?.as_str()?)?;
    let Some(Value::Array(steps)) = item.get("path") else { return None };
    let path = steps.iter().map(step).collect::<Option<Vec<_>>>()?;
    Some(Issue { path, code, message: Cow::Borrowed("the proxy refuses this") })
}

fn step(value: &Value) -> Option<Step> {
    match value {
        Value::String(name) if is_field_name(name) => Some(Step::Field(Cow::Owned(name.clone()))),
        Value::Number(_) => value.as_f64().map(|position| Step::Index(position as u32)),
        _ => None,
    }
}

/// As the rules themselves name an unknown field in a path.
fn is_field_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}
