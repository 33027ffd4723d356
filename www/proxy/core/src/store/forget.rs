//! Forgetting, and the other changes that the shop makes to an owner's sessions.

use super::record::OwnerKind;
use super::sweep::Turns;
use super::{Record, Store};
use crate::keys::{Purpose, TableKeys};
use crate::release::{Event, State};
use crate::who::customer_owner;
use crate::{ApiError, Customer, Dialect, Host, Who};

impl<H: Host> Store<H> {
    /// Forgets one session. The digests of its idempotency key stay for a day, so that a repeated create is recognised
    /// and refused. Returns whether it was there.
    pub(crate) async fn forget(&self, record: Record, now: i64) -> Result<bool, ApiError> {
        Ok(self.decide(record, now, |_, _| Event::Forget).await?.is_some())
    }

    /// Forgets all of an owner's sessions, also those that Ivy is being asked for. Returns how many there were that the
    /// owner could have used.
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

    /// Gives all sessions of one customer to another. Locks stay, and if the one has forgotten everything, neither adopts
    /// any more. Returns how many there were.
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

    /// Locks every session that was created before a moment, for example after a backup was restored. Returns how many.
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

    /// Makes sure that the bytes of what was removed are gone from the files: SQLite's log is written back and emptied.
    /// Rows themselves are overwritten by `secure_delete`, which the host sets on every connection.
    pub(crate) async fn scrub(&self) -> Result<(), ApiError> {
        match self.host.dialect() {
            Dialect::Sqlite => self.query("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await.map(drop),
            Dialect::Postgres => Ok(()),
        }
    }
}
