//! Ivy's error responses, with the fields of both documented generations.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const DOCS: &str = "https://docs.getivy.de";

/// An error response. Its body has every field of the second generation (`message`, `devMessage`, `statusCode`, `data`,
/// `docUrl`, `code`) and of the third (`message`, `category`, `code`, `param`, `docUrl`).
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    message: String,
    /// The name and the value of the invalid field. The value is in the body, as in Ivy's documentation, so that callers
    /// must not pass the body on to a page.
    field: Option<(String, Value)>,
}

impl ApiError {
    /// Returns an error without a field.
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), field: None }
    }

    /// Returns a 404.
    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// Returns a 400 `VALIDATION` with the field and its value.
    pub(crate) fn invalid(field: impl Into<String>, value: Option<&Value>, expected: &str) -> Self {
        let field = field.into();
        let mut error = Self::new(StatusCode::BAD_REQUEST, format!("{field} {expected}"));
        error.field = Some((field, value.cloned().unwrap_or_default()));
        error
    }

    /// Returns the documented code for the status.
    fn code(&self) -> &'static str {
        match self.status {
            StatusCode::BAD_REQUEST if self.field.is_some() => "VALIDATION",
            StatusCode::BAD_REQUEST => "REQUEST_FAILED",
            StatusCode::UNAUTHORIZED => "UNAUTHENTICATED",
            StatusCode::NOT_FOUND => "NOT_FOUND",
            StatusCode::CONFLICT => "CONFLICT",
            StatusCode::INTERNAL_SERVER_ERROR => "INTERNAL_SERVER_ERROR",
            _ => "GENERIC",
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let category = if self.status.is_server_error() { "api_error" } else { "invalid_request_error" };
        let mut body = json!({
            "message": self.message,
            "devMessage": self.message,
            "statusCode": self.status.as_u16(),
            "code": self.code(),
            "category": category,
            "docUrl": DOCS,
            "data": {},
        });
        if let (Some((field, value)), Some(body)) = (self.field, body.as_object_mut()) {
            body.insert("param".to_owned(), json!(field));
            body.insert("data".to_owned(), json!({ "field": field, "value": value }));
        }
        (self.status, Json(body)).into_response()
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the sandbox failed")
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "a response cannot be written as JSON");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the sandbox failed")
    }
}

impl From<getrandom::Error> for ApiError {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "no random bytes");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the sandbox failed")
    }
}
