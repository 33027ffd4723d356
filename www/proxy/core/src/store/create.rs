//! A session from before Ivy is asked until it is answered, and the repeats of that request.

use super::{ANSWERS_KEPT, State, Store, fault};
use crate::{Host, Refused};

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

impl<H: Host> Store<H> {
    /// Writes down that Ivy is about to be asked, unless the same was asked before.
    pub(crate) async fn claim(&self, claim: &Claim) -> Result<Claimed, Refused> {
        let inserted = self
            .execute(
                "INSERT INTO ivy_sessions \
             (reference_id, owner, nonce_mark, key_mark, body_mark, state, lease_until, created_at) \
             VALUES ($1, $2, $3, $4, $5, 'asking', $6, $7) ON CONFLICT DO NOTHING",
                vec![
                    claim.reference_id.as_str().into(),
                    claim.owner.as_str().into(),
                    claim.nonce_mark.as_str().into(),
                    claim.key_mark.as_deref().into(),
                    claim.body_mark.as_deref().into(),
                    claim.lease_until.into(),
                    claim.now.into(),
                ],
            )
            .await?;
        if inserted == 1 {
            return Ok(Claimed::Ours);
        }
        match &claim.key_mark {
            Some(key) => self.earlier(key, claim.body_mark.as_deref(), claim.now).await,
            None => Ok(Claimed::Freed),
        }
    }

    async fn earlier(&self, key_mark: &str, body_mark: Option<&str>, now: i64) -> Result<Claimed, Refused> {
        let row = self
            .query(
                "SELECT reference_id, session_id, body_mark, answer, state, lease_until, created_at \
             FROM ivy_sessions WHERE key_mark = $1",
                vec![key_mark.into()],
            )
            .await?
            .into_iter()
            .next();
        let Some(row) = row else { return Ok(Claimed::Freed) };
        let reference_id = row.text("reference_id").map_err(fault)?;
        let session_id = row.optional_text("session_id").map_err(fault)?;
        let earlier_body = row.optional_text("body_mark").map_err(fault)?;
        let answer = row.optional_text("answer").map_err(fault)?;
        let state = row.text("state").map_err(fault)?;
        let lease_until = row.integer("lease_until").map_err(fault)?;
        let created_at = row.integer("created_at").map_err(fault)?;

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
        let done = self
            .execute(
                "UPDATE ivy_sessions SET state = 'open', session_id = $1, answer = $2, expires_at = $3 \
             WHERE reference_id = $4 AND state = 'asking'",
                vec![session_id.into(), answer.into(), expires_at.into(), reference_id.into()],
            )
            .await?;
        Ok(done == 1)
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
        self.execute(statement, vec![reference_id.into()]).await?;
        Ok(())
    }

    /// Removes answers that are kept no longer: a stored answer holds the link to a bank login. Callbacks likewise.
    pub(crate) async fn sweep(&self, now: i64) -> Result<(), Refused> {
        self.execute(
            "UPDATE ivy_sessions SET key_mark = NULL, body_mark = NULL, answer = NULL \
             WHERE created_at <= $1 AND (key_mark IS NOT NULL OR answer IS NOT NULL)",
            vec![(now - ANSWERS_KEPT).into()],
        )
        .await?;
        self.sweep_callbacks(now).await
    }
}
