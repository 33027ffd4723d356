//! The runtime services that a proxy needs. A Rust server and a JavaScript server each implement [`Host`]; the rest of
//! this crate is the same for both.

mod database;
mod database_error;
#[cfg(test)]
pub(crate) mod stub;
mod upstream;
mod value;

use std::future::Future;
use std::time::Duration;

pub use database::{Database, Dialect};
pub use database_error::DatabaseError;
pub use upstream::{Post, TransportError, UpstreamResponse};
pub use value::{Row, Value};

/// An error: the system provides no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

/// An error: the merchant's hook does not know if recall is on. Recall counts as on, and the log says it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallUnknown;

/// The runtime services a proxy needs: clocks, randomness, a database and an HTTP client.
pub trait Host: Database + 'static {
    /// Returns the time of day in epoch milliseconds.
    fn now_ms(&self) -> u64;

    /// Returns the SQL dialect of the database.
    fn dialect(&self) -> Dialect;

    /// Returns true for an SQLite that a provider runs. Several processes share it, and its files are out of reach.
    fn is_hosted(&self) -> bool {
        false
    }

    /// Returns the milliseconds of a monotonic clock. Its start is arbitrary.
    fn elapsed_ms(&self) -> u64;

    /// Fills `bytes` with cryptographically secure randomness.
    ///
    /// # Errors
    /// If the system provides none.
    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;

    /// Sleeps for `time`.
    fn pause(&self, time: Duration) -> impl Future<Output = ()>;

    /// Returns true if the merchant's hook says that recall is on, or if there is no hook.
    ///
    /// # Errors
    /// If the hook fails.
    fn is_recall_on(&self) -> impl Future<Output = Result<bool, RecallUnknown>>;

    /// Posts to Ivy or to the proxy's own public URL. The host must not follow redirects and must send no headers besides those named. It reads the body
    /// only if the status is a success.
    fn post(&self, post: Post) -> impl Future<Output = Result<UpstreamResponse, TransportError>>;
}
