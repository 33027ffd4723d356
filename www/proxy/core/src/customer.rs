//! The customer that the merchant's sign-in returns. A request's body never decides who is signed in.

/// An e-mail address or phone number that the merchant has verified for the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The address or number.
    pub value: String,
    /// The time of verification for this customer, in epoch seconds. An older session from elsewhere is not theirs.
    pub since: i64,
}

/// A signed-in customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The merchant's own id of the customer. It must never change or be reused for another customer.
    pub id: String,
    /// The e-mail address, only if it is verified.
    pub email: Option<Verified>,
    /// The phone number, only if it is verified.
    pub phone: Option<Verified>,
}

impl Customer {
    /// Builds a customer with an id and without verified identifiers.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), email: None, phone: None }
    }
}

/// An error: the merchant's sign-in is unavailable. The request is answered with 503 and can be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInUnavailable;
