//! An HTTP response as plain data.

use serde::Serialize;

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers: names in lower case, values in ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// Returns a response with JSON.
    ///
    /// # Errors
    /// If the body cannot be written as JSON.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> serde_json::Result<Self> {
        let headers = vec![("content-type", "application/json".to_owned())];
        Ok(Self { status, headers, body: serde_json::to_string(body)? })
    }

    /// Returns the response to a method that a path does not take. `allowed` is the value of `Allow`.
    pub(crate) fn method_not_allowed(allowed: &str) -> Self {
        Self { status: 405, headers: vec![("allow", allowed.to_owned())], body: String::new() }
    }
}
