//! The rule for values with the caller's own keys: metadata, and undocumented fields that the caller allowed.
//!
//! In a path such a key is replaced by its position, since it may be personal.

use super::IssueCode;
use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::input::{Cursor, Input};

/// Keys that can change an object's prototype in a program that copies objects carelessly.
const FORBIDDEN_KEYS: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// The most keys in all objects of this kind in a request. The limit is far beyond any use. It bounds the time of the search
/// for duplicate keys.
const MAX_KEYS: usize = 1_000;

/// Returns true if a key is refused at every depth.
pub(super) fn is_forbidden(key: &str) -> bool {
    FORBIDDEN_KEYS.contains(&key)
}

/// Reports a key for which [`is_forbidden`] is true.
pub(super) fn report_forbidden(path: &FieldPath<'_>, state: &mut CheckState<'_>) {
    state.expected(path, IssueCode::ForbiddenKey, "another key, as this one can change an object's prototype");
}

/// Reports values that are not JSON, forbidden keys and duplicate keys, at every depth of `value`.
pub(super) fn check<'v, V: Input<'v>>(value: V, path: &FieldPath<'_>, state: &mut CheckState<'_>) {
    walk::<V>(&mut value.entries(), false, path, state);
}

/// Checks the value at a cursor and consumes it. `in_object` is true if the value is a member of an object. One cursor reads
/// every level, so that the time does not grow with the depth. Returns `None` if the check has stopped.
fn walk<'v, V: Input<'v>>(
    cursor: &mut V::Cursor,
    in_object: bool,
    path: &FieldPath<'_>,
    state: &mut CheckState<'_>,
) -> Option<()> {
    let Some(of_object) = cursor.enter() else {
        let value = cursor.value()?;
        if value.not_json().is_some() {
            state.wrong_type(value, path, "");
        }
        return Some(());
    };
    let mut keys = Vec::new();
    let mut position = 0;
    while let Some(key) = cursor.key() {
        let here = FieldPath::Item(path, position);
        if !of_object || is_new(key, &mut keys, &here, state) {
            walk::<V>(cursor, of_object, &here, state)?;
        } else {
            cursor.value()?;
        }
        if state.keys > MAX_KEYS {
            state.expected(path, IssueCode::TooMany, "at most 1,000 keys");
            return None;
        }
        if state.is_full() {
            return None;
        }
        position += 1;
    }
    cursor.leave(in_object);
    Some(())
}

/// Adds a key to those before it. Reports a forbidden or duplicate key and returns false.
pub(super) fn is_new<'v, V: Input<'v>>(
    key: V,
    keys: &mut Vec<V>,
    path: &FieldPath<'_>,
    state: &mut CheckState<'_>,
) -> bool {
    let name = key.string().unwrap_or_default();
    let name = &*name;
    if is_forbidden(name) {
        report_forbidden(path, state);
    } else if keys.iter().any(|earlier| earlier.is(name)) {
        state.expected(path, IssueCode::Duplicate, "each key once");
    } else {
        keys.push(key);
        state.keys += 1;
        return true;
    }
    false
}
