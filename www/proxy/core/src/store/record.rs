//! One row, as the rest of the proxy sees it.

use crate::{DatabaseFault, Row};

/// Where the proxy is with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Ivy is being asked for it.
    Asking,
    /// Ivy has answered.
    Open,
    /// Ivy's answer was lost. What it may have created is an orphan and never released.
    Lost,
    /// Not created by this proxy: believed to be the owner's because Ivy listed it for them, where the merchant trusts
    /// that.
    Adopted,
    /// Forgotten: only marks are left, by which it is known not to be released again.
    Forgotten,
}

impl State {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            State::Asking => "asking",
            State::Open => "open",
            State::Lost => "lost",
            State::Adopted => "adopted",
            State::Forgotten => "forgotten",
        }
    }

    /// A word that no version of the proxy wrote is read as lost: nothing is released by it.
    fn read(name: &str) -> Self {
        [State::Asking, State::Open, State::Adopted, State::Forgotten]
            .into_iter()
            .find(|state| state.name() == name)
            .unwrap_or(State::Lost)
    }
}

/// What became of a bank login, as far as Ivy has said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The bank is connected. Nothing said later changes that.
    Complete,
    /// It failed or was cancelled.
    Error,
    /// It was not finished in time.
    Expired,
}

impl Outcome {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Outcome::Complete => "complete",
            Outcome::Error => "error",
            Outcome::Expired => "expired",
        }
    }

    fn read(name: &str) -> Option<Self> {
        [Outcome::Complete, Outcome::Error, Outcome::Expired].into_iter().find(|outcome| outcome.name() == name)
    }
}

/// A session that the table knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) reference_id: String,
    pub(crate) session_id: Option<String>,
    pub(crate) owner: String,
    pub(crate) state: State,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) created_at: i64,
    pub(crate) completed_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) presented_at: Option<i64>,
    pub(crate) exposed_at: Option<i64>,
}

/// The columns of a [`Record`]; every query that makes one begins with it.
macro_rules! select_record {
    ($rest:literal) => {
        concat!(
            "SELECT reference_id, session_id, owner, state, outcome, created_at, completed_at, expires_at, ",
            "presented_at, exposed_at FROM ivy_sessions ",
            $rest
        )
    };
}
pub(super) use select_record;

impl Record {
    pub(super) fn read(row: &Row) -> Result<Self, DatabaseFault> {
        Ok(Self {
            reference_id: row.text("reference_id")?,
            session_id: row.optional_text("session_id")?,
            owner: row.text("owner")?,
            state: State::read(&row.text("state")?),
            outcome: row.optional_text("outcome")?.as_deref().and_then(Outcome::read),
            created_at: row.integer("created_at")?,
            completed_at: row.optional_integer("completed_at")?,
            expires_at: row.optional_integer("expires_at")?,
            presented_at: row.optional_integer("presented_at")?,
            exposed_at: row.optional_integer("exposed_at")?,
        })
    }

    /// Whether it is this owner's, and neither lost nor forgotten.
    pub(crate) fn belongs_to(&self, owner: &str) -> bool {
        self.owner == owner && !matches!(self.state, State::Lost | State::Forgotten)
    }

    /// Whether this owner may see it: their browser came back from its login, and nobody else's came first.
    pub(crate) fn is_released_to(&self, owner: &str) -> bool {
        self.belongs_to(owner) && self.presented_at.is_some() && self.exposed_at.is_none()
    }

    /// When the login was completed, as far as the proxy knows: never for a session that it did not create.
    pub(crate) fn date(&self) -> Option<i64> {
        if self.state == State::Adopted { None } else { Some(self.completed_at.unwrap_or(self.created_at)) }
    }
}
