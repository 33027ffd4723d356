//! Values whose fields are the caller's own: metadata, and fields that the caller allowed.
//!
//! Inside them every key stands in a path by its position, since it may be personal.

use super::IssueCode;
use super::report::Report;
use crate::json::{NotJson, Value};

/// Keys that can change an object's prototype where a program copies objects carelessly.
const FORBIDDEN_KEYS: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// The most entries of one object: far beyond any use, it keeps the search for duplicate keys short.
pub(super) const MAX_MEMBERS: usize = 1_000;

/// Whether a key is refused at every depth.
pub(super) fn is_forbidden(key: &str) -> bool {
    FORBIDDEN_KEYS.contains(&key)
}

/// Reports a key that is refused at every depth.
pub(super) fn forbidden(report: &mut Report) {
    report.say(IssueCode::ForbiddenKey, &["expected another key, as this one can change an object's prototype"]);
}

/// Reports whatever in `value` is not JSON, and keys that are forbidden or stand there twice, at every depth.
pub(super) fn check(value: &Value, report: &mut Report) {
    match value {
        Value::NotJson(kind) => report.not_json(*kind),
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                report.enter_position(position);
                check(item, report);
                report.leave();
            }
        }
        Value::Object(members) => each_entry(members, report, &mut |_, value, report| check(value, report)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Calls `inner` for each entry with the report at its position; a forbidden or repeated key is an issue instead.
pub(super) fn each_entry(
    members: &[(String, Value)],
    report: &mut Report,
    inner: &mut dyn FnMut(&str, &Value, &mut Report),
) {
    if members.len() > MAX_MEMBERS {
        report.expected(IssueCode::TooMany, "an object of at most 1,000 entries");
        return;
    }
    for (position, (key, value)) in members.iter().enumerate() {
        report.enter_position(position);
        if is_forbidden(key) {
            forbidden(report);
        } else if members.iter().take(position).any(|(earlier, _)| earlier == key) {
            report.expected(IssueCode::Duplicate, "each key once");
        } else if !is_undefined(value) {
            inner(key, value, report);
        }
        report.leave();
    }
}

/// Whether a member is as good as absent: `JSON.stringify` leaves it out.
pub(super) fn is_undefined(value: &Value) -> bool {
    matches!(value, Value::NotJson(NotJson::Undefined))
}

/// The value without members that are `undefined`.
pub(super) fn without_undefined(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !is_undefined(value));
            Value::Object(kept.map(|(key, value)| (key.clone(), without_undefined(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_undefined).collect()),
        other => other.clone(),
    }
}
