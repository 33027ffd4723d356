//! The rule for list queries, which select the user whose past sessions are listed.
//!
//! Source: Ivy's document on recurring users: "You can always only query with one parameter at a time."

use super::IssueCode;
use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::field_values::FieldValues;
use super::input::Input;
use crate::json::View;
use crate::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};

/// Checks the number of selectors.
pub(super) fn check<'v>(query: &FieldValues<impl Input<'v>>, state: &mut CheckState<'_>) {
    let code = match query.count() {
        0 => IssueCode::Required,
        1 => return,
        _ => IssueCode::Conflict,
    };
    let words = "exactly one of externalUserEmail, externalUserPhone, externalUserReferenceId";
    state.expected(&FieldPath::Root, code, words);
}

/// Replaces a user's normal form by the query that finds their past sessions. Without a selector, the warning becomes an
/// issue.
pub(super) fn of_user(state: &mut CheckState<'_>) {
    let normal = std::mem::take(&mut state.normal);
    let Some(user) = View::read(&normal).filter(|_| state.issues.is_empty()) else { return };
    for (field, selector) in
        &[("referenceId", LIST_BY_REFERENCE_ID), ("email", LIST_BY_EMAIL), ("phone", LIST_BY_PHONE)]
    {
        if let Some(value) = user.get(field) {
            for part in &["{\"", selector, "\":", value.text(), "}"] {
                state.normal.push_str(part);
            }
            return;
        }
    }
    state.issues.append(&mut state.warnings);
}
