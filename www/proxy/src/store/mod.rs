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

use sqlx::AnyPool;

use crate::Refused;

pub(crate) use create::{Claim, Claimed};
pub(crate) use record::{Outcome, Record, State};

/// How long the answer to a create is kept for a repeat of it, in seconds.
pub(crate) const ANSWERS_KEPT: i64 = 24 * 60 * 60;

/// The table of sessions, in SQLite or PostgreSQL. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
}

/// A fault of the database, for the log; its text never holds a value.
fn fault(error: sqlx::Error) -> Refused {
    tracing::error!(error = kind(&error), "the database did not answer");
    Refused::unavailable().because("database")
}

/// What kind of fault it is. The driver's own text may quote a value.
fn kind(error: &sqlx::Error) -> &'static str {
    match error {
        sqlx::Error::Io(_) => "io",
        sqlx::Error::Tls(_) => "tls",
        sqlx::Error::PoolTimedOut => "pool timed out",
        sqlx::Error::PoolClosed => "pool closed",
        sqlx::Error::Database(error) if error.is_unique_violation() => "unique violation",
        sqlx::Error::Database(_) => "refused by the database",
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_) => "decode",
        _ => "other",
    }
}

/// PostgreSQL cannot hold a NUL in a text, so nothing with one is ever in the table.
fn storable(text: &str) -> bool {
    !text.contains('\0')
}
