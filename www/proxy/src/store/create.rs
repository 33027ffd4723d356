//! A session from before Ivy is asked until it is answered, and the repeats of that request.

use sqlx::Row;

use super::{ANSWERS_KEPT, State, Store, fault};
use crate::Refused;

/// A session that Ivy is about to be asked for.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) reference_id: String,
    pub(crate) owner: String,
    pub(crate) nonce_mark: String,
    pub(crate) key_mark: Option<String>,
    pub(crate) body_mark: Option<String>,
    pub(crate) now: i64,
    /// Until when Ivy's answer can come.
    pub(crate) lease_until: i64,
}

/// What a claim came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claimed {
    /// Nobody asked before: go and ask Ivy.
    Ours,
    /// The same request was answered before, with this.
    Answered { answer: String, session_id: Option<String> },
    /// The same request is being answered at this moment.
    Busy,
    /// The key was used for another request, or its session was forgotten.
    Conflict,
    /// An earlier request with the key is over without an answer. The key is free: claim again.
    Freed,
}

impl Store {
    /// Writes down that Ivy is about to be asked, unless the same was asked before.
    pub(crate) async fn claim(&self, claim: &Claim) -> Result<Claimed, Refused> {
        let inserted = sqlx::query(
            "INSERT INTO ivy_sessions \
             (reference_id, owner, nonce_mark, key_mark, body_mark, state, lease_until, created_at) \
             VALUES ($1, $2, $3, $4, $5, 'asking', $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(claim.reference_id.as_str())
        .bind(claim.owner.as_str())
        .bind(claim.nonce_mark.as_str())
        .bind(claim.key_mark.as_deref())
        .bind(claim.body_mark.as_deref())
        .bind(claim.lease_until)
        .bind(claim.now)
        .execute(&self.pool)
        .await
        .map_err(fault)?;
        if inserted.rows_affected() == 1 {
            return Ok(Claimed::Ours);
        }
        match &claim.key_mark {
            Some(key) => self.earlier(key, claim.body_mark.as_deref(), claim.now).await,
            None => Ok(Claimed::Freed),
        }
    }

    async fn earlier(&self, key_mark: &str, body_mark: Option<&str>, now: i64) -> Result<Claimed, Refused> {
        let row = sqlx::query(
            "SELECT reference_id, session_id, body_mark, answer, state, lease_until, created_at \
             FROM ivy_sessions WHERE key_mark = $1",
        )
        .bind(key_mark)
        .fetch_optional(&self.pool)
        .await
        .map_err(fault)?;
        let Some(row) = row else { return Ok(Claimed::Freed) };
        let reference_id: String = row.try_get("reference_id").map_err(fault)?;
        let session_id: Option<String> = row.try_get("session_id").map_err(fault)?;
        let earlier_body: Option<String> = row.try_get("body_mark").map_err(fault)?;
        let answer: Option<String> = row.try_get("answer").map_err(fault)?;
        let state: String = row.try_get("state").map_err(fault)?;
        let lease_until: i64 = row.try_get("lease_until").map_err(fault)?;
        let created_at: i64 = row.try_get("created_at").map_err(fault)?;

        if created_at <= now - ANSWERS_KEPT {
            self.free_key(&reference_id).await?;
            return Ok(Claimed::Freed);
        }
        if state == State::Forgotten.name() || earlier_body.as_deref() != body_mark {
            return Ok(Claimed::Conflict);
        }
        if let Some(answer) = answer {
            return Ok(Claimed::Answered { answer, session_id });
        }
        if lease_until >= now {
            return Ok(Claimed::Busy);
        }
        self.give_up(&reference_id).await?;
        Ok(Claimed::Freed)
    }

    /// Ivy answered. `false` where the session was forgotten or given up meanwhile: then nothing may be answered.
    pub(crate) async fn open_session(
        &self,
        reference_id: &str,
        session_id: &str,
        answer: &str,
        expires_at: Option<i64>,
    ) -> Result<bool, Refused> {
        let done = sqlx::query(
            "UPDATE ivy_sessions SET state = 'open', session_id = $1, answer = $2, expires_at = $3 \
             WHERE reference_id = $4 AND state = 'asking'",
        )
        .bind(session_id)
        .bind(answer)
        .bind(expires_at)
        .bind(reference_id)
        .execute(&self.pool)
        .await
        .map_err(fault)?;
        Ok(done.rows_affected() == 1)
    }

    /// Ivy's answer was lost, so Ivy may have a session that nobody here knows. Its key is free for one more create.
    pub(crate) async fn give_up(&self, reference_id: &str) -> Result<(), Refused> {
        self.change(
            "UPDATE ivy_sessions SET state = 'lost', key_mark = NULL, body_mark = NULL \
             WHERE reference_id = $1 AND state = 'asking'",
            reference_id,
        )
        .await
    }

    /// All that was being asked when this only proxy stopped is lost.
    pub(super) async fn give_up_all(&self) -> Result<(), Refused> {
        sqlx::query("UPDATE ivy_sessions SET state = 'lost', key_mark = NULL, body_mark = NULL WHERE state = 'asking'")
            .execute(&self.pool)
            .await
            .map_err(fault)?;
        Ok(())
    }

    /// Ivy refused, so there is no session.
    pub(crate) async fn withdraw(&self, reference_id: &str) -> Result<(), Refused> {
        self.change("DELETE FROM ivy_sessions WHERE reference_id = $1 AND state = 'asking'", reference_id).await
    }

    async fn free_key(&self, reference_id: &str) -> Result<(), Refused> {
        self.change(
            "UPDATE ivy_sessions SET key_mark = NULL, body_mark = NULL, answer = NULL WHERE reference_id = $1",
            reference_id,
        )
        .await
    }

    async fn change(&self, statement: &'static str, reference_id: &str) -> Result<(), Refused> {
        sqlx::query(statement).bind(reference_id).execute(&self.pool).await.map_err(fault)?;
        Ok(())
    }

    /// Removes answers that are kept no longer: a stored answer holds the link to a bank login. Callbacks likewise.
    pub(crate) async fn sweep(&self, now: i64) -> Result<(), Refused> {
        sqlx::query(
            "UPDATE ivy_sessions SET key_mark = NULL, body_mark = NULL, answer = NULL \
             WHERE created_at <= $1 AND (key_mark IS NOT NULL OR answer IS NOT NULL)",
        )
        .bind(now - ANSWERS_KEPT)
        .execute(&self.pool)
        .await
        .map_err(fault)?;
        self.sweep_callbacks(now).await
    }
}
