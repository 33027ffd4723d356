//! Forgetting: what is left of a session is a mark by which it is known not to be released again.

use super::record::select_record;
use super::{Record, State, Store, fault};
use crate::random::mark;
use crate::{Host, Refused};

pub(super) fn session_tombstone(session_id: &str) -> String {
    format!("forgotten:{}", mark("forgotten session", &[session_id]))
}

pub(super) fn reference_tombstone(reference_id: &str) -> String {
    format!("forgotten:{}", mark("forgotten reference", &[reference_id]))
}

impl<H: Host> Store<H> {
    /// Forgets all of an owner's sessions, also those that Ivy is being asked for. How many there were that the owner
    /// could have used.
    pub(crate) async fn forget_all(&self, owner: &str) -> Result<u64, Refused> {
        let rows = self.query(select_record!("WHERE owner = $1"), vec![owner.into()]).await?;
        let mut forgotten = 0;
        for row in &rows {
            let record = Record::read(row).map_err(fault)?;
            let counts = record.state != State::Lost;
            if self.forget(&record).await? && counts {
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    /// Forgets one session. The marks of its idempotency key stay for their 24 hours, so that a repeated create is known
    /// and refused. Whether it was there.
    pub(crate) async fn forget(&self, record: &Record) -> Result<bool, Refused> {
        let done = self
            .execute(
                "UPDATE ivy_sessions SET reference_id = $1, session_id = $2, owner = 'nobody', state = 'forgotten', \
             nonce_mark = NULL, answer = NULL, outcome = NULL, completed_at = NULL, expires_at = NULL, \
             presented_at = NULL, exposed_at = NULL WHERE reference_id = $3",
                vec![
                    reference_tombstone(&record.reference_id).into(),
                    record.session_id.as_deref().map(session_tombstone).into(),
                    record.reference_id.as_str().into(),
                ],
            )
            .await?;
        Ok(done == 1)
    }
}
