//! Carrying out the release rule: read, decide, write if nobody else has written.

use super::record::COLUMNS;
use super::{Record, Store, fault};
use crate::alarm::Alarm;
use crate::keys::TableKeys;
use crate::release::{Event, Verdict, decide};
use crate::{ApiError, DatabaseError, Host};

/// How often a row is read again after somebody else has written it. Each time somebody has got on with it.
const TRIES: usize = 16;

impl<H: Host> Store<H> {
    /// Decides an event for a row and writes down what follows. The event is made with the row's own keys. Returns `None`
    /// if the row is gone, or was made with a secret that is no longer known.
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
            if let Some(written) = self.write(&record, record.clone().with(row, now)).await.map_err(fault)? {
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

    /// Writes `next` in the place of `read` if nobody else has written it since. Returns it as written, else `None`.
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

    /// Inserts a new row, unless its reference, id, nonces or key are taken. Returns whether it did.
    pub(super) async fn insert(&self, record: &Record) -> Result<bool, ApiError> {
        let statement = insertion(&format!("VALUES ({})", super::placeholders(1, COLUMNS.len())));
        Ok(self.execute(&statement, record.values(&self.retention)).await? == 1)
    }

    /// Deletes a row if nobody else has written it since it was read.
    pub(super) async fn delete(&self, read: &Record) -> Result<bool, ApiError> {
        let statement = "DELETE FROM ivy_sessions WHERE reference_id = $1 AND version = $2";
        let values = vec![read.reference_id.as_str().into(), read.version.into()];
        Ok(self.execute(statement, values).await? == 1)
    }

    /// Writes down that a session was shown to its owner today.
    pub(crate) async fn note_use(&self, record: &Record, now: i64) -> Result<(), ApiError> {
        if record.is_use_due(now) {
            self.write(record, Record { used_at: now, ..record.clone() }).await.map_err(fault)?;
        }
        Ok(())
    }
}

/// Returns the statement that inserts `rows`, a piece of SQL, unless a reference, id, nonce or key in them is taken.
pub(super) fn insertion(rows: &str) -> String {
    format!("INSERT INTO ivy_sessions ({}) {rows} ON CONFLICT DO NOTHING", COLUMNS.join(", "))
}
