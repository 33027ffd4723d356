//! An HTTP request as plain data.

use std::net::IpAddr;

/// The largest request body in bytes.
pub const MAX_BODY: usize = 256 * 1024;

/// An HTTP request. A host reads at most [`MAX_BODY`] bytes of its body.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in upper case.
    pub method: String,
    /// The path as sent, without the query.
    pub path: String,
    /// The query as sent, without the question mark.
    pub query: String,
    /// The headers: names in lower case, values decoded as UTF-8.
    pub headers: Vec<(String, String)>,
    /// The address of the caller. `None` counts as an address of another machine.
    pub peer: Option<IpAddr>,
    /// The body.
    pub body: Result<Vec<u8>, BodyError>,
}

/// The reason why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// The body is longer than [`MAX_BODY`].
    TooLong,
    /// The connection was lost.
    BrokeOff,
}

impl Request {
    /// Returns the first header with this name, which is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns true if the content type is `media_type`, with or without parameters.
    pub(crate) fn has_type(&self, media_type: &str) -> bool {
        let essence = self.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case(media_type)
    }

    /// Returns the method by which routes are found: a HEAD is answered as a GET, of which the host sends no body.
    pub(crate) fn route_method(&self) -> &str {
        if self.method == "HEAD" { "GET" } else { &self.method }
    }
}
