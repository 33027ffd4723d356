//! The operations of Ivy's API.

use serde::{Deserialize, Serialize};

/// An operation of Ivy's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Operation {
    Create,
    Details,
    List,
}

impl Operation {
    /// Returns the operation with this path.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        match path.strip_prefix("/api/service/data/session/")? {
            "create" => Some(Self::Create),
            "details" => Some(Self::Details),
            "list" => Some(Self::List),
            _ => None,
        }
    }
}
