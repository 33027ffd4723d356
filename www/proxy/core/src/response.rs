//! The HTTP response to a request.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use ivy_data_session::model::Operation;

use crate::api_error::ApiError;
use crate::operations::Output;

/// The response to a request.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The body, as JSON text.
    pub body: Option<String>,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("ivy-request-id");
const RECALL: HeaderName = HeaderName::from_static("ivy-recall");

/// The headers of every response, errors included (SECURITY.md, 10).
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Builds the response from an operation's result, `headers` that were collected on the way, and the request's `id`.
pub(crate) fn respond(
    operation: Option<Operation>,
    id: &str,
    mut headers: HeaderMap,
    result: Result<Output, ApiError>,
) -> Response {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    let (status, body) = match result {
        Ok(output) => {
            if let Some(location) = output.location {
                headers.insert(header::LOCATION, location);
            }
            for cookie in output.cookies {
                headers.append(header::SET_COOKIE, cookie);
            }
            if let Some(reason) = output.recall {
                headers.insert(RECALL, HeaderValue::from_static(reason));
            }
            (output.status, output.body)
        }
        Err(error) => {
            if let Some(seconds) = error.retry_after {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            if error.status == StatusCode::METHOD_NOT_ALLOWED {
                let allowed = if operation.is_some_and(Operation::is_for_pages) { "POST, OPTIONS" } else { "POST" };
                headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            (error.status, Some(error.body(id)))
        }
    };
    if body.is_some() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Response { status, headers, body }
}
