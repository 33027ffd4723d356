//! The rule for metadata, the merchant's own keys and values.
//!
//! Source: Ivy's documentation, at most 50 keys of at most 40 characters with values of at most 500. A value that is
//! not a string counts by the length of its JSON text. In a path an entry is identified by its position, counted from 0.

use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::input::Input;
use super::{IssueCode, free_form, text};

/// The most keys.
pub const MAX_KEYS: usize = 50;
/// The longest key, in characters.
pub const MAX_KEY_CHARACTERS: usize = 40;
/// The longest string, or JSON text of another value, in characters.
pub const MAX_VALUE_CHARACTERS: usize = 500;

/// Checks metadata and writes its normal form. If `limited`, the limits apply, and keys beyond [`MAX_KEYS`] are not checked.
pub(super) fn check<'v>(value: impl Input<'v>, path: &FieldPath<'_>, limited: bool, state: &mut CheckState<'_>) {
    state.normal.push_str(&value.text());
    if !limited {
        return free_form::check(value, path, state);
    }
    let mut keys = Vec::new();
    for (position, (key, value)) in value.entries().enumerate() {
        if position >= MAX_KEYS {
            return state.expected(path, IssueCode::TooMany, "at most 50 keys");
        }
        let here = FieldPath::Item(path, position as u32);
        if !free_form::is_new(key, &mut keys, &here, state) {
            continue;
        }
        check_length(key, MAX_KEY_CHARACTERS, "a key of at most 40 characters", &here, state);
        check_length(value, MAX_VALUE_CHARACTERS, "a value of at most 500 characters", &here, state);
        free_form::check(value, &here, state);
    }
}

/// Reports a key or a value that is longer than its limit.
fn check_length<'v>(
    value: impl Input<'v>,
    limit: usize,
    words: &str,
    path: &FieldPath<'_>,
    state: &mut CheckState<'_>,
) {
    if text::is_longer(&value.string().unwrap_or_else(|| value.text()), limit) {
        state.expected(path, IssueCode::TooLong, words);
    }
}
