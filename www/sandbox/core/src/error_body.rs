//! The ages of Ivy's error bodies.

use serde::{Deserialize, Serialize};

/// The fields of an error body. Ivy's documentation and clients show three ages; which one an account gets is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "camelCase")]
pub enum ErrorBody {
    /// The fields of the second and the third age
    #[default]
    Union,
    /// The first age: code, devMessage
    First,
    /// The second age: message, devMessage, statusCode, data, docUrl, code
    Second,
    /// The third age: message, category, code, param, docUrl
    Third,
}

impl ErrorBody {
    /// Returns true if the body has this field.
    pub(crate) fn has(self, field: &str) -> bool {
        let (first, second, third) = (
            ["code", "devMessage"],
            ["message", "statusCode", "data", "docUrl"],
            ["message", "category", "param", "docUrl"],
        );
        match self {
            Self::First => first.contains(&field),
            Self::Second => first.contains(&field) || second.contains(&field),
            Self::Third => field == "code" || third.contains(&field),
            Self::Union => true,
        }
    }
}
