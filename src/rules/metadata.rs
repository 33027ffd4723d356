//! Metadata: the merchant's own keys and values.
//!
//! Source: Ivy's documentation, at most 50 keys of at most 40 characters with values of at most 500. A value that is
//! not a string counts by the length of its JSON text. An entry stands in a path by its position, counted from 0.

use super::checker::Checker;
use super::place::Place;
use super::{IssueCode, free_form, text};
use crate::json::View;

/// The most keys.
pub const MAX_KEYS: usize = 50;
/// The longest key, in characters.
pub const MAX_KEY_CHARACTERS: usize = 40;
/// The longest string, or JSON text of another value, in characters.
pub const MAX_VALUE_CHARACTERS: usize = 500;

/// Checks metadata and writes its normal form. `limited` says whether the limits hold.
pub(super) fn check(value: View<'_>, place: &Place<'_>, limited: bool, checker: &mut Checker<'_>) {
    if limited && value.has_more_than(MAX_KEYS) {
        checker.expected(place, IssueCode::TooMany, "at most 50 keys");
        if value.has_more_than(free_form::MAX_MEMBERS) {
            return;
        }
    }
    free_form::entries(value, place, limited, checker);
    checker.normal.push_str(value.text());
}

/// Holds one entry to the limits.
pub(super) fn check_entry(key: View<'_>, value: View<'_>, place: &Place<'_>, checker: &mut Checker<'_>) {
    if is_longer(key, MAX_KEY_CHARACTERS) {
        checker.expected(place, IssueCode::TooLong, "a key of at most 40 characters");
    }
    if is_longer(value, MAX_VALUE_CHARACTERS) {
        checker.expected(place, IssueCode::TooLong, "a value of at most 500 characters");
    }
}

fn is_longer(value: View<'_>, limit: usize) -> bool {
    match value.string() {
        Some(string) => text::is_longer(&string, limit),
        None => text::is_longer(value.text(), limit),
    }
}
