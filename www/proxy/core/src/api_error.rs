//! What is answered instead of what was asked for: `{"code", "issues"?, "requestId"}`.

use http::StatusCode;
use ivy_data_session::rules::{Issue, IssueCode, Step};
use serde::Serialize;

pub use ivy_data_session::model::ErrorCode as Code;

/// A request that is not answered with what it asked for. Holds no value of the request.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The code, for programs.
    pub code: Code,
    /// What is wrong in the request, for [`Code::ValidationFailed`].
    pub issues: Vec<Issue>,
    /// Seconds after which it can be asked again.
    pub retry_after: Option<u64>,
    /// Why, in the log only.
    reason: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: Code) -> Self {
        Self { status, code, issues: Vec::new(), retry_after: None, reason: None }
    }

    /// Why, for the log: never a value of the request or of an answer.
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

    /// A callback without a right signature.
    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::Unauthorized).because("signature")
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, Code::Forbidden)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound)
    }

    /// A request that is none.
    pub fn malformed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::ProxyRejected)
    }

    pub(crate) fn invalid(issues: Vec<Issue>) -> Self {
        Self { issues, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::ValidationFailed) }
    }

    /// One issue at a field of the body, or at the body itself.
    pub(crate) fn invalid_at(field: Option<&'static str>, code: IssueCode, message: &'static str) -> Self {
        let path = field.map(|name| Step::Field(name.into())).into_iter().collect();
        Self::invalid(vec![Issue { path, code, message: message.into() }])
    }

    pub(crate) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::ProxyUnavailable).after(1)
    }
}

/// The longest body of a refusal, in bytes (SECURITY.md, 11).
const LONGEST_BODY: usize = 16 * 1024;
/// What of it everything but the issues may take: the names of the members, the code and the id of the request.
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
    /// The JSON body of at most 16 KB, with the id under which the request is logged. Issues that would make it longer are
    /// left out, from the first one that does not fit.
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

    /// The body of a refusal with so many issues, each with a path and a message of these lengths.
    fn body(issues: usize, steps: usize, message: usize) -> (String, usize) {
        let path: Vec<_> = (0..steps).map(|_| Step::Index(99_999)).collect();
        let issue = Issue { path, code: IssueCode::ForbiddenKey, message: "x".repeat(message).into() };
        let body = ApiError::invalid(vec![issue; issues]).body("0123456789abcdef");
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(value["requestId"], "0123456789abcdef");
        let told = value["issues"].as_array().map_or(0, Vec::len);
        (body, told)
    }

    #[test]
    fn issues_are_left_out_where_the_body_would_be_too_long() {
        assert_eq!(body(100, 2, 60).1, 100);
        for (steps, message) in [(64, 500), (64, 0), (0, 16_000), (1, 2_000)] {
            let (text, told) = body(100, steps, message);
            assert!(text.len() <= LONGEST_BODY, "{steps} {message}: {}", text.len());
            assert!((1..100).contains(&told), "{steps} {message}: {told}");
        }
        // One that fits nowhere leaves a refusal without issues.
        let (text, told) = body(1, 0, 16_384);
        assert_eq!((told, text.len() < 100), (0, true));
    }
}
