//! Adoption of sessions that this proxy did not create (SECURITY.md, 3).

use super::{Digest, Identity, Outcome, Row, State};

/// The creation dates of sessions from elsewhere that a customer may adopt, in epoch seconds by Ivy's clock. Exists
/// only if the merchant set a date, the start check found that Ivy's list separates users, and the customer has not
/// forgotten everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trust {
    /// The time at which the identifier in the list query was verified for this customer. Older sessions may belong to
    /// its former holder.
    pub since: Option<i64>,
    /// The merchant's `trustSessionsBefore`. Later sessions must have been created by this proxy.
    pub before: i64,
}

impl Trust {
    /// Returns true if a session of this creation date may be the customer's.
    #[must_use]
    pub fn covers(self, created_at: i64) -> bool {
        created_at < self.before && self.since.is_none_or(|since| created_at >= since)
    }
}

/// The facts in Ivy's response that decide about an adoption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Ivy's creation date, if it is plausible.
    pub created_at: Option<i64>,
    /// True if the response names the customer's identifier.
    pub names_customer: bool,
    /// True if the reference has this proxy's tag. Then this proxy created the session, and a lost row must not be
    /// adopted.
    pub is_tagged: bool,
}

impl Origin {
    /// Returns true if the session may be the customer's, by all facts.
    pub(super) fn is_trusted(self, trust: Option<Trust>) -> bool {
        let is_old_enough = trust.zip(self.created_at).is_some_and(|(trust, created_at)| trust.covers(created_at));
        is_old_enough && self.names_customer && !self.is_tagged
    }
}

/// Adopts a session without a row. Returns its row, or `None` if it may belong to somebody else.
#[must_use]
pub fn adopt(owner: Digest, origin: Origin, identity: Identity, trust: Option<Trust>, now: i64) -> Option<Row> {
    let created_at = origin.created_at.filter(|_| origin.is_trusted(trust))?;
    Some(Row {
        outcome: Some(Outcome::Complete),
        released_at: Some(now),
        identity,
        ..Row::new(State::Adopted, owner, created_at)
    })
}
