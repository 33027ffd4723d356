//! The meaning of a response: a body to read, or a coded error, by the table of `errors.md`.

use crate::json::{JsonType, View};
use crate::model::{ErrorCode, Operation};
use crate::recall::Reason;
use crate::rules::Step;
use crate::rules::text::is_field_name;
use serde::Serialize;

/// The most issues of an error's body that are kept.
const MAX_ISSUES: usize = 100;

/// Ivy's documented error codes. Other codes are not passed on, since they might contain personal data.
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

/// The parts of a proxy's response that its meaning depends on. A browser hides some headers from a page of another origin.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProxyResponse<'a> {
    /// The status; 0 for a redirect, which is never followed.
    pub status: u16,
    /// The header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The header `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// The header `Date`.
    pub date: Option<&'a str>,
    /// The header `Ivy-Request-Id`.
    pub request_id: Option<&'a str>,
    /// The header `Ivy-Recall`.
    pub recall: Option<&'a str>,
    /// The body. Of a response that is not 2xx, as much of it as arrived.
    pub body: &'a [u8],
}

/// The clock of this machine, and a parser of dates.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Epoch seconds. They are used for a `Retry-After` whose response has no date.
    pub now: f64,
    /// Reads the date of an HTTP header as epoch seconds.
    pub read_date: fn(&str) -> Option<f64>,
}

/// A response whose body is to be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The proxy's id of the request.
    pub request_id: Option<String>,
    /// The proxy's clock, in epoch seconds.
    pub now: Option<f64>,
    /// The reason for a login that the proxy names, whatever sessions the body has.
    pub login: Option<Reason>,
}

/// A failed request. It contains no text of the response except known codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The error code.
    pub code: ErrorCode,
    /// True if the same request may succeed later.
    pub retryable: bool,
    /// The status, if there is one.
    pub status: Option<u16>,
    /// The proxy's id of the request.
    pub request_id: Option<String>,
    /// The issues of a request that breaks the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<ReportedIssue>,
    /// The error behind this one.
    pub cause: Option<Cause>,
    /// The pause before the next attempt that the proxy requests, in milliseconds.
    pub retry_after_ms: Option<f64>,
}

/// An issue that the proxy found in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportedIssue {
    /// The path to the value.
    pub path: Vec<Step>,
    /// The proxy's code. A newer proxy may send one that is unknown here.
    pub code: String,
    /// A sentence of this library: text of the response is not passed on.
    pub message: &'static str,
}

/// The code and the number in an error body of Ivy's or of the proxy's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// A documented code.
    pub code: Option<&'static str>,
    /// A status that the body holds.
    pub number: Option<u16>,
}

/// Returns the meaning of a response to `operation`, by the table of `errors.md`.
///
/// # Errors
/// If the status is not 2xx, or the body is empty or not JSON. The content of the JSON is checked by
/// [`crate::decode`].
pub fn meaning(operation: &str, response: &ProxyResponse<'_>, clock: Clock) -> Result<Accepted, Failure> {
    let ProxyResponse { status, body, .. } = *response;
    let request_id = response.request_id.and_then(request_id);
    let is_json = response.content_type.is_some_and(is_json);
    let is_success = (200..300).contains(&status);
    if is_success && is_json && !body.is_empty() {
        let login = response.recall.and_then(login_reason);
        return Ok(Accepted { request_id, now: response.date.and_then(clock.read_date), login });
    }
    let error = if is_success || !is_json { ErrorBody::default() } else { ErrorBody::read(body) };
    let code = match status {
        200..300 if body.is_empty() => ErrorCode::DecodeFailed,
        404 if is_about_one(operation) && error.is_of_proxy => ErrorCode::NotFound,
        _ => by_status(status),
    };
    let issues = if code == ErrorCode::ValidationFailed { error.issues } else { Vec::new() };
    Err(Failure {
        code,
        retryable: code.is_retryable(),
        status: Some(status).filter(|status| *status != 0),
        request_id: request_id.or(error.request_id),
        issues,
        cause: error.cause,
        retry_after_ms: retry_after(response, clock),
    })
}

/// Returns the reason for a login that the header `Ivy-Recall` names.
fn login_reason(recall: &str) -> Option<Reason> {
    match recall {
        "guest" => Some(Reason::Guest),
        "off" => Some(Reason::RecallOff),
        _ => None,
    }
}

/// Returns the code of an error status.
const fn by_status(status: u16) -> ErrorCode {
    match status {
        401 => ErrorCode::Unauthorized,
        403 => ErrorCode::Forbidden,
        408 => ErrorCode::Timeout,
        409 | 423 => ErrorCode::Conflict,
        422 => ErrorCode::ValidationFailed,
        429 => ErrorCode::RateLimited,
        404 | 405 | 415 => ErrorCode::Misconfigured,
        400..500 => ErrorCode::ProxyRejected,
        500..600 => ErrorCode::ProxyUnavailable,
        _ => ErrorCode::Misconfigured,
    }
}

/// Returns true if a 404 of the proxy is about a session of this operation, and not about a wrong path.
fn is_about_one(operation: &str) -> bool {
    use Operation::{Details, Forget, Result};
    matches!(Operation::from_name(operation), Some(Details | Result | Forget))
}

/// Returns true if a content type is `application/json`, or another type whose syntax is JSON's (RFC 6839).
fn is_json(content_type: &str) -> bool {
    let media_type = content_type.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let suffix = media_type.len().checked_sub(5).and_then(|start| media_type.get(start..));
    media_type.eq_ignore_ascii_case(b"application/json")
        || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(b"+json"))
}

/// Returns the id of a request, or `None` if its form is not that of an id.
fn request_id(id: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    ((1..=64).contains(&id.len()) && id.bytes().all(is_plain)).then(|| id.to_owned())
}

/// Reads a `Retry-After` in milliseconds: whole seconds or a date (RFC 9110, section 10.2.3). A date is compared with the
/// response's own, since this machine's clock may be wrong.
fn retry_after(response: &ProxyResponse<'_>, Clock { now, read_date }: Clock) -> Option<f64> {
    let text = response.retry_after?.as_bytes().trim_ascii();
    if !text.is_empty() && text.iter().all(u8::is_ascii_digit) {
        return Some(text.iter().fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0')) * 1000.0);
    }
    let date = read_date(response.retry_after?)?;
    let now = response.date.and_then(read_date).unwrap_or(now);
    Some((date - now).max(0.0) * 1000.0)
}

/// The parts of an error's body that are passed on: of the proxy's own, `{code, requestId, issues}`, and of Ivy's in all
/// three ages of its API, `{code, devMessage}`, `{code, statusCode, …}` and `{category, code, …}`.
#[derive(Debug, Default)]
struct ErrorBody {
    /// True if `code` is one of the proxy's.
    is_of_proxy: bool,
    request_id: Option<String>,
    issues: Vec<ReportedIssue>,
    cause: Option<Cause>,
}

impl ErrorBody {
    /// Reads a body. One that is broken, or not an object, is empty.
    fn read(body: &[u8]) -> Self {
        let Some(body) = std::str::from_utf8(body).ok().and_then(View::read) else { return Self::default() };
        let known = |key| body.get(key).and_then(View::string).and_then(|word| known_code(&word));
        let code = known("code");
        let number = body.get("statusCode").and_then(View::as_f64).filter(|number| (100.0..600.0).contains(number));
        let cause = Cause { code: code.or_else(|| known("category")), number: number.map(|number| number as u16) };
        let issues = body.get("issues").filter(|issues| issues.json_type() == JsonType::Array);
        Self {
            is_of_proxy: code.is_some_and(|code| ErrorCode::from_name(code).is_some()),
            request_id: body.get("requestId").and_then(View::string).and_then(|id| request_id(&id)),
            issues: issues.map_or_else(Vec::new, reported_issues),
            cause: Some(cause).filter(|cause| cause.code.is_some() || cause.number.is_some()),
        }
    }
}

/// Returns a documented code of Ivy's or of the proxy's.
fn known_code(word: &str) -> Option<&'static str> {
    let of_proxy = ErrorCode::from_name(word).filter(|code| code.is_of_proxy()).map(ErrorCode::name);
    of_proxy.or_else(|| IVY_CODES.iter().copied().find(|known| *known == word))
}

/// Converts the issues of an error's body, without those that [`reported_issue`] refuses.
fn reported_issues(issues: View<'_>) -> Vec<ReportedIssue> {
    let mut reported = Vec::new();
    for (_, issue) in issues.entries().take(MAX_ISSUES) {
        if let Some(issue) = reported_issue(issue) {
            reported.push(issue);
        }
    }
    reported
}

/// Converts an issue of an error's body, or returns `None` if it is malformed or might contain personal data.
fn reported_issue(issue: View<'_>) -> Option<ReportedIssue> {
    let steps = issue.get("path").filter(|path| path.json_type() == JsonType::Array)?;
    let mut path = Vec::new();
    for (_, step) in steps.entries() {
        path.push(reported_step(step)?);
    }
    let code = issue.get("code")?.string()?;
    let is_word = (1..=20).contains(&code.len()) && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    is_word.then(|| ReportedIssue { path, code: code.into_owned(), message: "the proxy refuses this" })
}

/// Converts a step of a path: a position, or a name in the form of a field's.
fn reported_step(step: View<'_>) -> Option<Step> {
    if let Some(position) = step.as_f64() {
        return (position >= 0.0).then_some(Step::Index(position as u32));
    }
    let name = step.string()?;
    is_field_name(&name).then(|| Step::Field(name.into_owned().into()))
}
