//! Choices about Ivy's API: paths, the selector of lists, and optional fields.

use ivy_data_session::model::{assumed, path};

/// By which of the customer's identifiers Ivy's list is asked.
///
/// The merchant's own immutable customer id is the safe choice: addresses and numbers are given up and handed on. With
/// the other two only verified values count, and sessions older than the verification are left out (SECURITY.md, 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListBy {
    /// The customer id, sent as `externalUserReferenceId`. **Assumed**: Ivy's document shows only the e-mail.
    #[default]
    ReferenceId,
    /// The verified e-mail address, sent as `externalUserEmail`. Documented.
    Email,
    /// The verified phone number, sent as `externalUserPhone`. **Assumed**, as above.
    Phone,
}

/// Ivy's paths, changeable because one of them is assumed.
#[derive(Clone, Debug)]
pub struct IvyPaths {
    /// Creates a session. Documented.
    pub create: String,
    /// Reads one session. Documented.
    pub details: String,
    /// Lists a user's past sessions. **Assumed**: no document of Ivy names the path.
    pub list: String,
}

impl Default for IvyPaths {
    fn default() -> Self {
        Self { create: path::CREATE.into(), details: path::DETAILS.into(), list: assumed::LIST_PATH.into() }
    }
}

/// A field of Ivy's answers that pages get only if the merchant names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageField {
    /// The accounts' balances.
    Balances,
    /// The accounts' transactions.
    Transactions,
    /// The session's metadata.
    Metadata,
}

impl PageField {
    /// Every such field.
    pub const ALL: [Self; 3] = [Self::Balances, Self::Transactions, Self::Metadata];

    /// Returns the field's name in Ivy's answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balances => "balances",
            Self::Transactions => "transactions",
            Self::Metadata => "metadata",
        }
    }
}
