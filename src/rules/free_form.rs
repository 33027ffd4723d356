//! Values whose fields are the caller's own: metadata, and fields that the caller allowed.
//!
//! Inside them every key stands in a path by its position, since it may be personal.

use super::checker::Checker;
use super::place::Place;
use super::{IssueCode, metadata};
use crate::json::View;

/// Keys that can change an object's prototype where a program copies objects carelessly.
const FORBIDDEN_KEYS: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// The most entries of one object: far beyond any use, it keeps the search for duplicate keys short.
pub(super) const MAX_MEMBERS: usize = 1_000;

/// Whether a key is refused at every depth.
pub(super) fn is_forbidden(key: &str) -> bool {
    FORBIDDEN_KEYS.contains(&key)
}

/// Reports a key that is refused at every depth.
pub(super) fn forbidden(place: &Place<'_>, checker: &mut Checker<'_>) {
    checker.expected(place, IssueCode::ForbiddenKey, "another key, as this one can change an object's prototype");
}

/// Reports whatever in `value` is not JSON, and keys that are forbidden or stand there twice, at every depth.
pub(super) fn check(value: View<'_>, place: &Place<'_>, checker: &mut Checker<'_>) {
    if value.not_json().is_some() {
        checker.wrong_type(value, place, "");
    }
    entries(value, place, false, checker);
}

/// The same for what lies in `value`; `limited` says whether each entry is held to the limits of metadata.
pub(super) fn entries(value: View<'_>, place: &Place<'_>, limited: bool, checker: &mut Checker<'_>) {
    if value.first() == b'{' && value.has_more_than(MAX_MEMBERS) {
        checker.expected(place, IssueCode::TooMany, "an object of at most 1,000 entries");
        return;
    }
    let mut keys = Vec::new();
    for (position, (key, value)) in value.entries().enumerate() {
        let here = Place::Item(place, position as u32);
        if let Some(name) = key.string() {
            let name = &*name;
            if is_forbidden(name) {
                forbidden(&here, checker);
                continue;
            }
            if keys.iter().any(|earlier: &View<'_>| earlier.is(name)) {
                checker.expected(&here, IssueCode::Duplicate, "each key once");
                continue;
            }
            keys.push(key);
        }
        check(value, &here, checker);
        if limited {
            metadata::check_entry(key, value, &here, checker);
        }
    }
}
