//! Who is asking. The merchant's own sign-in says it, never a request's body.

use crate::random::mark;

/// An e-mail address or phone number that the merchant knows to belong to the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The address or number.
    pub value: String,
    /// When it was verified for this customer, in epoch seconds. Sessions found by it that are older are not theirs.
    pub since: i64,
}

/// A signed-in customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The merchant's own id of the customer: never changed, never given to another.
    pub id: String,
    /// The e-mail address, only where it is verified.
    pub email: Option<Verified>,
    /// The phone number, only where it is verified.
    pub phone: Option<Verified>,
}

/// Whose request it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A customer that the shop knows.
    Customer(Customer),
    /// Somebody who is not signed in, known by the cookie that the proxy set when they created a session; `None` where
    /// the browser sent none.
    Guest(Option<GuestId>),
}

impl Who {
    /// By what the table knows them; `None` for a browser that has no session. The prefixes keep a customer whose id
    /// looks like a guest's apart from that guest.
    pub(crate) fn owner(&self) -> Option<String> {
        match self {
            Who::Customer(customer) => Some(format!("customer:{}", customer.id)),
            Who::Guest(Some(GuestId(id))) => Some(format!("guest:{}", mark("guest", &[id]))),
            Who::Guest(None) => None,
        }
    }
}

/// The value of a guest's cookie. It is as good as a sign-in for one guest's sessions, so it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct GuestId(pub(crate) String);

impl std::fmt::Debug for GuestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GuestId(…)")
    }
}

/// The sign-in could not be asked. The request is answered with 503 and can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInUnavailable;
