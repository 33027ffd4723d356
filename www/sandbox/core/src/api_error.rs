//! Ivy's error responses, with the fields of the chosen age.

use crate::error_body::ErrorBody;
use crate::host::NoRandomness;
use crate::response::Response;
use serde_json::{Map, Value, json};

const DOCS: &str = "https://docs.getivy.de";

/// An error response.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: u16,
    message: String,
    /// The name and the value of the invalid field. The value is in the body, as in Ivy's documentation, so that callers
    /// must not pass the body on to a page.
    field: Option<(String, Value)>,
}

impl ApiError {
    /// Returns an error without a field.
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), field: None }
    }

    /// Returns a 404.
    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(404, message)
    }

    /// Returns a 500.
    pub(crate) fn failed() -> Self {
        Self::new(500, "the sandbox failed")
    }

    /// Returns a 400 `VALIDATION` with the field and its value.
    pub(crate) fn invalid(field: impl Into<String>, value: Option<&Value>, expected: &str) -> Self {
        let field = field.into();
        let mut error = Self::new(400, format!("{field} {expected}"));
        error.field = Some((field, value.cloned().unwrap_or_default()));
        error
    }

    /// Returns the documented code for the status.
    fn code(&self) -> &'static str {
        match self.status {
            400 if self.field.is_some() => "VALIDATION",
            400 => "REQUEST_FAILED",
            401 => "UNAUTHENTICATED",
            404 => "NOT_FOUND",
            409 => "CONFLICT",
            500 => "INTERNAL_SERVER_ERROR",
            _ => "GENERIC",
        }
    }

    /// Returns the response, with the fields of an age.
    pub(crate) fn response(&self, age: ErrorBody) -> Response {
        let category = if self.status >= 500 { "api_error" } else { "invalid_request_error" };
        let data =
            self.field.as_ref().map_or_else(|| json!({}), |(field, value)| json!({ "field": field, "value": value }));
        let fields = [
            ("message", Some(json!(self.message))),
            ("devMessage", Some(json!(self.message))),
            ("statusCode", Some(json!(self.status))),
            ("code", Some(json!(self.code()))),
            ("category", Some(json!(category))),
            ("docUrl", Some(json!(DOCS))),
            ("param", self.field.as_ref().map(|(field, _)| json!(field))),
            ("data", Some(data)),
        ];
        let of_age = fields.into_iter().filter(|(name, _)| age.has(name));
        let body: Map<String, Value> = of_age.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        let headers = vec![("content-type", "application/json".to_owned())];
        Response { status: self.status, headers, body: Value::Object(body).to_string() }
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "a response cannot be written as JSON");
        Self::failed()
    }
}

impl From<NoRandomness> for ApiError {
    fn from(_: NoRandomness) -> Self {
        tracing::error!("no random bytes");
        Self::failed()
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiError, ErrorBody};
    use serde_json::{Value, json};

    #[test]
    fn a_body_has_exactly_the_fields_of_its_age() {
        let error = ApiError::invalid("market", Some(&json!("ZZ")), "is not valid");
        for (age, expected) in [
            (ErrorBody::First, vec!["code", "devMessage"]),
            (ErrorBody::Second, vec!["code", "data", "devMessage", "docUrl", "message", "statusCode"]),
            (ErrorBody::Third, vec!["category", "code", "docUrl", "message", "param"]),
            (
                ErrorBody::Union,
                vec!["category", "code", "data", "devMessage", "docUrl", "message", "param", "statusCode"],
            ),
        ] {
            let response = error.response(age);
            let body: Value = serde_json::from_str(&response.body).unwrap();
            let mut fields: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
            fields.sort_unstable();
            assert_eq!((response.status, fields), (400, expected), "{age:?}");
            assert_eq!(body["code"], "VALIDATION", "{age:?}");
        }
    }
}
