//! Removing what is no longer needed (SECURITY.md, 14), in small batches, so that nobody waits for long.

use super::find::texts;
use super::record::COLUMNS;
use super::{Record, Store, fault, placeholders};
use crate::release::{Event, State};
use crate::{ApiError, Dialect, Host};

/// Rows that are read and removed at once.
const BATCH: usize = 25;

/// How long one sweep may take, in milliseconds. What is left waits for the next one.
const LONGEST_MS: u64 = 30_000;

/// How long to work until others have their turn, in milliseconds: in a host with one thread nobody is answered meanwhile.
const TURN_MS: u64 = 5;

/// A long piece of work that lets others have their turn.
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

    /// Lets others have their turn if this one has lasted long enough. Returns whether the whole has taken too long.
    pub(super) async fn next(&mut self) -> bool {
        if self.host.elapsed_ms().saturating_sub(self.turn_began) >= TURN_MS {
            self.host.pause(std::time::Duration::ZERO).await;
            self.turn_began = self.host.elapsed_ms();
        }
        self.turn_began.saturating_sub(self.began) > LONGEST_MS
    }
}

impl<H: Host> Store<H> {
    /// Removes sealed responses, sessions, callbacks and counts whose time is over. Returns the number of sessions.
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
        // Goes on behind the last row that was read: one that cannot be swept now is not read again.
        let (mut time, mut name) = (-1, String::new());
        loop {
            let rows = self.query(&statement, vec![now.into(), time.into(), name.as_str().into()]).await?;
            let Some(last) = rows.last() else { return Ok(removed) };
            time = last.integer("sweep_at").map_err(fault)?;
            name = last.text("reference_id").map_err(fault)?;
            let due = rows.iter().map(Record::read).collect::<Result<Vec<_>, _>>().map_err(fault)?;
            removed += self.sweep_batch(due, now, turns).await?;
            if self.settle(turns).await? {
                return Ok(removed);
            }
        }
    }

    async fn sweep_batch(&self, due: Vec<Record>, now: i64, turns: &mut Turns<'_, H>) -> Result<u64, ApiError> {
        let is_over = |record: &Record| record.ends_at(&self.retention) <= now;
        // Without this proxy's tag a session could be adopted again: its name stays.
        let (over, rest): (Vec<_>, Vec<_>) = due.into_iter().partition(|record| record.is_tagged && is_over(record));
        let mut removed = 0;
        if !over.is_empty() {
            let names: Vec<String> = over.into_iter().map(|record| record.reference_id).collect();
            // A row that was used meanwhile is due later.
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
                self.write(&record, Record { repeat, ..record.clone() }).await.map_err(fault)?;
            }
        }
        Ok(removed)
    }

    /// Deletes the rows of a table whose time is over, by its key.
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

    /// Lets others have their turn after a batch. SQLite writes its log back into the file before that, a little each time:
    /// else it does so with every thousandth page, and on Node everybody waits for hundreds of milliseconds. Returns whether
    /// the whole has taken too long.
    async fn settle(&self, turns: &mut Turns<'_, H>) -> Result<bool, ApiError> {
        turns.next().await;
        if self.host.dialect() == Dialect::Sqlite {
            self.query("PRAGMA wal_checkpoint(PASSIVE)", Vec::new()).await?;
        }
        Ok(turns.next().await)
    }
}
