//! The result of a check.

use super::Issue;
use crate::json::Value;
use serde::Serialize;

/// The result of a check. `V` is the type of the normal form: JSON text (`String`) or a tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked<V = Value> {
    /// The normal form of the value, which is to be sent; `None` if there are issues.
    pub value: Option<V>,
    /// The reasons why the value is invalid, up to [`super::MAX_ISSUES`].
    pub issues: Vec<Issue>,
    /// Warnings: valid input that is probably a mistake.
    pub warnings: Vec<Issue>,
}
