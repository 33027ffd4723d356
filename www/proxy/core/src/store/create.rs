//! The rows of creates, from before the call to Ivy until its response, and the responses to retries.

use super::record::{OwnerKind, Repeat};
use super::{RESPONSES_KEPT, Record, Store, database_error};
use crate::api_error::ApiError;
use crate::host::{DatabaseError, Host};
use crate::identify::login_digest;
use crate::keys::Purpose;
use crate::release::{Event, Row, State, Verdict, decide};
use crate::who::{LoginId, Who};

/// A create that is about to call Ivy.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) reference_id: &'a str,
    pub(crate) who: &'a Who,
    pub(crate) login: &'a LoginId,
    pub(crate) success_nonce: &'a str,
    pub(crate) error_nonce: &'a str,
    /// The idempotency key and the request's text.
    pub(crate) repeatable: Option<(&'a str, &'a str)>,
    pub(crate) now: i64,
    /// The last second at which Ivy's response can arrive.
    pub(crate) lease_until: i64,
}

/// The result of a claim.
#[derive(Debug)]
pub(crate) enum Claimed {
    /// The create is new: Ivy may be called.
    Ours(Box<Record>),
    /// The same create was completed before; the row holds the response.
    Completed(Box<Record>),
    /// The same create is in progress.
    Busy,
    /// The key was used for another request, or its session was forgotten.
    Conflict,
    /// An earlier create with the key has ended. The key is free: claim again.
    Freed,
}

/// The result of [`Store::open_session`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The response is stored and may be returned.
    Open,
    /// The session was forgotten or given up during the call. The response must be dropped.
    Gone,
    /// The table already had Ivy's id. Both sessions are locked.
    Locked,
}

impl<H: Host> Store<H> {
    /// Inserts the row of a new create, or finds the row of an earlier one with the same key.
    pub(crate) async fn claim(&self, claim: &Claim<'_>) -> Result<Claimed, ApiError> {
        let all = self.keys();
        let keys = all.newest().ok_or_else(|| ApiError::unavailable().because("no secret"))?;
        let owner = claim.who.owner().ok_or_else(|| ApiError::unavailable().because("no owner"))?;
        let key = |key: &str| all.digests(Purpose::IdempotencyKey, &[&owner, key]);
        let earlier_keys = claim.repeatable.map(|(idempotency_key, _)| key(idempotency_key)).unwrap_or_default();
        let record = Record {
            reference_id: claim.reference_id.to_owned(),
            is_tagged: true,
            session_id: None,
            version: 0,
            secret_id: keys.id().to_owned(),
            owner_kind: OwnerKind::of(claim.who),
            repeat: claim.repeatable.map(|(idempotency_key, body)| Repeat {
                key: keys.digest(Purpose::IdempotencyKey, &[&owner, idempotency_key]).text(),
                body: keys.digest(Purpose::Body, &[body]).text(),
                sealed: None,
            }),
            lease_until: claim.lease_until,
            used_at: claim.now,
            row: Row {
                success: Some(keys.digest(Purpose::Nonce, &[claim.success_nonce])),
                error: Some(keys.digest(Purpose::Nonce, &[claim.error_nonce])),
                login: Some(login_digest(keys, claim.login)),
                ..Row::new(State::Asking, keys.digest(Purpose::Owner, &[&owner]), claim.now)
            },
        };
        // The table's uniqueness is not enough: an earlier row of the same key may have been written with an earlier
        // secret.
        if let Some((_, body)) = claim.repeatable
            && let Some(earlier) = self.by_key(&earlier_keys).await?
        {
            return self.earlier(earlier, &all.digests(Purpose::Body, &[body]), claim.now).await;
        }
        if self.insert(&record).await? { Ok(Claimed::Ours(Box::new(record))) } else { Ok(Claimed::Freed) }
    }

    /// Returns the state of an earlier create with the same key.
    async fn earlier(&self, earlier: Record, bodies: &[String], now: i64) -> Result<Claimed, ApiError> {
        let Some(repeat) = &earlier.repeat else { return Ok(Claimed::Freed) };
        let is_over = earlier.row.created_at <= now - RESPONSES_KEPT;
        let is_asking = earlier.row.state == State::Asking;
        let is_forgotten = earlier.row.state == State::Forgotten;
        if is_over || !(is_asking || is_forgotten || earlier.row.is_under_way(now)) {
            self.write(&earlier, Record { repeat: None, ..earlier.clone() }).await.map_err(database_error)?;
            return Ok(Claimed::Freed);
        }
        if is_forgotten || !bodies.contains(&repeat.body) {
            return Ok(Claimed::Conflict);
        }
        if repeat.sealed.is_some() {
            return Ok(Claimed::Completed(Box::new(earlier)));
        }
        if earlier.lease_until >= now {
            return Ok(Claimed::Busy);
        }
        self.give_up(earlier, now).await?;
        Ok(Claimed::Freed)
    }

    /// Records Ivy's response to a create.
    pub(crate) async fn open_session(
        &self,
        record: Record,
        session_id: &str,
        sealed: Option<String>,
        expires_at: Option<i64>,
        now: i64,
    ) -> Result<Opened, ApiError> {
        let reference = record.reference_id.clone();
        let mut record = record;
        let mut earlier = self.by_session_or_tombstone(session_id).await?;
        loop {
            let is_known = earlier.is_some();
            let (verdict, row) = decide(&record.row, &Event::Opened { expires_at, is_known }, now);
            if verdict != Verdict::Done {
                return Ok(Opened::Gone);
            }
            let mut next = record.clone().with(row, now);
            if !is_known {
                next.session_id = Some(session_id.to_owned());
                next.repeat = next.repeat.map(|repeat| Repeat { sealed: sealed.clone(), ..repeat });
            }
            match self.write(&record, next).await {
                Ok(Some(_)) if is_known => break,
                Ok(Some(_)) => return Ok(Opened::Open),
                // Another create has just stored the same id.
                Err(DatabaseError(kind)) if kind == UNIQUE && !is_known => {
                    earlier = self.by_session_or_tombstone(session_id).await?;
                    if earlier.is_none() {
                        return Err(database_error(DatabaseError(kind)));
                    }
                }
                Err(error) => return Err(database_error(error)),
                Ok(None) => match self.by_reference(&reference).await? {
                    Some(newer) => record = newer,
                    None => return Ok(Opened::Gone),
                },
            }
        }
        tracing::error!(event = "id_taken", "ivy answered two creates with one id; both sessions are locked");
        if let Some(earlier) = earlier {
            self.decide(earlier, now, |_, _| Event::Lock).await?;
        }
        Ok(Opened::Locked)
    }

    /// Gives up a session whose response was lost. Ivy may have created it without the proxy learning its id. Frees the
    /// key for one more create.
    pub(crate) async fn give_up(&self, record: Record, now: i64) -> Result<(), ApiError> {
        self.decide(record, now, |_, _| Event::GaveUp).await.map(drop)
    }

    /// Deletes the row of a session that Ivy refused to create or was never called for.
    pub(crate) async fn withdraw(&self, record: &Record) -> Result<(), ApiError> {
        self.delete(record).await.map(drop)
    }
}

/// The name of the error of a duplicate value, as the hosts return it.
const UNIQUE: &str = "unique violation";
