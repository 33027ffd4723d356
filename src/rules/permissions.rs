//! The rule for the list of permissions.
//!
//! Source: Ivy's documentation. Duplicates are refused, since they are probably a mistake.

use super::IssueCode;
use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::input::Input;
use crate::json::JsonType;
use crate::model::permission;

/// The expected value, in words that follow "expected".
pub(super) const WORDS: &str = "a list of one or more permissions";

/// Checks the list and writes it unchanged.
pub(super) fn check<'v, V: Input<'v>>(value: V, path: &FieldPath<'_>, state: &mut CheckState<'_>) {
    if value.entries().next().is_none() {
        state.expected(path, IssueCode::Empty, WORDS);
    }
    let extra = state.allowed.extra_permissions;
    let mut seen = Vec::new();
    for (position, (_, item)) in value.entries().enumerate() {
        if state.is_full() {
            break;
        }
        let here = FieldPath::Item(path, position as u32);
        let Some(name) = item.string() else {
            state.wrong_type(item, &here, "a string");
            continue;
        };
        let name = &*name;
        if seen.iter().any(|earlier: &V| earlier.is(name)) {
            state.expected(&here, IssueCode::Duplicate, "each permission once");
        } else if permission::ALL.contains(&name) || extra.iter().any(|extra| extra == name) {
            seen.push(item);
        } else {
            state.unknown(&here, IssueCode::InvalidPermission, name, &permission::ALL);
        }
    }
    state.normal.push_str(&value.text());
}

/// Returns true if the permissions contain `one`; `None` if they are no list.
pub(super) fn contains<'v>(permissions: impl Input<'v>, one: &str) -> Option<bool> {
    let is_list = permissions.json_type() == JsonType::Array;
    is_list.then(|| permissions.entries().any(|(_, item)| item.is(one)))
}
