//! The SQLite file and its tables.

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

/// The statements that create the tables.
const SCHEMA: [&str; 10] = [
    // `request` is the accepted request and `data` the data from the bank, both as JSON text. Times are epoch seconds.
    "CREATE TABLE IF NOT EXISTS sessions (
        id TEXT PRIMARY KEY, reference_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
        external_email TEXT, external_phone TEXT, external_reference_id TEXT,
        request TEXT NOT NULL, data TEXT, ended_by TEXT)",
    "CREATE INDEX IF NOT EXISTS sessions_by_email ON sessions (external_email)",
    "CREATE INDEX IF NOT EXISTS sessions_by_phone ON sessions (external_phone)",
    "CREATE INDEX IF NOT EXISTS sessions_by_reference ON sessions (external_reference_id)",
    // One row for every browser that opened a session's login page. The token itself is only in that page.
    "CREATE TABLE IF NOT EXISTS logins (
        token_hash TEXT PRIMARY KEY, session_id TEXT NOT NULL, bank_id TEXT, username TEXT)",
    // Times are epoch milliseconds.
    "CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
        attempts BIGINT NOT NULL, next_at BIGINT NOT NULL)",
    // One row for every session that is shown under the id of an earlier one.
    "CREATE TABLE IF NOT EXISTS repeated_ids (session_id TEXT PRIMARY KEY, shown_id TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS repeated_ids_by_shown_id ON repeated_ids (shown_id)",
    "CREATE VIEW IF NOT EXISTS shown_sessions AS
        SELECT sessions.*, sessions.rowid AS position, COALESCE(shown_id, id) AS shown_id
        FROM sessions LEFT JOIN repeated_ids ON session_id = id",
    "CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
];

/// The database.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    pub(super) pool: SqlitePool,
}

impl Store {
    /// Opens the file. Creates it and its tables if they are missing.
    pub(crate) async fn open(path: &Path) -> sqlx::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        // One connection: SQLite has one writer anyway, and nothing here is slow.
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        for statement in SCHEMA {
            sqlx::query(statement).execute(&pool).await?;
        }
        Ok(Self { pool })
    }

    /// Waits for running statements and closes the file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}
