//! Execution of the release rule: read, decide, write by compare-and-set.

use super::record::COLUMNS;
use super::{Record, Store, database_error};
use crate::alarm::Alarm;
use crate::api_error::ApiError;
use crate::host::{DatabaseError, Host};
use crate::keys::TableKeys;
use crate::release::{Event, Verdict, decide};

/// The number of attempts if other writers change the row. With each failed attempt another writer has made progress.
const TRIES: usize = 16;

impl<H: Host> Store<H> {
    /// Decides an event for a row, and stores the new row. `event` is called with the row's own keys. Returns `None` if
    /// the row is gone, or was written with a secret that is no longer known.
    pub(crate) async fn decide(
        &self,
        record: Record,
        now: i64,
        event: impl Fn(&TableKeys, &Record) -> Event,
    ) -> Result<Option<(Verdict, Record)>, ApiError> {
        let mut record = record;
        for _ in 0..TRIES {
            let all = self.keys();
            let Some(keys) = all.of(&record.secret_id) else { return Ok(None) };
            let (verdict, row) = decide(&record.row, &event(keys, &record), now);
            if row == record.row {
                return Ok(Some((verdict, record)));
            }
            let reference = record.reference_id.clone();
            let is_locked = row.locked_at.is_some() && record.row.locked_at.is_none();
            if let Some(written) = self.write(&record, record.clone().with(row, now)).await.map_err(database_error)? {
                self.joining.end();
                if is_locked {
                    self.alarms.raise(Alarm::SessionLocked, now);
                }
                return Ok(Some((verdict, written)));
            }
            match self.by_reference(&reference).await? {
                Some(newer) => record = newer,
                None => return Ok(None),
            }
        }
        Err(ApiError::unavailable().because("a row is written too often"))
    }

    /// Replaces `read` with `next` if the row's version is unchanged. Returns the row as written, or `None`.
    pub(super) async fn write(&self, read: &Record, next: Record) -> Result<Option<Record>, DatabaseError> {
        let next = Record { version: read.version + 1, ..next };
        let assigned: Vec<String> =
            COLUMNS.iter().enumerate().map(|(position, column)| format!("{column} = ${}", position + 1)).collect();
        let (reference, version) = (COLUMNS.len() + 1, COLUMNS.len() + 2);
        let statement = format!(
            "UPDATE ivy_sessions SET {} WHERE reference_id = ${reference} AND version = ${version}",
            assigned.join(", ")
        );
        let mut values = next.values(&self.retention);
        values.push(read.reference_id.as_str().into());
        values.push(read.version.into());
        let written = self.host.execute(&statement, values).await?;
        Ok((written == 1).then_some(next))
    }

    /// Inserts a row, unless its reference, id, nonces or key exist. Returns true if it was inserted.
    pub(super) async fn insert(&self, record: &Record) -> Result<bool, ApiError> {
        let statement = insertion(&format!("VALUES ({})", super::placeholders(1, COLUMNS.len())));
        Ok(self.execute(&statement, record.values(&self.retention)).await? == 1)
    }

    /// Deletes a row if its version is unchanged. Returns true if it was deleted.
    pub(super) async fn delete(&self, read: &Record) -> Result<bool, ApiError> {
        let statement = "DELETE FROM ivy_sessions WHERE reference_id = $1 AND version = $2";
        let values = vec![read.reference_id.as_str().into(), read.version.into()];
        Ok(self.execute(statement, values).await? == 1)
    }

    /// Records that a session was shown to its owner, at most once a day.
    pub(crate) async fn note_use(&self, record: &Record, now: i64) -> Result<(), ApiError> {
        if record.is_use_due(now) {
            self.write(record, Record { used_at: now, ..record.clone() }).await.map_err(database_error)?;
        }
        Ok(())
    }
}

/// Returns the statement that inserts `rows`, a piece of SQL, unless a reference, id, nonce or key in them exists.
pub(super) fn insertion(rows: &str) -> String {
    format!("INSERT INTO ivy_sessions ({}) {rows} ON CONFLICT DO NOTHING", COLUMNS.join(", "))
}
