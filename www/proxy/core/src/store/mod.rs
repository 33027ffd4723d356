//! The one table, `ivy_sessions`: which session is whose, and what was answered.
//!
//! | column | holds |
//! |---|---|
//! | `reference_id` | the session's `referenceId`, picked by the proxy |
//! | `session_id` | Ivy's id, once Ivy has answered |
//! | `owner` | the customer, or a mark of the guest's cookie |
//! | `nonce_mark` | a mark of the nonce in the callback URLs |
//! | `key_mark`, `body_mark`, `answer` | owner and idempotency key, the request, what was answered; for 24 hours |
//! | `state` | see [`State`] |
//! | `outcome` | what became of the login, see [`Outcome`] |
//! | `lease_until` | until when Ivy may still be asked for it |
//! | `created_at`, `completed_at`, `expires_at` | epoch seconds |
//! | `presented_at` | when the owner's browser presented the nonce: from then on the session is released |
//! | `exposed_at` | when somebody else's browser presented it first: the session is never released |
//!
//! Beside it `ivy_callbacks` holds one-way marks of the callbacks that were taken, so that a replay is known.
//!
//! Every change is one statement that says what it expects to find, so that two proxies over one PostgreSQL need no
//! transactions. Marks are one-way: who reads the table learns no nonce, no cookie and no idempotency key.

mod callback;
mod create;
mod forget;
mod record;
mod release;
mod schema;

use std::sync::Arc;

use crate::{DatabaseFault, Host, Refused, Row, Value};

pub(crate) use create::{Claim, Claimed};
pub(crate) use record::{Outcome, Record, State};
pub use schema::{Dialect, migrate};

/// How long the answer to a create is kept for a repeat of it, in seconds.
pub(crate) const ANSWERS_KEPT: i64 = 24 * 60 * 60;

/// The tables, wherever the host has them.
#[derive(Debug)]
pub(crate) struct Store<H> {
    host: Arc<H>,
}

impl<H: Host> Store<H> {
    pub(crate) fn new(host: Arc<H>) -> Self {
        Self { host }
    }

    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, Refused> {
        self.host.execute(statement, values).await.map_err(fault)
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, Refused> {
        self.host.query(statement, values).await.map_err(fault)
    }
}

/// A fault of the database, for the log; its text never holds a value.
fn fault(fault: DatabaseFault) -> Refused {
    tracing::error!(error = fault.0, "the database did not answer");
    Refused::unavailable().because("database")
}

/// PostgreSQL cannot hold a NUL in a text, so nothing with one is ever in the table.
fn storable(text: &str) -> bool {
    !text.contains('\0')
}
