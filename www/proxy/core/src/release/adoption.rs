//! Adoption (SECURITY.md, 3): sessions that this proxy did not create.

use super::{Digest, Identity, Outcome, Row, State};

/// Which sessions from elsewhere a customer may adopt, by Ivy's own date of creation, in epoch seconds. Exists only if
/// the merchant set a date, the start check found that Ivy's list keeps users apart, and the customer has not forgotten
/// everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trust {
    /// When the identifier that Ivy is asked by was verified for this customer. Older sessions may be those of whoever
    /// had it before.
    pub since: Option<i64>,
    /// The merchant's `trustSessionsBefore`. Later sessions must have been created by this proxy.
    pub before: i64,
}

impl Trust {
    /// Whether a session of this age may be the customer's.
    #[must_use]
    pub fn covers(self, created_at: i64) -> bool {
        created_at < self.before && self.since.is_none_or(|since| created_at >= since)
    }
}

/// The facts of Ivy's answer that decide about an adoption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Ivy's own date of creation, if it is plausible.
    pub created_at: Option<i64>,
    /// Whether the answer itself names the customer's identifier.
    pub names_customer: bool,
    /// Whether the reference carries this proxy's tag: then this proxy made it, and a lost row must not be adopted.
    pub is_tagged: bool,
}

impl Origin {
    /// Whether the session may be the customer's, by all that Ivy says.
    pub(super) fn is_trusted(self, trust: Option<Trust>) -> bool {
        let is_old_enough = trust.zip(self.created_at).is_some_and(|(trust, created_at)| trust.covers(created_at));
        is_old_enough && self.names_customer && !self.is_tagged
    }
}

/// Adopts a session that the table does not know. Returns its row, or `None` if it may be anybody's.
#[must_use]
pub fn adopt(owner: Digest, origin: Origin, identity: Identity, trust: Option<Trust>, now: i64) -> Option<Row> {
    let created_at = origin.created_at.filter(|_| origin.is_trusted(trust))?;
    Some(Row {
        state: State::Adopted,
        owner,
        success: None,
        error: None,
        login: None,
        created_at,
        expires_at: None,
        outcome: Some(Outcome::Complete),
        completed_at: None,
        returned_at: None,
        cancelled_at: None,
        presented_at: None,
        released_at: Some(now),
        locked_at: None,
        identity,
    })
}
