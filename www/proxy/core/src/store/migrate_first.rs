//! Migration of the first version's table. Its rows are converted one by one, since their digests need the table
//! secret.

use super::decide::insertion;
use super::record::OwnerKind;
use super::{Record, Store, placeholders};
use crate::host::{DatabaseError, Dialect, Host, Row as Columns, Value};
use crate::release::{Digest, Outcome, Row, State};

/// The table's name in the first version.
pub(super) const SESSIONS: &str = "ivy_sessions";

/// Its name during the migration.
const SET_ASIDE: &str = "ivy_sessions_1";

/// The number of rows in one batch.
const BATCH: usize = 200;

/// Returns the statements that rename the old table and drop the old callbacks. A late callback would have no effect on
/// a finished login.
pub(super) fn set_aside() -> Vec<String> {
    vec![
        // Fails, and with it the transaction, if the table is another program's.
        format!("SELECT nonce_mark FROM {SESSIONS} LIMIT 0"),
        format!("ALTER TABLE {SESSIONS} RENAME TO {SET_ASIDE}"),
        "DROP INDEX IF EXISTS ivy_sessions_owner".into(),
        "DROP INDEX IF EXISTS ivy_sessions_created_at".into(),
        "DROP TABLE IF EXISTS ivy_callbacks".into(),
    ]
}

impl<H: Host> Store<H> {
    /// Converts the first version's rows. May be interrupted and repeated at any point, and run by two proxies at once:
    /// a row is deleted there only after it is inserted here.
    pub(super) async fn migrate_first(&self, now: i64) -> Result<(), DatabaseError> {
        if !self.has_table(SET_ASIDE).await? {
            return Ok(());
        }
        match self.take_over_all(now).await {
            // Another proxy has finished the migration.
            Err(_) if !self.has_table(SET_ASIDE).await? => Ok(()),
            done => done,
        }
    }

    async fn take_over_all(&self, now: i64) -> Result<(), DatabaseError> {
        let query = format!(
            "SELECT reference_id, session_id, owner, state, outcome, created_at, completed_at, expires_at, presented_at, \
             exposed_at FROM {SET_ASIDE} LIMIT {BATCH}"
        );
        loop {
            let rows = self.host.query(&query, Vec::new()).await?;
            if rows.is_empty() {
                break;
            }
            for columns in &rows {
                self.take_over_one(columns, now).await?;
            }
        }
        if self.has_file() {
            // The file's free pages still hold data of the first version. Done before the table is dropped, so that an
            // interrupted start repeats it.
            self.host.execute("VACUUM", Vec::new()).await?;
            self.host.query("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await?;
        }
        self.transaction(&[format!("DROP TABLE IF EXISTS {SET_ASIDE}")]).await?;
        tracing::info!("the tables of the first version were taken over");
        Ok(())
    }

    async fn take_over_one(&self, columns: &Columns, now: i64) -> Result<(), DatabaseError> {
        let removal = format!("DELETE FROM {SET_ASIDE} WHERE reference_id = $1");
        let reference = Value::from(columns.text("reference_id")?);
        let Some(record) = self.take_over(columns, now)? else {
            return self.host.execute(&removal, vec![reference]).await.map(drop);
        };
        let mut values = record.values(&self.retention);
        match self.host.dialect() {
            Dialect::Sqlite => {
                self.host.execute(&insertion(&format!("VALUES ({})", placeholders(1, values.len()))), values).await?;
                self.host.execute(&removal, vec![reference]).await.map(drop)
            }
            // A single statement: otherwise a proxy that has already started could forget the row in between, and the
            // second one to start would restore it.
            Dialect::Postgres => {
                let rows = format!("SELECT {} FROM removed", placeholders(2, values.len()));
                let statement = format!("WITH removed AS ({removal} RETURNING 1) {}", insertion(&rows));
                values.insert(0, reference);
                self.host.execute(&statement, values).await.map(drop)
            }
        }
    }

    /// Converts a row of the first version. A session stays released only if it was complete before its nonce was
    /// presented. Logins in progress are lost and must begin again. Adopted sessions are dropped, and decided again
    /// when Ivy lists them.
    fn take_over(&self, columns: &Columns, now: i64) -> Result<Option<Record>, DatabaseError> {
        let state = columns.text("state")?;
        let reference_id = columns.text("reference_id")?;
        let session_id = columns.optional_text("session_id")?;
        if state == State::Adopted.name() {
            return Ok(None);
        }
        let presented_at = columns.optional_integer("presented_at")?;
        let completed_at = columns.optional_integer("completed_at")?;
        let is_forgotten = state == State::Forgotten.name();
        let is_released = state == State::Open.name()
            && columns.optional_text("outcome")?.as_deref() == Some(Outcome::Complete.name())
            && completed_at.zip(presented_at).is_some_and(|(completed, presented)| completed < presented)
            && columns.optional_integer("exposed_at")?.is_none();
        let owner = columns.text("owner")?;
        let (secret_id, digest) = self.newest_owner(&owner).ok_or(DatabaseError("no secret"))?;
        let owner_kind = if is_forgotten {
            OwnerKind::Nobody
        } else if owner.starts_with("guest:") {
            OwnerKind::Guest
        } else {
            OwnerKind::Customer
        };
        let (state, owner) = if is_forgotten {
            (State::Forgotten, Digest::NOBODY)
        } else if is_released {
            (State::Open, digest)
        } else {
            (State::Lost, digest)
        };
        Ok(Some(Record {
            reference_id,
            is_tagged: false,
            session_id,
            version: 0,
            secret_id: if is_forgotten { String::new() } else { secret_id },
            owner_kind,
            repeat: None,
            lease_until: now,
            used_at: now,
            row: Row {
                outcome: is_released.then_some(Outcome::Complete),
                completed_at: completed_at.filter(|_| is_released),
                presented_at: presented_at.filter(|_| is_released),
                released_at: presented_at.filter(|_| is_released),
                locked_at: columns.optional_integer("exposed_at")?,
                ..Row::new(state, owner, columns.integer("created_at")?)
            },
        }))
    }
}
