//! Data sessions.

use super::{Counter, Delivery, Store};
use crate::api::Request;
use crate::banks::SessionData;
use crate::clock;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::time::Duration;

/// What has become of a session. The words are the ones the API says: `complete` is shown by the user's document, `open`
/// and `expired` by later documents, `failed` by a page between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Complete,
    Failed,
    Expired,
}

impl State {
    /// The value of `status`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// A completed session is open until the time of its completion has come: some banks are late.
    fn read(word: &str, updated_at: i64, expires_at: i64) -> Self {
        let now = clock::seconds();
        match word {
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
    pub(crate) id: String,
    pub(crate) state: State,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) request: Request,
    pub(crate) data: Option<SessionData>,
    /// The digest of the token of the login that completed it or made it fail.
    pub(crate) ended_by: Option<String>,
}

impl Session {
    fn read(row: &SqliteRow) -> sqlx::Result<Self> {
        let (updated_at, expires_at) = (row.try_get("updated_at")?, row.try_get("expires_at")?);
        let state = State::read(row.try_get("state")?, updated_at, expires_at);
        let data = row.try_get::<Option<&str>, _>("data")?.filter(|_| state == State::Complete);
        Ok(Self {
            id: row.try_get("id")?,
            state,
            created_at: row.try_get("created_at")?,
            updated_at,
            expires_at,
            request: from_json(row.try_get("request")?)?,
            data: data.map(from_json).transpose()?,
            ended_by: row.try_get("ended_by")?,
        })
    }
}

/// What a list is asked for: exactly one of these.
#[derive(Debug)]
pub(crate) enum Selector {
    Email(String),
    Phone(String),
    ReferenceId(String),
}

/// What became of a create.
#[derive(Debug)]
pub(crate) enum Created {
    Stored,
    ReferenceIdUsed,
}

/// How a login ends a session.
#[derive(Debug)]
pub(crate) enum Ended<'a> {
    /// With what the bank told, the callback that reports it, if one is wanted, and how much later that happens.
    Complete(&'a SessionData, Option<&'a Delivery>, Duration),
    /// Cancelled by the shopper or refused by the bank.
    Failed,
}

impl Store {
    /// Stores a new session, unless its referenceId was used before.
    pub(crate) async fn create(&self, session: &Session) -> sqlx::Result<Created> {
        let user = session.request.external_user.as_ref();
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
        .execute(&self.pool)
        .await?
        .rows_affected();
        if inserted == 0 {
            return Ok(Created::ReferenceIdUsed);
        }
        self.count(Counter::Creates).await?;
        Ok(Created::Stored)
    }

    /// The session with this id.
    pub(crate) async fn session(&self, id: &str) -> sqlx::Result<Option<Session>> {
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(Session::read).transpose()
    }

    /// The completed sessions of exactly this user, in the order in which they were created.
    pub(crate) async fn completed(&self, selector: &Selector) -> sqlx::Result<Vec<Session>> {
        let (query, value) = match selector {
            Selector::Email(value) => {
                ("SELECT * FROM sessions WHERE state = 'complete' AND external_email = $1 ORDER BY rowid", value)
            }
            Selector::Phone(value) => {
                ("SELECT * FROM sessions WHERE state = 'complete' AND external_phone = $1 ORDER BY rowid", value)
            }
            Selector::ReferenceId(value) => {
                ("SELECT * FROM sessions WHERE state = 'complete' AND external_reference_id = $1 ORDER BY rowid", value)
            }
        };
        let rows = sqlx::query(query).bind(value).fetch_all(&self.pool).await?;
        let sessions: Vec<Session> = rows.iter().map(Session::read).collect::<sqlx::Result<_>>()?;
        Ok(sessions.into_iter().filter(|session| session.state == State::Complete).collect())
    }

    /// Ends an open session and stores its callback with it. `false`: it was not open any more, and nothing changed.
    pub(crate) async fn end(&self, id: &str, token_hash: &str, ended: Ended<'_>) -> sqlx::Result<bool> {
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
             WHERE id = $5 AND state = 'open' AND expires_at > $6",
        )
        .bind(state)
        .bind(data)
        .bind(token_hash)
        .bind(now + late_by)
        .bind(id)
        .bind(now)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        if let (1, Some(delivery)) = (changed, delivery) {
            delivery.insert(&mut transaction, due).await?;
        }
        transaction.commit().await?;
        Ok(changed == 1)
    }

    /// Lets an open session expire now. `false`: no session has this id.
    pub(crate) async fn expire(&self, id: &str) -> sqlx::Result<bool> {
        let changed = sqlx::query(
            "UPDATE sessions SET expires_at = CASE WHEN state = 'open' THEN MIN(expires_at, $1) ELSE expires_at END
             WHERE id = $2",
        )
        .bind(clock::seconds())
        .bind(id)
        .execute(&self.pool)
        .await?
        .rows_affected();
        Ok(changed == 1)
    }
}

fn to_json(value: &impl Serialize) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

fn from_json<T: DeserializeOwned>(text: &str) -> sqlx::Result<T> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}
