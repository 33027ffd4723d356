//! Choices about Ivy's API: paths, the selector of lists, and optional fields.

use ivy_data_session::model::{assumed, path};

/// The identifier by which Ivy's list is requested.
///
/// The merchant's own immutable customer id is the safe choice: addresses and numbers change hands. With the other two
/// only verified values count, and sessions older than the verification are omitted (SECURITY.md, 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListSelector {
    /// The customer id, sent as `externalUserReferenceId`. **Assumed**: Ivy's document shows only the e-mail.
    ReferenceId,
    /// The verified e-mail address, sent as `externalUserEmail`. Documented.
    Email,
    /// The verified phone number, sent as `externalUserPhone`. **Assumed**, as above.
    Phone,
}

impl ListSelector {
    /// Every selector, in the order in which [`ListBy::Auto`] tries them.
    pub const ALL: [Self; 3] = [Self::ReferenceId, Self::Email, Self::Phone];

    /// Returns the name in settings, health and log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReferenceId => "referenceId",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// The merchant's choice of the way to a customer's past sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListBy {
    /// The first selector that a check of Ivy's list shows to work. If none works, the proxy reads the owner's released
    /// sessions from its table and asks Ivy for each by details.
    #[default]
    Auto,
    /// The customer id, and no other way.
    ReferenceId,
    /// The verified e-mail address, and no other way.
    Email,
    /// The verified phone number, and no other way.
    Phone,
}

impl ListBy {
    /// Returns the merchant's selector; `None` if the proxy chooses.
    pub(crate) const fn selector(self) -> Option<ListSelector> {
        match self {
            Self::Auto => None,
            Self::ReferenceId => Some(ListSelector::ReferenceId),
            Self::Email => Some(ListSelector::Email),
            Self::Phone => Some(ListSelector::Phone),
        }
    }
}

/// Ivy's paths. They can be changed, because one of them is assumed.
#[derive(Clone, Debug)]
pub struct IvyPaths {
    /// The path that creates a session. Documented.
    pub create: String,
    /// The path that returns one session. Documented.
    pub details: String,
    /// The path that lists a user's past sessions. **Assumed**: no document of Ivy names it.
    pub list: String,
}

impl Default for IvyPaths {
    fn default() -> Self {
        Self { create: path::CREATE.into(), details: path::DETAILS.into(), list: assumed::LIST_PATH.into() }
    }
}

/// An optional field of Ivy's responses: pages get it only if the merchant names it.
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
    /// Every optional field.
    pub const ALL: [Self; 3] = [Self::Balances, Self::Transactions, Self::Metadata];

    /// Returns the field's name in Ivy's responses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balances => "balances",
            Self::Transactions => "transactions",
            Self::Metadata => "metadata",
        }
    }
}
