//! One row of `ivy_sessions`.

mod columns;
mod expiry;
mod owner_kind;
#[cfg(test)]
mod tests;
mod tombstone;

use crate::release::{self, State};

pub(super) use columns::COLUMNS;
pub(super) use expiry::NEVER;
pub(crate) use expiry::RESPONSES_KEPT;
pub(crate) use owner_kind::OwnerKind;
pub(super) use tombstone::{reference_tombstone, session_tombstone};

/// What a repeat of a create is recognised and answered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// A digest of the owner and their idempotency key.
    pub(crate) key: String,
    /// A digest of the request.
    pub(crate) body: String,
    /// The sealed response; `None` until Ivy has answered, and after the session was forgotten.
    pub(crate) sealed: Option<String>,
}

/// A session that the table knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) reference_id: String,
    /// Whether the reference carries this proxy's tag, also after it was forgotten.
    pub(crate) is_tagged: bool,
    pub(crate) session_id: Option<String>,
    pub(crate) version: i64,
    pub(crate) secret_id: String,
    pub(crate) owner_kind: OwnerKind,
    pub(crate) repeat: Option<Repeat>,
    /// Until when Ivy's response to the create can come.
    pub(crate) lease_until: i64,
    /// When it was last shown to its owner, or made.
    pub(crate) used_at: i64,
    pub(crate) row: release::Row,
}

impl Record {
    /// Takes the rule's new row, and drops what a repeat no longer gets: a login that has ended, or that anybody came
    /// back from, frees its idempotency key.
    pub(super) fn with(mut self, row: release::Row, now: i64) -> Self {
        if row.state == State::Forgotten && self.row.state != State::Forgotten {
            self.reference_id = reference_tombstone(&self.reference_id);
            self.session_id = self.session_id.as_deref().map(session_tombstone);
            self.owner_kind = OwnerKind::Nobody;
            // Nothing in it was made with the secret any more but the key, which is looked for under every secret.
            self.secret_id = String::new();
            // A repeat of its create has to be recognised and refused for a day.
            self.repeat = self.repeat.map(|repeat| Repeat { sealed: None, ..repeat });
        } else if !matches!(row.state, State::Asking | State::Forgotten) && !row.is_under_way(now) {
            self.repeat = None;
        } else if row.owner != self.row.owner {
            // Sealed for the owner before.
            self.repeat = None;
        }
        if row.released_at.is_some() && self.row.released_at.is_none() {
            self.used_at = now;
        }
        self.row = row;
        self
    }
}
