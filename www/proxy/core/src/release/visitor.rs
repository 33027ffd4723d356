//! The browser behind a request, in the form that can be compared with a row.

use super::{Digest, Row, State, Trust};

/// The result of the merchant's sign-in for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignIn {
    /// A customer is signed in.
    Customer(Digest),
    /// Nobody is signed in.
    Nobody,
    /// The sign-in is unavailable.
    Unavailable,
}

/// The browser behind a request. All digests are made with the row's own keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// The result of the sign-in.
    pub sign_in: SignIn,
    /// The guest cookie.
    pub guest: Option<Digest>,
    /// The login cookie. All logins that began in this browser share it.
    pub login: Option<Digest>,
    /// The sessions from elsewhere that may be this customer's.
    pub trust: Option<Trust>,
}

/// The relation of a visitor to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// The owner: the signed-in customer, or the guest of the cookie.
    Owner,
    /// Nobody is signed in, and the login began in this browser.
    BeganHere,
    /// A customer is signed in, and the browser still has the cookie of the guest who owns the row.
    FormerGuest,
    /// The sign-in is unavailable.
    Unknown,
    /// Any other visitor.
    Stranger,
}

impl Visitor {
    /// Returns the visitor's relation to a row.
    pub(super) fn relation(&self, row: &Row) -> Relation {
        let is_guest = self.guest == Some(row.owner);
        let began_here = row.login.is_some() && self.login == row.login;
        match self.sign_in {
            SignIn::Unavailable => Relation::Unknown,
            SignIn::Customer(customer) if customer == row.owner => Relation::Owner,
            SignIn::Customer(_) if is_guest => Relation::FormerGuest,
            SignIn::Customer(_) => Relation::Stranger,
            SignIn::Nobody if is_guest => Relation::Owner,
            SignIn::Nobody if began_here => Relation::BeganHere,
            SignIn::Nobody => Relation::Stranger,
        }
    }

    /// Returns true if the row may be shown to this visitor, before Ivy is called: released, theirs, not locked.
    #[must_use]
    pub fn may_see(&self, row: &Row) -> bool {
        let released = row.released_at.is_some() && row.locked_at.is_none();
        let trusted = match row.state {
            State::Open => true,
            State::Adopted => self.trust.is_some_and(|trust| trust.covers(row.created_at)),
            State::Asking | State::Lost | State::Forgotten => false,
        };
        released && trusted && self.relation(row) == Relation::Owner
    }
}
