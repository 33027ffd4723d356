//! The tables (SECURITY.md, 14): which session is whose, and what may be repeated.
//!
//! `ivy_sessions` has one row for each session:
//!
//! | column | holds |
//! |---|---|
//! | `reference_id` | the session's `referenceId`, made by the proxy; of a forgotten one its digest |
//! | `session_id` | Ivy's id, once Ivy has answered; of a forgotten one its digest |
//! | `version` | counts the writes: a row is written only if nobody else has written it since it was read |
//! | `secret_id` | which table secret made the row's digests |
//! | `state`, `outcome` | how far the proxy is with it, and how the login ended |
//! | `owner`, `owner_kind` | a digest of the customer or guest, and which of both it is |
//! | `success_nonce`, `error_nonce`, `login_cookie` | digests |
//! | `key_digest`, `body_digest`, `sealed` | owner and idempotency key, the request, and the response for a repeat, sealed |
//! | `birth`, `accounts` | digests of the person at release |
//! | `…_at`, `lease_until` | epoch seconds |
//! | `sweep_at` | when the row has something to lose: its sealed response, or everything |
//!
//! Beside it, `ivy_callbacks` has digests of callbacks that were taken, `ivy_counts` counts creates, `ivy_owners` has
//! customers who forgot everything, and `ivy_settings` the retention that `sweep_at` was made with. Nothing in any table is personal, and no digest can be recomputed without the secret.
//!
//! No SQL repeats a rule: a statement finds rows, [`release::decide`] decides in Rust, and the new row is written by
//! compare-and-set on its version. So two proxies over one PostgreSQL need no transactions.

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
use crate::current::Current;
use crate::keys::KeyRing;
use crate::{ApiError, DatabaseError, Host, Retention, Row, Value};

pub(crate) use create::{Claim, Claimed, Opened};
pub(crate) use record::{RESPONSES_KEPT, Record};

/// The tables, wherever the host has them.
pub(crate) struct Store<H> {
    host: Arc<H>,
    keys: Arc<Current<KeyRing>>,
    retention: Retention,
    alarms: Arc<Alarms>,
}

impl<H: Host> Store<H> {
    pub(crate) fn new(host: Arc<H>, keys: Arc<Current<KeyRing>>, retention: Retention, alarms: Arc<Alarms>) -> Self {
        Self { host, keys, retention, alarms }
    }

    pub(crate) fn keys(&self) -> Arc<KeyRing> {
        self.keys.get()
    }

    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, ApiError> {
        self.host.execute(statement, values).await.map_err(fault)
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, ApiError> {
        self.host.query(statement, values).await.map_err(fault)
    }
}

/// Logs a fault of the database. Its text never holds a value.
fn fault(fault: DatabaseError) -> ApiError {
    tracing::error!(error = fault.0, "the database did not answer");
    ApiError::unavailable().because("database")
}

/// Whether a text can be in the table: PostgreSQL cannot hold a NUL in one.
fn storable(text: &str) -> bool {
    !text.contains('\0')
}

/// Writes `count` placeholders, beginning with `$from`.
fn placeholders(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}
