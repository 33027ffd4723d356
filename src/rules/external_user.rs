//! The rule for the user of a request.
//!
//! Source: Ivy's document on recurring users: one of `email`, `referenceId`, `phone` and `metadata` at least, and past
//! sessions are found by these. So their normal form here and in a list query is the same.

use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::field_values::FieldValues;
use super::input::Input;
use super::{IssueCode, report};

/// Checks the number of fields, and warns about a user who has metadata alone.
pub(super) fn check<'v>(user: &FieldValues<impl Input<'v>>, path: &FieldPath<'_>, state: &mut CheckState<'_>) {
    match user.count() {
        0 => state.expected(path, IssueCode::Required, "at least one of email, phone, referenceId, metadata"),
        1 if user.get("metadata").is_some() => {
            let words =
                "known by metadata alone, so no list can find this user again; add a referenceId, email or phone";
            state.warnings.push(report::issue(path, IssueCode::MetadataOnly, words, ""));
        }
        _ => {}
    }
}
