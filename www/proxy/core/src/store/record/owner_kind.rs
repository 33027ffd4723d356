//! The kind of a row's owner.

use crate::who::Who;

/// The kind of a row's owner. Guests' rows have a shorter retention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnerKind {
    Customer,
    Guest,
    /// The owner of forgotten sessions.
    Nobody,
}

impl OwnerKind {
    pub(in crate::store) const ALL: [Self; 3] = [Self::Customer, Self::Guest, Self::Nobody];

    pub(in crate::store) const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Guest => "guest",
            Self::Nobody => "nobody",
        }
    }

    pub(in crate::store) fn of(who: &Who) -> Self {
        match who {
            Who::Customer(_) => Self::Customer,
            Who::Guest(_) => Self::Guest,
        }
    }
}
