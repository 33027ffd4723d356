//! An incoming request, as a host passes it to the proxy.

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use http::{HeaderMap, Method};

use crate::customer::{Customer, SignInUnavailable};

/// The head of a request.
#[derive(Clone, Debug)]
pub struct Head {
    /// The HTTP method.
    pub method: Method,
    /// The path below the one at which the proxy is nested, for example `/data/session/create`. A query is ignored.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The address of the peer of the connection.
    pub peer: Option<IpAddr>,
}

/// The lazily read parts of a request. Each costs something, so the proxy reads it only when it is needed.
pub trait RequestContext {
    /// Looks up the signed-in customer with the merchant's sign-in. Called after the guard has admitted the request.
    fn customer(&mut self, headers: &HeaderMap) -> impl Future<Output = Result<Option<Customer>, SignInUnavailable>>;

    /// Returns the merchant's prefix for a new session's reference, if the merchant sets one. The proxy drops all
    /// characters except letters, digits, `.`, `_` and `-`, and appends a random suffix, so that a reference is unique and
    /// unguessable.
    fn reference_start(&mut self, headers: &HeaderMap) -> impl Future<Output = Option<String>>;

    /// Reads the body, of at most `limit` bytes, within `deadline`. Called last.
    fn body(&mut self, limit: usize, deadline: Duration) -> impl Future<Output = Result<Vec<u8>, BodyError>>;
}

/// The reason why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// The body is longer than the limit.
    TooLong,
    /// The body did not arrive before the deadline.
    TooSlow,
    /// The connection was lost.
    BrokeOff,
    /// The body was read before the request reached the proxy.
    Consumed,
}
