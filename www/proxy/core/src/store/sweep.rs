//! Removal of expired data (SECURITY.md, 14), in small batches that never block other requests for long.

use super::find::texts;
use super::record::COLUMNS;
use super::{Record, Store, database_error, placeholders};
use crate::api_error::ApiError;
use crate::host::Host;
use crate::release::{Event, State};

/// The number of rows in one batch.
const BATCH: usize = 25;

/// The longest duration of one sweep, in milliseconds. The next sweep continues.
const LONGEST_MS: u64 = 30_000;

/// The time to work before yielding, in milliseconds. A host with one thread handles no request meanwhile.
const TURN_MS: u64 = 5;

/// A long task that yields to other requests.
pub(super) struct Turns<'a, H> {
    host: &'a H,
    began: u64,
    turn_began: u64,
}

impl<'a, H: Host> Turns<'a, H> {
    pub(super) fn new(host: &'a H) -> Self {
        let now = host.elapsed_ms();
        Self { host, began: now, turn_began: now }
    }

    /// Yields if the task has run for long enough. Returns true if the whole task has taken too long.
    pub(super) async fn next(&mut self) -> bool {
        if self.host.elapsed_ms().saturating_sub(self.turn_began) >= TURN_MS {
            self.host.pause(std::time::Duration::ZERO).await;
            self.turn_began = self.host.elapsed_ms();
        }
        self.turn_began.saturating_sub(self.began) > LONGEST_MS
    }
}

impl<H: Host> Store<H> {
    /// Removes expired sealed responses, sessions, callbacks and counts. Returns the number of removed sessions.
    pub(crate) async fn sweep(&self, now: i64) -> Result<u64, ApiError> {
        let mut turns = Turns::new(self.host.as_ref());
        let removed = self.sweep_sessions(now, &mut turns).await?;
        self.sweep_callbacks(now, &mut turns).await?;
        self.sweep_counts(now, &mut turns).await?;
        self.scrub().await?;
        Ok(removed)
    }

    async fn sweep_sessions(&self, now: i64, turns: &mut Turns<'_, H>) -> Result<u64, ApiError> {
        let statement = format!(
            "SELECT {} FROM ivy_sessions WHERE sweep_at <= $1 AND (sweep_at, reference_id) > ($2, $3) \
             ORDER BY sweep_at, reference_id LIMIT {BATCH}",
            COLUMNS.join(", ")
        );
        let mut removed = 0;
        // Continues behind the last row that was read, so that a row that cannot be swept now is not read again.
        let (mut time, mut name) = (-1, String::new());
        loop {
            let rows = self.query(&statement, vec![now.into(), time.into(), name.as_str().into()]).await?;
            let Some(last) = rows.last() else { return Ok(removed) };
            time = last.integer("sweep_at").map_err(database_error)?;
            name = last.text("reference_id").map_err(database_error)?;
            let due = rows.iter().map(Record::read).collect::<Result<Vec<_>, _>>().map_err(database_error)?;
            removed += self.sweep_batch(due, now, turns).await?;
            if self.settle(turns).await? {
                return Ok(removed);
            }
        }
    }

    async fn sweep_batch(&self, due: Vec<Record>, now: i64, turns: &mut Turns<'_, H>) -> Result<u64, ApiError> {
        let is_over = |record: &Record| record.ends_at(&self.retention) <= now;
        // Without this proxy's tag a session could be adopted again, so its name stays.
        let (over, rest): (Vec<_>, Vec<_>) = due.into_iter().partition(|record| record.is_tagged && is_over(record));
        let mut removed = 0;
        if !over.is_empty() {
            let names: Vec<String> = over.into_iter().map(|record| record.reference_id).collect();
            // A row that was used meanwhile has a later `sweep_at`.
            let statement = format!(
                "DELETE FROM ivy_sessions WHERE reference_id IN ({}) AND sweep_at <= ${}",
                placeholders(1, names.len()),
                names.len() + 1
            );
            let mut values = texts(&names);
            values.push(now.into());
            removed += self.execute(&statement, values).await?;
        }
        for record in rest {
            turns.next().await;
            if is_over(&record) {
                removed += u64::from(self.decide(record, now, |_, _| Event::Forget).await?.is_some());
            } else if record.row.state == State::Asking && record.lease_until < now {
                self.give_up(record, now).await?;
            } else {
                let repeat = record.repeat.clone().filter(|_| record.repeat_ends_at() > now);
                self.write(&record, Record { repeat, ..record.clone() }).await.map_err(database_error)?;
            }
        }
        Ok(removed)
    }

    /// Deletes the expired rows of a table, by its key.
    pub(super) async fn sweep_table(
        &self,
        (table, key, time): (&str, &str, &str),
        until: i64,
        turns: &mut Turns<'_, H>,
    ) -> Result<(), ApiError> {
        let statement = format!(
            "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {time} <= $1 LIMIT {BATCH}) \
             AND {time} <= $1"
        );
        while self.execute(&statement, vec![until.into()]).await? > 0 {
            if self.settle(turns).await? {
                break;
            }
        }
        Ok(())
    }

    /// Yields after a batch. Before that, SQLite writes a part of its log back into the file. Otherwise it would do so
    /// with every thousandth page, and on Node all requests would wait for hundreds of milliseconds. Returns true if
    /// the whole task has taken too long.
    async fn settle(&self, turns: &mut Turns<'_, H>) -> Result<bool, ApiError> {
        turns.next().await;
        if self.has_file() {
            self.query("PRAGMA wal_checkpoint(PASSIVE)", Vec::new()).await?;
        }
        Ok(turns.next().await)
    }
}
