//! The data sessions.

use super::row::{InvalidRow, Row, Table};
use crate::banks::SessionData;
use crate::create_request::CreateRequest;
use crate::deviations::Deviations;
use crate::moment::Moment;
use serde_json::json;

/// The `status` of a session in the API. The words come from three sources: `complete` from the user's document, `open`
/// and `expired` from later documents, `failed` from a generation between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Open,
    Complete,
    Failed,
    Expired,
}

impl Status {
    /// Returns the value of `status` in the API.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

/// The end of a session by a login.
#[derive(Debug, Clone)]
pub(crate) enum Ending {
    /// Completed, with the data from the bank. A late bank confirms it so many seconds later.
    Complete(SessionData, i64),
    /// Cancelled by the shopper or refused by the bank.
    Failed,
}

/// One session. Times are epoch seconds.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The id of the session in its login link and in the tables.
    pub(crate) id: String,
    /// The id of the session in the API. It differs from `id` only if the create repeated the id of an earlier session.
    pub(crate) shown_id: String,
    /// The recorded end of the login, if there is one.
    ended: Option<Ended>,
    pub(crate) created_at: i64,
    /// The time of the last change. With a late bank it is in the future until the bank confirms.
    pub(crate) updated_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) request: CreateRequest,
    data: Option<SessionData>,
    /// The digest of the token of the login that completed the session or made it fail.
    pub(crate) ended_by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Complete,
    Failed,
}

impl Session {
    /// Returns a new session, in which nobody has logged in.
    pub(crate) fn new(id: String, shown_id: String, request: CreateRequest, lifetime: i64, now: Moment) -> Self {
        let created_at = request.created_at.unwrap_or(now.seconds());
        Self {
            id,
            shown_id,
            ended: None,
            created_at,
            updated_at: now.seconds(),
            expires_at: request.expires_at.unwrap_or(created_at.saturating_add(lifetime)),
            request,
            data: None,
            ended_by: None,
        }
    }

    /// Returns the status at a time.
    pub(crate) fn status(&self, now: Moment) -> Status {
        match self.ended {
            Some(Ended::Complete) if self.updated_at > now.seconds() => Status::Open,
            Some(Ended::Complete) => Status::Complete,
            Some(Ended::Failed) => Status::Failed,
            None if self.expires_at <= now.seconds() => Status::Expired,
            None => Status::Open,
        }
    }

    /// Returns the data from the bank, once the session is complete.
    pub(crate) fn data(&self, now: Moment) -> Option<&SessionData> {
        self.data.as_ref().filter(|_| self.status(now) == Status::Complete)
    }

    /// Returns true if a browser completed the login, also if a late bank has not confirmed it.
    pub(crate) fn is_completed(&self) -> bool {
        self.ended == Some(Ended::Complete)
    }

    /// Returns true if a browser completed the login and the late bank has not confirmed it.
    pub(crate) fn waits_for_bank(&self, now: Moment) -> bool {
        self.is_completed() && self.status(now) == Status::Open
    }

    /// Returns true if a browser that opens the link can log in.
    pub(crate) fn accepts_login(&self, deviations: &Deviations, now: Moment) -> bool {
        let in_time = self.expires_at > now.seconds();
        match self.ended {
            None => in_time,
            Some(Ended::Complete) => in_time && deviations.complete_twice,
            Some(Ended::Failed) => in_time && deviations.reopen_cancelled.is_some(),
        }
    }

    /// Returns the session after its end by the login with this token, or `None` if it cannot end so: it accepts no login
    /// any more, or a login that only completes it again is cancelled.
    pub(crate) fn end(&self, token_hash: &str, ending: Ending, deviations: &Deviations, now: Moment) -> Option<Self> {
        let undoes = self.is_completed() && matches!(ending, Ending::Failed);
        if undoes || !self.accepts_login(deviations, now) {
            return None;
        }
        let (ended, data, late_by) = match ending {
            Ending::Complete(data, late_by) => (Ended::Complete, Some(data), late_by),
            Ending::Failed => (Ended::Failed, None, 0),
        };
        let updated_at = now.seconds().saturating_add(late_by);
        Some(Self { ended: Some(ended), data, updated_at, ended_by: Some(token_hash.to_owned()), ..self.clone() })
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let state = match self.ended {
            None => "open",
            Some(Ended::Complete) => "complete",
            Some(Ended::Failed) => "failed",
        };
        let values = [
            json!(self.id),
            json!(self.request.reference_id),
            json!(state),
            json!(self.created_at),
            json!(self.updated_at),
            json!(self.expires_at),
            json!(json!(self.request).to_string()),
            json!(self.data.as_ref().map(|data| json!(data).to_string())),
            json!(self.ended_by),
        ];
        let mut rows = vec![Row::new(Table::Sessions, values)];
        if self.shown_id != self.id {
            rows.push(Row::new(Table::RepeatedIds, [json!(self.id), json!(self.shown_id)]));
        }
        rows
    }

    /// Reads a session that is shown under its own id.
    pub(super) fn read(row: &Row) -> Result<Self, InvalidRow> {
        let id = row.text("id")?;
        let data = row.optional_text("data")?.map(serde_json::from_str).transpose();
        Ok(Self {
            id: id.to_owned(),
            shown_id: id.to_owned(),
            ended: match row.text("state")? {
                "open" => None,
                "complete" => Some(Ended::Complete),
                "failed" => Some(Ended::Failed),
                _ => return Err(row.invalid("state")),
            },
            created_at: row.integer("created_at")?,
            updated_at: row.integer("updated_at")?,
            expires_at: row.integer("expires_at")?,
            request: serde_json::from_str(row.text("request")?).map_err(|_| row.invalid("request"))?,
            data: data.map_err(|_| row.invalid("data"))?,
            ended_by: row.optional_text("ended_by")?.map(str::to_owned),
        })
    }
}

/// Returns the session to show of several with one id in the API, which are in the order in which they were created: the
/// last one that a browser completed, or the last of all.
pub(crate) fn last_completed<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Option<&'a Session> {
    // Of equal sessions, `max_by_key` returns the last.
    sessions.into_iter().max_by_key(|session| session.is_completed())
}
