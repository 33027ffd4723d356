//! Opening the database and bringing its tables up to date.

use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AssertSqlSafe, Executor};

use super::{Store, kind};
use crate::ConfigError;

/// Enough for one proxy: each request holds a connection for one statement at a time.
const CONNECTIONS: u32 = 8;
const ACQUIRE: Duration = Duration::from_secs(5);

/// A commit is on the disk before anybody is answered: with `FULL` SQLite syncs its write-ahead log at each one. So
/// neither a killed process nor a power cut takes back what was acknowledged. `NORMAL` would be enough for a killed
/// process, whose writes the system still holds; after a power cut the last commits could be missing, and with them the
/// owners of sessions that Ivy has.
const SQLITE: [&str; 3] = ["PRAGMA busy_timeout = 5000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"];

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

impl Store {
    /// Opens the database and brings its tables up to date. `place` is a PostgreSQL URL (`postgres://…`), or the path of
    /// an SQLite file, with or without `sqlite:` before it, which is made if it is not there.
    ///
    /// SQLite is for one proxy: whatever it was asking when it stopped counts as lost. More than one share a PostgreSQL.
    ///
    /// # Errors
    /// Where the database cannot be opened or changed.
    pub async fn open(place: &str) -> Result<Self, ConfigError> {
        install_default_drivers();
        let sqlite = !(place.starts_with("postgres://") || place.starts_with("postgresql://"));
        let url = if sqlite { sqlite_url(place) } else { place.to_owned() };
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .after_connect(move |connection: &mut AnyConnection, _| {
                Box::pin(async move {
                    for statement in SQLITE.into_iter().filter(|_| sqlite) {
                        connection.execute(statement).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await
            .map_err(|error| ConfigError(format!("database: cannot be opened ({})", kind(&error))))?;
        let store = Self { pool };
        store.migrate(sqlite).await?;
        if sqlite {
            store.give_up_all().await.map_err(|_| ConfigError("database: cannot be changed".into()))?;
        }
        Ok(store)
    }

    async fn migrate(&self, sqlite: bool) -> Result<(), ConfigError> {
        let statements = TABLES.join(";\n");
        let statements = if sqlite { statements } else { format!("{ALONE};\n{statements}") };
        let made = sqlx::raw_sql(AssertSqlSafe(statements)).execute(&self.pool).await;
        made.map(drop).map_err(|error| ConfigError(format!("database: table cannot be made ({})", kind(&error))))
    }
}

/// In a URL `?`, `#` and `%` have a meaning of their own, in a file's name they have none.
fn sqlite_url(place: &str) -> String {
    if place.starts_with("sqlite:") && place.contains('?') {
        return place.to_owned();
    }
    let path = place.strip_prefix("sqlite://").or(place.strip_prefix("sqlite:")).unwrap_or(place);
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace(' ', "%20");
    format!("sqlite:{path}?mode=rwc")
}
