//! Metadata: the merchant's own keys and values.
//!
//! Source: Ivy's documentation, at most 50 keys of at most 40 characters with values of at most 500. A value that is
//! not a string counts by the length of its JSON text. An entry stands in a path by its position, counted from 0.

use super::fields::Checker;
use super::{IssueCode, free_form, text};
use crate::json::{self, Value};

/// The most keys.
pub const MAX_KEYS: usize = 50;
/// The longest key, in characters.
pub const MAX_KEY_CHARACTERS: usize = 40;
/// The longest string, or JSON text of another value, in characters.
pub const MAX_VALUE_CHARACTERS: usize = 500;

/// Checks metadata and gives its normal form. `limited` says whether the limits hold.
pub(super) fn check(value: &Value, limited: bool, checker: &mut Checker<'_>) -> Option<Value> {
    let report = &mut checker.report;
    let Value::Object(members) = value else {
        report.expected(IssueCode::Type, "an object of keys and JSON values");
        return None;
    };
    if limited && members.len() > MAX_KEYS {
        report.expected(IssueCode::TooMany, "at most 50 keys");
        if members.len() > free_form::MAX_MEMBERS {
            return None;
        }
    }
    free_form::each_entry(members, report, &mut |key, value, report| {
        free_form::check(value, report);
        if limited && text::is_longer(key, MAX_KEY_CHARACTERS) {
            report.expected(IssueCode::TooLong, "a key of at most 40 characters");
        }
        if limited && is_long(value) {
            report.expected(IssueCode::TooLong, "a value of at most 500 characters");
        }
    });
    Some(free_form::without_undefined(value))
}

fn is_long(value: &Value) -> bool {
    let json_text;
    let text = match value {
        Value::String(text) => text,
        Value::NotJson(_) => return false,
        other => {
            let mut text = String::new();
            json::write(other, &mut text);
            json_text = text;
            &json_text
        }
    };
    text::is_longer(text, MAX_VALUE_CHARACTERS)
}
