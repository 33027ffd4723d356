//! A host for tests. Its futures are ready at once.

use std::future::{Future, ready};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use super::{
    Database, DatabaseError, Dialect, Host, NoRandomness, Post, RecallUnknown, Row, TransportError, UpstreamResponse,
    Value,
};

/// A host without database and network, except for what a test sets.
pub(crate) struct StubHost {
    /// The time in epoch seconds.
    pub(crate) now: AtomicI64,
    /// Fills a buffer with randomness.
    pub(crate) fill: fn(&mut [u8]),
    /// Returns the rows of a query with these values.
    pub(crate) rows: Option<fn(Vec<Value>) -> Vec<Row>>,
    /// The result of the merchant's hook for recall.
    pub(crate) recall: Result<bool, RecallUnknown>,
    /// Responds to a request to Ivy.
    pub(crate) respond: Option<Box<dyn Fn(Post) -> UpstreamResponse>>,
    /// The number of requests to Ivy.
    pub(crate) posts: AtomicUsize,
}

impl Default for StubHost {
    fn default() -> Self {
        Self {
            now: AtomicI64::new(1_800_000_000),
            fill: |bytes| bytes.fill(7),
            rows: None,
            recall: Ok(true),
            respond: None,
            posts: AtomicUsize::new(0),
        }
    }
}

fn no_database<T>() -> impl Future<Output = Result<T, DatabaseError>> {
    ready(Err(DatabaseError("no database")))
}

impl Database for StubHost {
    fn execute(&self, _: &str, _: Vec<Value>) -> impl Future<Output = Result<u64, DatabaseError>> {
        no_database()
    }

    fn query(&self, _: &str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, DatabaseError>> {
        ready(self.rows.map(|rows| rows(values)).ok_or(DatabaseError("no database")))
    }

    fn script(&self, _: &str) -> impl Future<Output = Result<(), DatabaseError>> {
        no_database()
    }
}

impl Host for StubHost {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn now_ms(&self) -> u64 {
        self.now.load(Ordering::Relaxed).unsigned_abs() * 1_000
    }

    fn elapsed_ms(&self) -> u64 {
        0
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        (self.fill)(bytes);
        Ok(())
    }

    fn pause(&self, _: Duration) -> impl Future<Output = ()> {
        ready(())
    }

    fn is_recall_on(&self) -> impl Future<Output = Result<bool, RecallUnknown>> {
        ready(self.recall)
    }

    fn post(&self, post: Post) -> impl Future<Output = Result<UpstreamResponse, TransportError>> {
        self.posts.fetch_add(1, Ordering::Relaxed);
        ready(self.respond.as_ref().map(|respond| respond(post)).ok_or(TransportError::NotReached))
    }
}
