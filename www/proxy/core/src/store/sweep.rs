//! Removing what is no longer needed (security.md, 14), in small batches, so that nobody waits for long.

use super::find::texts;
use super::{Record, Store, placeholders};
use crate::release::{Event, State};
use crate::{Host, Refused};

/// Rows that are read and removed at once.
const BATCH: usize = 200;

/// How long one sweep may take, in milliseconds. What is left waits for the next one.
const LONGEST_MS: u64 = 30_000;

impl<H: Host> Store<H> {
    /// Removes sealed responses, sessions, callbacks and counts whose time is over. Returns the number of sessions.
    pub(crate) async fn sweep(&self, now: i64) -> Result<u64, Refused> {
        let began = self.host.elapsed_ms();
        let mut removed = 0;
        loop {
            let rest = format!("WHERE sweep_at <= $1 ORDER BY sweep_at LIMIT {BATCH}");
            let due = self.select(&rest, vec![now.into()]).await?;
            let is_last = due.len() < BATCH;
            removed += self.sweep_some(due, now).await?;
            if is_last || self.host.elapsed_ms().saturating_sub(began) > LONGEST_MS {
                break;
            }
            // Lets others have their turn.
            self.host.pause(std::time::Duration::ZERO).await;
        }
        self.sweep_callbacks(now).await?;
        self.sweep_counts(now).await?;
        self.scrub().await?;
        Ok(removed)
    }

    async fn sweep_some(&self, due: Vec<Record>, now: i64) -> Result<u64, Refused> {
        let (over, rest): (Vec<_>, Vec<_>) = due.into_iter().partition(|record| self.is_removable(record, now));
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
            removed += u64::from(record.row.state != State::Forgotten && record.ends_at(&self.retention) <= now);
            self.sweep_one(record, now).await?;
        }
        Ok(removed)
    }

    /// Whether nothing of a row has to stay.
    fn is_removable(&self, record: &Record, now: i64) -> bool {
        record.is_tagged && record.ends_at(&self.retention) <= now
    }

    async fn sweep_one(&self, record: Record, now: i64) -> Result<(), Refused> {
        if record.ends_at(&self.retention) <= now && record.row.state != State::Forgotten {
            // Without this proxy's tag the session could be adopted again: its name stays.
            self.decide(record, now, |_, _| Event::Forget).await.map(drop)
        } else if record.row.state == State::Asking {
            self.give_up(record, now).await
        } else {
            let next = Record { repeat: None, ..record.clone() };
            self.write(&record, next).await.map(drop).map_err(super::fault)
        }
    }
}
