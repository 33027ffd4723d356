//! The customer that the merchant's sign-in returns. A request's body never decides who is signed in.

use ivy_data_session::rules::{email, phone};

use crate::config::ListSelector;

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

    /// Returns the verified e-mail address, in the normal form that create and list share.
    pub(crate) fn normal_email(&self) -> Option<String> {
        normal(self.email.as_ref(), email::normalize)
    }

    /// Returns the verified phone number, in the normal form that create and list share.
    pub(crate) fn normal_phone(&self) -> Option<String> {
        normal(self.phone.as_ref(), phone::normalize)
    }

    /// Returns true if the identifier of this selector is verified and has no normal form. No session can be found
    /// by it.
    pub(crate) fn is_unusable(&self, selector: ListSelector) -> bool {
        match selector {
            ListSelector::ReferenceId => false,
            ListSelector::Email => self.email.is_some() && self.normal_email().is_none(),
            ListSelector::Phone => self.phone.is_some() && self.normal_phone().is_none(),
        }
    }
}

fn normal(verified: Option<&Verified>, normalize: fn(&str) -> Option<String>) -> Option<String> {
    verified.and_then(|verified| normalize(&verified.value))
}

/// An error: the merchant's sign-in is unavailable. The request is answered with 503 and can be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInUnavailable;
