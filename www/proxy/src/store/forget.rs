//! Forgetting: what is left of a session is a mark by which it is known not to be released again.

use super::record::select_record;
use super::{Record, State, Store, fault};
use crate::Refused;
use crate::random::mark;

pub(super) fn session_tombstone(session_id: &str) -> String {
    format!("forgotten:{}", mark("forgotten session", &[session_id]))
}

pub(super) fn reference_tombstone(reference_id: &str) -> String {
    format!("forgotten:{}", mark("forgotten reference", &[reference_id]))
}

impl Store {
    /// Forgets all of an owner's sessions, also those that Ivy is being asked for. How many there were that the owner
    /// could have used.
    pub(crate) async fn forget_all(&self, owner: &str) -> Result<u64, Refused> {
        let rows =
            sqlx::query(select_record!("WHERE owner = $1")).bind(owner).fetch_all(&self.pool).await.map_err(fault)?;
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
        let done = sqlx::query(
            "UPDATE ivy_sessions SET reference_id = $1, session_id = $2, owner = 'nobody', state = 'forgotten', \
             nonce_mark = NULL, answer = NULL, outcome = NULL, completed_at = NULL, expires_at = NULL, \
             presented_at = NULL, exposed_at = NULL WHERE reference_id = $3",
        )
        .bind(reference_tombstone(&record.reference_id))
        .bind(record.session_id.as_deref().map(session_tombstone))
        .bind(record.reference_id.as_str())
        .execute(&self.pool)
        .await
        .map_err(fault)?;
        Ok(done.rows_affected() == 1)
    }
}
