//! A host wrapper that records whether the database answers.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::health::HealthMonitor;
use crate::host::{
    Database, DatabaseError, Dialect, Host, NoRandomness, Post, RecallUnknown, Row, TransportError, UpstreamResponse,
    Value,
};

/// The error of a statement that the database executed correctly.
const UNIQUE_VIOLATION: DatabaseError = DatabaseError("unique violation");

/// A host that records the state of its database with each statement.
#[derive(Debug)]
pub(crate) struct MonitoredHost<H> {
    host: Arc<H>,
    watch: Arc<HealthMonitor>,
}

impl<H: Host> MonitoredHost<H> {
    pub(crate) fn new(host: Arc<H>, watch: Arc<HealthMonitor>) -> Self {
        Self { host, watch }
    }

    fn learn<T>(&self, result: Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        let is_up = result.as_ref().err().is_none_or(|fault| *fault == UNIQUE_VIOLATION);
        self.watch.database(is_up, self.host.now_ms());
        result
    }
}

impl<H: Host> Database for MonitoredHost<H> {
    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, DatabaseError> {
        self.learn(self.host.execute(statement, values).await)
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, DatabaseError> {
        self.learn(self.host.query(statement, values).await)
    }

    async fn script(&self, statements: &str) -> Result<(), DatabaseError> {
        self.learn(self.host.script(statements).await)
    }
}

impl<H: Host> Host for MonitoredHost<H> {
    fn dialect(&self) -> Dialect {
        self.host.dialect()
    }

    fn is_hosted(&self) -> bool {
        self.host.is_hosted()
    }

    fn now_ms(&self) -> u64 {
        self.host.now_ms()
    }

    fn elapsed_ms(&self) -> u64 {
        self.host.elapsed_ms()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.host.random(bytes)
    }

    fn pause(&self, time: Duration) -> impl Future<Output = ()> {
        self.host.pause(time)
    }

    fn is_recall_on(&self) -> impl Future<Output = Result<bool, RecallUnknown>> {
        self.host.is_recall_on()
    }

    fn post(&self, post: Post) -> impl Future<Output = Result<UpstreamResponse, TransportError>> {
        self.host.post(post)
    }
}
