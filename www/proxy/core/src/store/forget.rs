//! Erasure of sessions, and other changes to an owner's sessions by the shop.

use super::record::OwnerKind;
use super::sweep::Turns;
use super::{Record, Store};
use crate::api_error::ApiError;
use crate::customer::Customer;
use crate::host::Host;
use crate::keys::{Purpose, TableKeys};
use crate::release::{Event, State};
use crate::who::{Who, customer_owner};

impl<H: Host> Store<H> {
    /// Forgets one session. The digests of its idempotency key stay for a day, so that a retried create is recognised
    /// and rejected. Returns true if the row existed.
    pub(crate) async fn forget(&self, record: Record, now: i64) -> Result<bool, ApiError> {
        Ok(self.decide(record, now, |_, _| Event::Forget).await?.is_some())
    }

    /// Forgets all sessions of an owner, including creates in progress. Returns the number of sessions that the owner
    /// could have used.
    pub(crate) async fn forget_all(&self, who: &Who, now: i64) -> Result<u64, ApiError> {
        let mut forgotten = 0;
        for record in self.of_owner(who).await? {
            let counts = record.row.state != State::Lost;
            if self.forget(record, now).await? && counts {
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    /// Moves all sessions of one customer to another. Locks stay. If the first has forgotten everything, the second may
    /// not adopt either. Returns the number of sessions.
    pub(crate) async fn reassign(&self, from: &str, to: &str, now: i64) -> Result<u64, ApiError> {
        let from = Who::Customer(Customer::new(from));
        if let Some(ended_at) = self.adoption_ended_at(&from).await? {
            self.end_adoption(&Who::Customer(Customer::new(to)), ended_at).await?;
        }
        let mut moved = 0;
        for record in self.of_owner(&from).await? {
            let event = |keys: &TableKeys, _: &Record| Event::Reassign {
                to: keys.digest(Purpose::Owner, &[&customer_owner(to)]),
            };
            moved += u64::from(self.decide(record, now, event).await?.is_some());
        }
        Ok(moved)
    }

    /// Locks every session that was created before a moment, for example after restoring a backup. Returns the number
    /// of sessions.
    pub(crate) async fn lock_before(&self, moment: i64, now: i64) -> Result<u64, ApiError> {
        let mut locked = 0;
        let mut after = String::new();
        let mut turns = Turns::new(self.host.as_ref());
        loop {
            let rest = "WHERE reference_id > $1 AND created_at < $2 ORDER BY reference_id LIMIT 500";
            let records = self.select(rest, vec![after.as_str().into(), moment.into()]).await?;
            let Some(last) = records.last() else { return Ok(locked) };
            after.clone_from(&last.reference_id);
            for record in records.into_iter().filter(|record| record.owner_kind != OwnerKind::Nobody) {
                turns.next().await;
                locked += u64::from(self.decide(record, now, |_, _| Event::Lock).await?.is_some());
            }
        }
    }

    /// Overwrites removed data in SQLite's log: writes the log back and truncates it. `secure_delete`, which the host
    /// sets on every connection, overwrites the rows themselves. The files of a hosted database are its provider's.
    pub(crate) async fn scrub(&self) -> Result<(), ApiError> {
        if self.has_file() {
            self.query("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await?;
        }
        Ok(())
    }
}
