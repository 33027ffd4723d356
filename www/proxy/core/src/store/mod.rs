//! The tables (SECURITY.md, 14): the owners of sessions, and the responses for retries.
//!
//! `ivy_sessions` has one row for each session:
//!
//! | column | holds |
//! |---|---|
//! | `reference_id` | the session's `referenceId`, made by the proxy; of a forgotten one its digest |
//! | `session_id` | Ivy's id, once Ivy has responded; of a forgotten one its digest |
//! | `version` | the number of writes: a row is written only if its version is still the one that was read |
//! | `secret_id` | the id of the table secret that made the row's digests |
//! | `state`, `outcome` | the progress at the proxy, and the outcome of the login |
//! | `owner`, `owner_kind` | a digest of the customer or guest, and the kind of the owner |
//! | `success_nonce`, `error_nonce`, `login_cookie` | digests |
//! | `key_digest`, `body_digest`, `sealed` | digests of the idempotency key and the request, and the sealed response for a retry |
//! | `birth`, `accounts` | digests of the person at the release |
//! | `…_at`, `lease_until` | epoch seconds |
//! | `sweep_at` | the time at which the row loses its sealed response or is removed |
//!
//! `ivy_callbacks` holds digests of handled callbacks, `ivy_counts` counts creates, `ivy_owners` holds customers who forgot
//! everything, and `ivy_settings` holds the retention by which `sweep_at` was computed. No table holds personal data, and no
//! digest can be computed without the secret.
//!
//! No SQL repeats a rule. A statement finds rows, [`release::decide`](crate::release::decide) decides in Rust, and the new
//! row is written by compare-and-set on its version. So two proxies over one PostgreSQL need no transactions.

mod callback;
mod count;
mod create;
mod decide;
mod export;
mod find;
mod forget;
mod migrate;
mod migrate_first;
mod owner;
mod record;
mod schema;
mod sweep;

use std::sync::Arc;

use crate::alarm::Alarms;
use crate::api_error::ApiError;
use crate::config::Retention;
use crate::current::Current;
use crate::host::{DatabaseError, Dialect, Host, Row, Value};
use crate::joining::Joining;
use crate::keys::KeyRing;

pub(crate) use create::{Claim, Claimed, Opened};
pub(crate) use record::{RESPONSES_KEPT, Record};

/// The proxy's tables, in the host's database.
pub(crate) struct Store<H> {
    host: Arc<H>,
    keys: Arc<Current<KeyRing>>,
    retention: Retention,
    alarms: Arc<Alarms>,
    joining: Arc<Joining>,
}

impl<H: Host> Store<H> {
    pub(crate) fn new(
        host: Arc<H>,
        keys: Arc<Current<KeyRing>>,
        retention: Retention,
        alarms: Arc<Alarms>,
        joining: Arc<Joining>,
    ) -> Self {
        Self { host, keys, retention, alarms, joining }
    }

    pub(crate) fn keys(&self) -> Arc<KeyRing> {
        self.keys.get()
    }

    /// Returns true if the database is a file that this process alone uses.
    fn has_file(&self) -> bool {
        self.host.dialect() == Dialect::Sqlite && !self.host.is_hosted()
    }

    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, ApiError> {
        self.host.execute(statement, values).await.map_err(database_error)
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, ApiError> {
        self.host.query(statement, values).await.map_err(database_error)
    }
}

/// Logs a database error and returns 503. The error never holds a value.
fn database_error(database_error: DatabaseError) -> ApiError {
    tracing::error!(error = database_error.0, "the database did not answer");
    ApiError::unavailable().because("database")
}

/// Returns true if the table can hold a text. PostgreSQL allows no NUL.
fn storable(text: &str) -> bool {
    !text.contains('\0')
}

/// Returns `count` placeholders, beginning with `$from`.
fn placeholders(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}
