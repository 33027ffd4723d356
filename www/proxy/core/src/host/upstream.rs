//! A request to Ivy and its response, as the host's HTTP client sends and returns them.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

/// An HTTP POST to Ivy, or to the proxy's own public URL.
#[derive(Clone, Debug)]
pub struct Post {
    /// The URL.
    pub url: String,
    /// The headers. The one with the API key is marked as sensitive.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body, as JSON text.
    pub body: String,
    /// The timeout for connecting.
    pub connect: Duration,
    /// The timeout for the whole request, from the first byte sent to the last one read.
    pub deadline: Duration,
    /// The longest response body that is read, in bytes.
    pub longest: usize,
}

/// Ivy's response to a [`Post`].
#[derive(Clone, Debug)]
pub struct UpstreamResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty unless the status is a success.
    pub bytes: Vec<u8>,
}

/// The reason why a [`Post`] got no response.
///
/// After the first two errors Ivy cannot have received the request, so nothing was created. After the others the outcome
/// is unknown. A host that cannot tell must return [`TransportError::BrokeOff`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The connection failed, so nothing was sent.
    NotReached,
    /// The connection timed out, so nothing was sent.
    NotReachedInTime,
    /// The connection was made, but the response timed out.
    TookTooLong,
    /// The connection was lost.
    BrokeOff,
    /// The body is longer than the limit.
    TooLong,
}
