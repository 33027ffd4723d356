//! The data sessions.

use super::counters::Counter;
use super::database::Store;
use super::deliveries::Delivery;
use crate::banks::SessionData;
use crate::clock;
use crate::deviations::Deviations;
use crate::request::Request;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::time::Duration;

/// The state of a session. The words of the API come from three sources: `complete` from the user's document, `open` and
/// `expired` from later documents, `failed` from a generation between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Complete,
    Failed,
    Expired,
}

impl State {
    /// Returns the value of `status` in the API.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// Returns the state for a row. With a late bank the time of the completion is in the future, and the session is open until
    /// then.
    fn read(name: &str, updated_at: i64, expires_at: i64) -> Self {
        let now = clock::seconds();
        match name {
            "complete" if updated_at > now => Self::Open,
            "complete" => Self::Complete,
            "failed" => Self::Failed,
            _ if expires_at <= now => Self::Expired,
            _ => Self::Open,
        }
    }
}

/// One session as stored. Times are epoch seconds.
#[derive(Debug)]
pub(crate) struct Session {
    /// The id of the session in its login link and in this database.
    pub(crate) id: String,
    /// The id of the session in the API. It differs from `id` only if the create repeated the id of an earlier session.
    pub(crate) shown_id: String,
    pub(crate) state: State,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) request: Request,
    pub(crate) data: Option<SessionData>,
    /// The digest of the token of the login that completed the session or made it fail.
    pub(crate) ended_by: Option<String>,
}

impl Session {
    fn read(row: &SqliteRow) -> sqlx::Result<Self> {
        let (updated_at, expires_at) = (row.try_get("updated_at")?, row.try_get("expires_at")?);
        let state = State::read(row.try_get("state")?, updated_at, expires_at);
        let data = row.try_get::<Option<&str>, _>("data")?.filter(|_| state == State::Complete);
        Ok(Self {
            id: row.try_get("id")?,
            shown_id: row.try_get("shown_id")?,
            state,
            created_at: row.try_get("created_at")?,
            updated_at,
            expires_at,
            request: from_json(row.try_get("request")?)?,
            data: data.map(from_json).transpose()?,
            ended_by: row.try_get("ended_by")?,
        })
    }

    /// Returns true if the bank login is finished. A late bank leaves such a session open for some time.
    pub(crate) fn is_finished(&self) -> bool {
        match self.state {
            State::Complete => true,
            State::Open => self.ended_by.is_some(),
            State::Failed | State::Expired => false,
        }
    }

    /// Returns true if a browser that opens the link can log in.
    pub(crate) fn accepts_login(&self, deviations: &Deviations) -> bool {
        let in_time = self.expires_at > clock::seconds();
        match self.state {
            State::Open if !self.is_finished() => true,
            State::Open | State::Complete => deviations.complete_twice && in_time,
            State::Failed => deviations.reopen_cancelled.is_some() && in_time,
            State::Expired => false,
        }
    }
}

/// The parameter of a list.
#[derive(Debug)]
pub(crate) enum Selector {
    Email(String),
    Phone(String),
    ReferenceId(String),
}

/// The result of a create.
#[derive(Debug)]
pub(crate) enum Created {
    Stored,
    ReferenceIdUsed,
}

/// The end of a session by a login.
#[derive(Debug)]
pub(crate) enum Ended<'a> {
    /// Completed: the data from the bank, the result callback if there is one, and the delay of both.
    Complete(&'a SessionData, Option<&'a Delivery>, Duration),
    /// Cancelled by the shopper or refused by the bank.
    Failed,
}

impl Store {
    /// Stores a new session, unless its referenceId was used before.
    pub(crate) async fn create(&self, session: &Session) -> sqlx::Result<Created> {
        let user = session.request.external_user.as_ref();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let inserted = sqlx::query(
            "INSERT INTO sessions (id, reference_id, state, created_at, updated_at, expires_at,
                external_email, external_phone, external_reference_id, request)
             VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (reference_id) DO NOTHING",
        )
        .bind(&session.id)
        .bind(&session.request.reference_id)
        .bind(session.created_at)
        .bind(session.updated_at)
        .bind(session.expires_at)
        .bind(user.and_then(|user| user.email.as_deref()))
        .bind(user.and_then(|user| user.phone.as_deref()))
        .bind(user.and_then(|user| user.reference_id.as_deref()))
        .bind(to_json(&session.request)?)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        if inserted == 0 {
            return Ok(Created::ReferenceIdUsed);
        }
        if session.shown_id != session.id {
            sqlx::query("INSERT INTO repeated_ids (session_id, shown_id) VALUES ($1, $2)")
                .bind(&session.id)
                .bind(&session.shown_id)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        self.count(Counter::Creates).await?;
        Ok(Created::Stored)
    }

    /// Returns the session that a login link names.
    pub(crate) async fn session(&self, id: &str) -> sqlx::Result<Option<Session>> {
        let row = sqlx::query("SELECT * FROM shown_sessions WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(Session::read).transpose()
    }

    /// Returns the session with this id in the API. If there are several, returns the last one created of those that a
    /// browser completed, or of all.
    pub(crate) async fn shown(&self, id: &str) -> sqlx::Result<Option<Session>> {
        let row = sqlx::query(
            "SELECT * FROM shown_sessions
             WHERE id IN (SELECT $1 UNION ALL SELECT session_id FROM repeated_ids WHERE shown_id = $1) AND shown_id = $1
             ORDER BY (state = 'complete') DESC, position DESC LIMIT 1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(Session::read).transpose()
    }

    /// Returns the id under which the API shows the session that was created last.
    pub(crate) async fn last_shown_id(&self) -> sqlx::Result<Option<String>> {
        sqlx::query("SELECT shown_id FROM shown_sessions ORDER BY position DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await?
            .map(|row| row.try_get("shown_id"))
            .transpose()
    }

    /// Returns the completed sessions of exactly this user, or of everybody without a selector, in the order in which
    /// they were created.
    pub(crate) async fn completed(&self, selector: Option<&Selector>) -> sqlx::Result<Vec<Session>> {
        let query = match selector {
            None => sqlx::query("SELECT * FROM shown_sessions WHERE state = 'complete' ORDER BY position"),
            Some(Selector::Email(value)) => sqlx::query(
                "SELECT * FROM shown_sessions WHERE state = 'complete' AND external_email = $1 ORDER BY position",
            )
            .bind(value),
            Some(Selector::Phone(value)) => sqlx::query(
                "SELECT * FROM shown_sessions WHERE state = 'complete' AND external_phone = $1 ORDER BY position",
            )
            .bind(value),
            Some(Selector::ReferenceId(value)) => sqlx::query(
                "SELECT * FROM shown_sessions WHERE state = 'complete' AND external_reference_id = $1 ORDER BY position",
            )
            .bind(value),
        };
        let rows = query.fetch_all(&self.pool).await?;
        let sessions: Vec<Session> = rows.iter().map(Session::read).collect::<sqlx::Result<_>>()?;
        Ok(sessions.into_iter().filter(|session| session.state == State::Complete).collect())
    }

    /// Ends a session and stores its callback. Returns false, and changes nothing, if the session accepts no login any
    /// more. A session that is completed again loses the callbacks that the merchant has not accepted.
    pub(crate) async fn end(
        &self,
        id: &str,
        token_hash: &str,
        ended: Ended<'_>,
        deviations: &Deviations,
    ) -> sqlx::Result<bool> {
        let again = deviations.complete_twice && matches!(ended, Ended::Complete(..));
        let now = clock::seconds();
        let (state, data, delivery, late_by) = match ended {
            Ended::Complete(data, delivery, late_by) => ("complete", Some(to_json(data)?), delivery, late_by),
            Ended::Failed => ("failed", None, None, Duration::ZERO),
        };
        let late_by = i64::try_from(late_by.as_secs()).unwrap_or(0);
        let due = (late_by > 0).then(|| clock::millis() + late_by * 1000);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let changed = sqlx::query(
            "UPDATE sessions SET state = $1, data = $2, ended_by = $3, updated_at = $4
             WHERE id = $5 AND expires_at > $6
                AND (state = 'open' OR ($7 AND state = 'failed') OR ($8 AND state = 'complete'))",
        )
        .bind(state)
        .bind(data)
        .bind(token_hash)
        .bind(now + late_by)
        .bind(id)
        .bind(now)
        .bind(deviations.reopen_cancelled.is_some())
        .bind(again)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        if changed == 1 && again {
            Delivery::drop_due(&mut transaction, id).await?;
        }
        if let (1, Some(delivery)) = (changed, delivery) {
            delivery.insert(&mut transaction, due).await?;
        }
        transaction.commit().await?;
        Ok(changed == 1)
    }

    /// Makes the sessions with this id in the API expire now. A session that has ended keeps its status.
    pub(crate) async fn expire(&self, shown_id: &str) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE sessions SET expires_at = MIN(expires_at, $1)
             WHERE id IN (SELECT id FROM shown_sessions WHERE shown_id = $2)",
        )
        .bind(clock::seconds())
        .bind(shown_id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Completes the sessions with this id in the API that wait for a late bank. Returns the callbacks to send.
    pub(crate) async fn complete(&self, shown_id: &str) -> sqlx::Result<Vec<Delivery>> {
        let now = clock::seconds();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let completed = sqlx::query(
            "UPDATE sessions SET updated_at = $1
             WHERE state = 'complete' AND updated_at > $1 AND id IN (SELECT id FROM shown_sessions WHERE shown_id = $2)
             RETURNING id",
        )
        .bind(now)
        .bind(shown_id)
        .fetch_all(&mut *transaction)
        .await?;
        let mut deliveries = Vec::new();
        for row in completed {
            deliveries.extend(Delivery::take(&mut transaction, row.try_get("id")?).await?);
        }
        transaction.commit().await?;
        Ok(deliveries)
    }
}

fn to_json(value: &impl Serialize) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

fn from_json<T: DeserializeOwned>(text: &str) -> sqlx::Result<T> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}
