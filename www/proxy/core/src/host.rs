//! What a proxy stands on: a clock, a table, a network, and the requests that come in. Everything else is the same
//! wherever it runs.

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::{Customer, Dialect, Row, SignInUnavailable, Value};

/// The system's randomness cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

/// A statement that was not carried out. Holds what kind of fault it is, for the log; never the driver's own text, which
/// may quote a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseError(pub &'static str);

/// The database behind the tables. Statements have the places `$1`, `$2` and so on, in the language that SQLite and
/// PostgreSQL share.
pub trait Database {
    /// Carries out a statement and gives the number of rows that it changed.
    fn execute(&self, statement: &str, values: Vec<Value>) -> impl Future<Output = Result<u64, DatabaseError>>;

    /// Carries out a query and gives its rows.
    fn query(&self, statement: &str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, DatabaseError>>;

    /// Carries out statements without values, all on one connection and, in PostgreSQL, in one transaction.
    fn script(&self, statements: &str) -> impl Future<Output = Result<(), DatabaseError>>;
}

/// What one proxy stands on.
pub trait Host: Database + 'static {
    /// The time of day in epoch milliseconds.
    fn now_ms(&self) -> u64;

    /// Which database it has.
    fn dialect(&self) -> Dialect;

    /// Milliseconds since some moment: a clock that is never set back.
    fn elapsed_ms(&self) -> u64;

    /// Fills `bytes` with randomness that nobody can guess.
    ///
    /// # Errors
    /// Where the system has none.
    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;

    /// Waits.
    fn pause(&self, time: Duration) -> impl Future<Output = ()>;

    /// Posts to Ivy. Redirects are not followed, nothing but the named headers is sent along, and the body of an answer
    /// is read only where its status is a success.
    fn post(&self, post: Post) -> impl Future<Output = Result<UpstreamResponse, TransportError>>;
}

/// What is posted to Ivy.
#[derive(Clone, Debug)]
pub struct Post {
    /// Where to.
    pub url: String,
    /// The headers; the one with the API key is marked as sensitive.
    pub headers: [(HeaderName, HeaderValue); 3],
    /// JSON text.
    pub body: String,
    /// How long connecting may take.
    pub connect: Duration,
    /// How long the whole may take, from the first byte sent to the last one read.
    pub deadline: Duration,
    /// The longest body that is read, in bytes.
    pub longest: usize,
}

/// What Ivy answered.
#[derive(Clone, Debug)]
pub struct UpstreamResponse {
    /// The HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; empty where the status is not a success.
    pub bytes: Vec<u8>,
}

/// Why there is no answer. The first two say that Ivy was never asked, so that nothing was created; after the others it
/// is not known what Ivy did. A host that cannot tell has to say [`TransportError::BrokeOff`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// No connection was made, so nothing was sent.
    NotReached,
    /// No connection was made in time.
    NotReachedInTime,
    /// Connected, but the answer was not complete in time.
    TookTooLong,
    /// The connection broke.
    BrokeOff,
    /// The body is longer than the limit.
    TooLong,
}

/// The head of a request.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its method.
    pub method: Method,
    /// Its path below the one where the proxy is nested, for example `/data/session/create`; a query counts for nothing.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Who is at the other end of the connection.
    pub peer: Option<IpAddr>,
}

/// The rest of a request: what costs something to find out, and is asked only where it is needed.
pub trait RequestContext {
    /// The merchant's sign-in: whom it knows the request to be of. RequestContext after the guard has let the request in.
    fn customer(&mut self, headers: &HeaderMap) -> impl Future<Output = Result<Option<Customer>, SignInUnavailable>>;

    /// The start of a new session's reference, where the merchant wants one. Everything in it that is no letter, digit,
    /// `.`, `_` or `-` is dropped, and a random tail is added, so that a reference is unique and cannot be guessed.
    fn reference_start(&mut self, headers: &HeaderMap) -> impl Future<Output = Option<String>>;

    /// The body, of at most `limit` bytes within `deadline`. RequestContext last.
    fn body(&mut self, limit: usize, deadline: Duration) -> impl Future<Output = Result<Vec<u8>, BodyError>>;
}

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is longer than the limit.
    TooLong,
    /// It did not arrive in time.
    TooSlow,
    /// It broke off.
    BrokeOff,
    /// Something before the proxy has read it.
    Consumed,
}
