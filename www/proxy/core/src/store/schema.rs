//! The definition of the tables.

use super::record::{NEVER, OwnerKind};
use crate::release::{Outcome, State};

/// The version of the tables that this program reads and writes.
pub(super) const VERSION: i64 = 2;

/// The statement that creates the table of versions. It runs before anything else is known of the database.
pub(super) const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS ivy_schema (version BIGINT NOT NULL PRIMARY KEY)";

/// The bounds of a time, in epoch seconds.
const TIME: &str = "BETWEEN 0 AND 99999999999";

/// Returns the statements that create all tables, with types that both databases support.
pub(super) fn tables() -> String {
    let states = State::ALL.map(State::name);
    let outcomes = Outcome::ALL.map(Outcome::name);
    let kinds = OwnerKind::ALL.map(OwnerKind::name);
    let sessions = format!(
        "CREATE TABLE IF NOT EXISTS ivy_sessions (
            reference_id TEXT NOT NULL PRIMARY KEY CHECK (reference_id <> ''),
            tagged BIGINT NOT NULL CHECK (tagged IN (0, 1)),
            session_id TEXT UNIQUE CHECK (session_id <> ''),
            version BIGINT NOT NULL CHECK (version >= 0),
            secret_id TEXT NOT NULL CHECK (length(secret_id) IN (0, 22)),
            state TEXT NOT NULL CHECK (state IN ({states})),
            owner TEXT NOT NULL CHECK (length(owner) = 22),
            owner_kind TEXT NOT NULL CHECK (owner_kind IN ({kinds})),
            success_nonce TEXT UNIQUE CHECK (length(success_nonce) = 22),
            error_nonce TEXT UNIQUE CHECK (length(error_nonce) = 22),
            login_cookie TEXT CHECK (length(login_cookie) = 22),
            key_digest TEXT UNIQUE CHECK (length(key_digest) = 22),
            body_digest TEXT CHECK (length(body_digest) = 22),
            sealed TEXT CHECK (sealed <> ''),
            outcome TEXT CHECK (outcome IN ({outcomes})),
            birth TEXT CHECK (length(birth) = 22),
            accounts TEXT CHECK (length(accounts) % 23 = 22),
            lease_until BIGINT NOT NULL CHECK (lease_until {time}),
            created_at BIGINT NOT NULL CHECK (created_at {time}),
            expires_at BIGINT CHECK (expires_at {time}),
            completed_at BIGINT CHECK (completed_at {time}),
            returned_at BIGINT CHECK (returned_at {time}),
            cancelled_at BIGINT CHECK (cancelled_at {time}),
            presented_at BIGINT CHECK (presented_at {time}),
            released_at BIGINT CHECK (released_at {time}),
            locked_at BIGINT CHECK (locked_at {time}),
            used_at BIGINT NOT NULL CHECK (used_at {time}),
            sweep_at BIGINT NOT NULL CHECK (sweep_at BETWEEN 0 AND {NEVER}),
            CHECK (success_nonce <> error_nonce),
            CHECK ((key_digest IS NULL) = (body_digest IS NULL)),
            CHECK (sealed IS NULL OR (key_digest IS NOT NULL AND session_id IS NOT NULL)),
            CHECK (released_at IS NULL OR (outcome IS NOT NULL AND outcome = 'complete')),
            CHECK (released_at IS NULL OR state IN ('open', 'adopted')),
            CHECK (state <> 'open' OR session_id IS NOT NULL OR locked_at IS NOT NULL),
            CHECK (state <> 'adopted' OR (tagged = 0 AND session_id IS NOT NULL)),
            CHECK (secret_id <> '' OR state = 'forgotten'),
            CHECK (state <> 'forgotten' OR (secret_id = '' AND owner_kind = 'nobody' AND outcome IS NULL
                AND coalesce(success_nonce, error_nonce, login_cookie, sealed, birth, accounts) IS NULL
                AND coalesce(expires_at, completed_at, returned_at, cancelled_at, presented_at) IS NULL))
        )",
        states = quoted(&states),
        kinds = quoted(&kinds),
        outcomes = quoted(&outcomes),
        time = TIME,
    );
    let callbacks = format!(
        "CREATE TABLE IF NOT EXISTS ivy_callbacks (callback TEXT NOT NULL PRIMARY KEY CHECK (length(callback) = 22), \
         taken_at BIGINT NOT NULL CHECK (taken_at {TIME}))"
    );
    let counts = format!(
        "CREATE TABLE IF NOT EXISTS ivy_counts (subject TEXT NOT NULL PRIMARY KEY CHECK (length(subject) = 22), \
         since BIGINT NOT NULL CHECK (since {TIME}), number BIGINT NOT NULL CHECK (number >= 1))"
    );
    let owners = format!(
        "CREATE TABLE IF NOT EXISTS ivy_owners (owner TEXT NOT NULL PRIMARY KEY CHECK (length(owner) = 22), \
         secret_id TEXT NOT NULL CHECK (length(secret_id) = 22), forgot_at BIGINT NOT NULL CHECK (forgot_at {TIME}))"
    );
    [
        sessions.as_str(),
        "CREATE INDEX IF NOT EXISTS ivy_sessions_by_owner ON ivy_sessions (owner)",
        "CREATE INDEX IF NOT EXISTS ivy_sessions_by_sweep ON ivy_sessions (sweep_at, reference_id)",
        "CREATE INDEX IF NOT EXISTS ivy_sessions_by_secret ON ivy_sessions (secret_id)",
        &callbacks,
        "CREATE INDEX IF NOT EXISTS ivy_callbacks_by_time ON ivy_callbacks (taken_at)",
        &counts,
        "CREATE INDEX IF NOT EXISTS ivy_counts_by_time ON ivy_counts (since)",
        &owners,
        "CREATE TABLE IF NOT EXISTS ivy_settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    ]
    .join(";\n")
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}
