//! The customer or guest behind a request, as the owner of sessions.

use std::fmt;

use crate::customer::Customer;
use crate::hash::unkeyed_digest;

/// The customer or guest who sent a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A signed-in customer.
    Customer(Customer),
    /// A shopper who is not signed in, identified by the guest cookie; `None` if the browser sent no cookie.
    Guest(Option<GuestId>),
}

impl Who {
    /// Returns the owner's name, from which the owner's digest is made; `None` for a guest without a cookie. A prefix
    /// separates customers from guests, so that no customer id can name a guest.
    pub(crate) fn owner(&self) -> Option<String> {
        match self {
            Self::Customer(customer) => Some(customer_owner(&customer.id)),
            Self::Guest(Some(guest)) => Some(guest.owner()),
            Self::Guest(None) => None,
        }
    }
}

/// Returns a customer's name as an owner. Tables of version 1 hold it in plain text.
pub(crate) fn customer_owner(id: &str) -> String {
    format!("customer:{id}")
}

/// The value of the guest cookie. It authenticates one guest, so `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct GuestId(pub(crate) String);

impl GuestId {
    /// Returns the guest's name as an owner: SHA-256 of a purpose and the cookie. Tables of version 1 hold the same text.
    pub(crate) fn owner(&self) -> String {
        format!("guest:{}", unkeyed_digest("guest", &[&self.0]))
    }
}

impl fmt::Debug for GuestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuestId(…)")
    }
}

/// The value of the login cookie, which identifies the browser that began a login. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginId(pub(crate) String);

impl fmt::Debug for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginId(…)")
    }
}
