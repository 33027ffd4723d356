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

/// The data by which a retried create is recognised, and its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// The digest of the owner and their idempotency key.
    pub(crate) key: String,
    /// The digest of the request.
    pub(crate) body: String,
    /// The sealed response; `None` before Ivy's response, and after the session was forgotten.
    pub(crate) sealed: Option<String>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) reference_id: String,
    /// True if the reference has this proxy's tag. Stays after the session was forgotten.
    pub(crate) is_tagged: bool,
    pub(crate) session_id: Option<String>,
    pub(crate) version: i64,
    pub(crate) secret_id: String,
    pub(crate) owner_kind: OwnerKind,
    pub(crate) repeat: Option<Repeat>,
    /// The last second at which Ivy's response to the create can arrive.
    pub(crate) lease_until: i64,
    /// The time of its creation, or of the last use by its owner.
    pub(crate) used_at: i64,
    pub(crate) row: release::Row,
}

impl Record {
    /// Applies the rule's new row. Drops the stored response and key of a login that has ended or from which a browser
    /// has returned: its idempotency key is free again.
    pub(super) fn with(mut self, row: release::Row, now: i64) -> Self {
        if row.state == State::Forgotten && self.row.state != State::Forgotten {
            self.reference_id = reference_tombstone(&self.reference_id);
            self.session_id = self.session_id.as_deref().map(session_tombstone);
            self.owner_kind = OwnerKind::Nobody;
            // Only the key's digest was made with a secret, and it is looked up under every secret.
            self.secret_id = String::new();
            // A retried create must be recognised and rejected for a day.
            self.repeat = self.repeat.map(|repeat| Repeat { sealed: None, ..repeat });
        } else if !matches!(row.state, State::Asking | State::Forgotten) && !row.is_under_way(now) {
            self.repeat = None;
        } else if row.owner != self.row.owner {
            // The response was sealed for the previous owner.
            self.repeat = None;
        }
        if row.released_at.is_some() && self.row.released_at.is_none() {
            self.used_at = now;
        }
        self.row = row;
        self
    }
}
