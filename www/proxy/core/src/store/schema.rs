//! The tables' definition.

use super::record::OwnerKind;
use crate::release::{Outcome, State};

/// Which of the two databases it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A file, for one process.
    Sqlite,
    /// A server, which more than one process may share.
    Postgres,
}

/// The version of the tables that this program reads and writes.
pub(super) const VERSION: i64 = 2;

/// Where the version stands. Made before anything else is known of a database.
pub(super) const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS ivy_schema (version BIGINT NOT NULL PRIMARY KEY)";

/// Returns the statements that make all tables. Only types that both databases have in common.
pub(super) fn tables() -> String {
    let states = State::ALL.map(State::name);
    let outcomes = Outcome::ALL.map(Outcome::name);
    let kinds = OwnerKind::ALL.map(OwnerKind::name);
    let sessions = format!(
        "CREATE TABLE IF NOT EXISTS ivy_sessions (
            reference_id TEXT NOT NULL PRIMARY KEY,
            tagged BIGINT NOT NULL CHECK (tagged IN (0, 1)),
            session_id TEXT UNIQUE,
            version BIGINT NOT NULL CHECK (version >= 0),
            secret_id TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ({states})),
            owner TEXT NOT NULL CHECK (length(owner) = 22),
            owner_kind TEXT NOT NULL CHECK (owner_kind IN ({kinds})),
            success_nonce TEXT UNIQUE CHECK (length(success_nonce) = 22),
            error_nonce TEXT UNIQUE CHECK (length(error_nonce) = 22),
            login_cookie TEXT CHECK (length(login_cookie) = 22),
            key_digest TEXT UNIQUE CHECK (length(key_digest) = 22),
            body_digest TEXT CHECK (length(body_digest) = 22),
            sealed TEXT,
            outcome TEXT CHECK (outcome IN ({outcomes})),
            birth TEXT CHECK (length(birth) = 22),
            accounts TEXT,
            lease_until BIGINT NOT NULL,
            created_at BIGINT NOT NULL CHECK (created_at BETWEEN 0 AND 99999999999),
            expires_at BIGINT CHECK (expires_at BETWEEN 0 AND 99999999999),
            completed_at BIGINT,
            returned_at BIGINT,
            cancelled_at BIGINT,
            presented_at BIGINT,
            released_at BIGINT,
            locked_at BIGINT,
            used_at BIGINT NOT NULL,
            sweep_at BIGINT NOT NULL,
            CHECK (sealed IS NULL OR key_digest IS NOT NULL),
            CHECK (state <> 'forgotten' OR (released_at IS NULL AND sealed IS NULL AND success_nonce IS NULL))
        )",
        states = quoted(&states),
        kinds = quoted(&kinds),
        outcomes = quoted(&outcomes),
    );
    let others = [
        "CREATE INDEX IF NOT EXISTS ivy_sessions_by_owner ON ivy_sessions (owner)",
        "CREATE INDEX IF NOT EXISTS ivy_sessions_by_sweep ON ivy_sessions (sweep_at)",
        "CREATE INDEX IF NOT EXISTS ivy_sessions_by_secret ON ivy_sessions (secret_id)",
        "CREATE TABLE IF NOT EXISTS ivy_callbacks (callback TEXT NOT NULL PRIMARY KEY CHECK (length(callback) = 22), \
         taken_at BIGINT NOT NULL)",
        "CREATE INDEX IF NOT EXISTS ivy_callbacks_by_time ON ivy_callbacks (taken_at)",
        "CREATE TABLE IF NOT EXISTS ivy_counts (subject TEXT NOT NULL PRIMARY KEY CHECK (length(subject) = 22), \
         since BIGINT NOT NULL, number BIGINT NOT NULL)",
        "CREATE INDEX IF NOT EXISTS ivy_counts_by_time ON ivy_counts (since)",
        "CREATE TABLE IF NOT EXISTS ivy_owners (owner TEXT NOT NULL PRIMARY KEY CHECK (length(owner) = 22), \
         forgot_at BIGINT NOT NULL)",
    ];
    std::iter::once(sessions.as_str()).chain(others).collect::<Vec<_>>().join(";\n")
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}
