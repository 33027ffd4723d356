//! The list of permissions.
//!
//! Source: Ivy's documentation. A list that names one twice is refused: it is a slip of whoever built it.

use super::IssueCode;
use super::fields::Checker;
use crate::json::Value;
use crate::model::permission;

/// What is expected, in words.
pub(super) const WORDS: &str = "a list of one or more permissions";

/// Checks the list and gives it unchanged if it is right.
pub(super) fn check(value: &Value, checker: &mut Checker<'_>) -> Option<Value> {
    let Value::Array(items) = value else {
        checker.report.expected(IssueCode::Type, WORDS);
        return None;
    };
    if items.is_empty() {
        checker.report.expected(IssueCode::Empty, WORDS);
    }
    let mut seen: Vec<&str> = Vec::new();
    for (position, item) in items.iter().enumerate() {
        checker.report.enter_position(position);
        match item {
            Value::NotJson(kind) => checker.report.not_json(*kind),
            Value::String(name) if seen.contains(&name.as_str()) => {
                checker.report.expected(IssueCode::Duplicate, "each permission once");
            }
            Value::String(name) if is_known(name, checker.extra_permissions) => seen.push(name),
            Value::String(name) => {
                checker.unknown(IssueCode::InvalidPermission, "unknown permission", name, &permission::ALL);
            }
            _ => checker.report.expected(IssueCode::Type, "a string"),
        }
        checker.report.leave();
    }
    Some(value.clone())
}

fn is_known(name: &str, extra: &[String]) -> bool {
    permission::ALL.contains(&name) || extra.iter().any(|extra| extra == name)
}

/// Whether a request asks for a permission; `None` if its permissions are no list.
pub(super) fn asks_for(request: &Value, permission: &str) -> Option<bool> {
    match request.get("permissions") {
        Some(Value::Array(items)) => Some(items.iter().any(|item| item.as_str() == Some(permission))),
        _ => None,
    }
}
