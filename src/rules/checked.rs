//! What a check gives.

use super::Issue;
use crate::json::Value;
use serde::Serialize;

/// What a check found. `V` is how the normal form is given: as JSON text (`String`), or as a tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked<V = Value> {
    /// The normal form of what was checked: what to send. There is one only if there are no issues.
    pub value: Option<V>,
    /// Everything that is wrong, up to [`super::MAX_ISSUES`].
    pub issues: Vec<Issue>,
    /// What is valid and still not what one wants.
    pub warnings: Vec<Issue>,
}
