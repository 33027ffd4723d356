//! Bringing a database's tables up to date.

use crate::{Database, DatabaseFault};

/// Which of the two databases it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A file, for one proxy.
    Sqlite,
    /// A server, which more than one proxy may share.
    Postgres,
}

/// `IF NOT EXISTS` does not keep two PostgreSQL sessions from making the same table at once: one of them fails. So a proxy
/// that starts waits here for another that starts, until the end of its transaction, which is the whole text. The number
/// is ours alone within a database: "ivy" in ASCII.
const ALONE: &str = "SELECT pg_advisory_xact_lock(6911609)";

/// Only types that both databases have in common.
const TABLES: [&str; 4] = [
    "CREATE TABLE IF NOT EXISTS ivy_sessions (
        reference_id TEXT NOT NULL PRIMARY KEY,
        session_id TEXT UNIQUE,
        owner TEXT NOT NULL,
        nonce_mark TEXT UNIQUE,
        key_mark TEXT UNIQUE,
        body_mark TEXT,
        answer TEXT,
        state TEXT NOT NULL,
        outcome TEXT,
        lease_until BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        completed_at BIGINT,
        expires_at BIGINT,
        presented_at BIGINT,
        exposed_at BIGINT
    )",
    "CREATE INDEX IF NOT EXISTS ivy_sessions_owner ON ivy_sessions (owner)",
    "CREATE INDEX IF NOT EXISTS ivy_sessions_created_at ON ivy_sessions (created_at)",
    "CREATE TABLE IF NOT EXISTS ivy_callbacks (callback_mark TEXT NOT NULL PRIMARY KEY, taken_at BIGINT NOT NULL)",
];

/// All that was being asked when this only proxy stopped is lost.
const GIVE_UP_ALL: &str =
    "UPDATE ivy_sessions SET state = 'lost', key_mark = NULL, body_mark = NULL WHERE state = 'asking'";

/// Brings the tables up to date. Over SQLite, which is for one proxy, whatever was being asked when that stopped counts
/// as lost; so this is for the start, before anything is served.
///
/// # Errors
/// Where the database cannot be changed.
pub async fn migrate(database: &impl Database, dialect: Dialect) -> Result<(), DatabaseFault> {
    let statements = TABLES.join(";\n");
    match dialect {
        Dialect::Postgres => database.script(&format!("{ALONE};\n{statements}")).await,
        Dialect::Sqlite => {
            database.script(&statements).await?;
            database.execute(GIVE_UP_ALL, Vec::new()).await.map(drop)
        }
    }
}
