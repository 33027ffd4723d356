//! The error response: `{"code", "issues"?, "requestId"}`.

use http::StatusCode;
use ivy_data_session::rules::{Issue, IssueCode, Step};
use serde::Serialize;

pub use ivy_data_session::model::ErrorCode as Code;

/// An error response. Holds no value of the request.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The error code, for programs.
    pub code: Code,
    /// The issues in the request, for [`Code::ValidationFailed`].
    pub issues: Vec<Issue>,
    /// The seconds to wait before a retry.
    pub retry_after: Option<u64>,
    /// The reason, for the log only.
    reason: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: Code) -> Self {
        Self { status, code, issues: Vec::new(), retry_after: None, reason: None }
    }

    /// Sets the reason for the log. It must never hold a value of the request or of a response.
    pub(crate) fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    pub(crate) fn reason(&self) -> Option<&'static str> {
        self.reason
    }

    pub(crate) fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Returns 401 for a callback without a valid signature.
    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::Unauthorized).because("signature")
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, Code::Forbidden)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound)
    }

    /// Returns 400 for a malformed request.
    pub fn malformed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::ProxyRejected)
    }

    pub(crate) fn invalid(issues: Vec<Issue>) -> Self {
        Self { issues, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::ValidationFailed) }
    }

    /// Returns 422 with one issue, at a field of the body or at the body itself.
    pub(crate) fn invalid_at(field: Option<&'static str>, code: IssueCode, message: &'static str) -> Self {
        let path = field.map(|name| Step::Field(name.into())).into_iter().collect();
        Self::invalid(vec![Issue { path, code, message: message.into() }])
    }

    pub(crate) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::ProxyUnavailable).after(1)
    }
}

/// The longest body of an error, in bytes (SECURITY.md, 11).
const LONGEST_BODY: usize = 16 * 1024;
/// The part of it that is reserved for everything except the issues: member names, code and request id.
const FRAME: usize = 256;

#[derive(Serialize)]
struct Body<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "<[Issue]>::is_empty")]
    issues: &'a [Issue],
    #[serde(rename = "requestId")]
    request_id: &'a str,
}

impl ApiError {
    /// Returns the JSON body, at most 16 KB long, with the request's id in the log. Omits all issues from the first one
    /// that does not fit.
    pub fn body(&self, request_id: &str) -> String {
        let body = Body { code: self.code.name(), issues: self.issues_that_fit(), request_id };
        serde_json::to_string(&body).unwrap_or_else(|_| "{}".into())
    }

    fn issues_that_fit(&self) -> &[Issue] {
        let mut room = LONGEST_BODY - FRAME;
        let fits = |issue: &&Issue| {
            let length = serde_json::to_string(issue).map_or(usize::MAX, |text| text.len().saturating_add(1));
            let left = room.checked_sub(length);
            room = left.unwrap_or_default();
            left.is_some()
        };
        let count = self.issues.iter().take_while(fits).count();
        self.issues.get(..count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use ivy_data_session::rules::{Issue, IssueCode, Step};

    use super::{ApiError, LONGEST_BODY};

    /// Returns the body of an error with this number of issues, whose paths and messages have these lengths, and the
    /// number of issues in it.
    fn body(issues: usize, steps: usize, message: usize) -> (String, usize) {
        let path: Vec<_> = (0..steps).map(|_| Step::Index(99_999)).collect();
        let issue = Issue { path, code: IssueCode::ForbiddenKey, message: "x".repeat(message).into() };
        let body = ApiError::invalid(vec![issue; issues]).body("0123456789abcdef");
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(value["requestId"], "0123456789abcdef");
        let written = value["issues"].as_array().map_or(0, Vec::len);
        (body, written)
    }

    #[test]
    fn issues_are_left_out_where_the_body_would_be_too_long() {
        assert_eq!(body(100, 2, 60).1, 100);
        for (steps, message) in [(64, 500), (64, 0), (0, 16_000), (1, 2_000)] {
            let (text, written) = body(100, steps, message);
            assert!(text.len() <= LONGEST_BODY, "{steps} {message}: {}", text.len());
            assert!((1..100).contains(&written), "{steps} {message}: {written}");
        }
        // A single issue that does not fit leaves an error without issues.
        let (text, written) = body(1, 0, 16_384);
        assert_eq!((written, text.len() < 100), (0, true));
    }
}
