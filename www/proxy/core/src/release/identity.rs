//! Digests that identify the person behind a session.

use super::Digest;

/// Digests of a session's date of birth and account identifiers. Names are not covered, because banks change their
/// spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The date of birth.
    pub birth: Option<Digest>,
    /// The identifier of each account; empty if the session has no accounts.
    pub accounts: Vec<Digest>,
}

impl Identity {
    /// Returns true if nothing is known of the person.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.birth.is_none() && self.accounts.is_empty()
    }

    /// Returns true if `later` is another person: both have a date of birth and they differ, or both have accounts and
    /// none matches (SECURITY.md, 2).
    #[must_use]
    pub fn contradicts(&self, later: &Self) -> bool {
        let births = self.birth.is_some() && later.birth.is_some() && self.birth != later.birth;
        let accounts = !self.accounts.is_empty()
            && !later.accounts.is_empty()
            && !self.accounts.iter().any(|account| later.accounts.contains(account));
        births || accounts
    }
}
