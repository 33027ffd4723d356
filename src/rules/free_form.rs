//! Values whose fields are the caller's own: metadata, and fields that the caller allowed.
//!
//! Inside them every key stands in a path by its position, since it may be personal.

use super::IssueCode;
use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::input::{Cursor, Input};

/// Keys that can change an object's prototype where a program copies objects carelessly.
const FORBIDDEN_KEYS: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// The most keys in all of a request's objects of this kind: far beyond any use, it bounds the time that looking for keys
/// that stand there twice takes.
const MAX_KEYS: usize = 1_000;

/// Whether a key is refused at every depth.
pub(super) fn is_forbidden(key: &str) -> bool {
    FORBIDDEN_KEYS.contains(&key)
}

/// Reports a key that is refused at every depth.
pub(super) fn report_forbidden(path: &FieldPath<'_>, state: &mut CheckState<'_>) {
    state.expected(path, IssueCode::ForbiddenKey, "another key, as this one can change an object's prototype");
}

/// Reports whatever in `value` is not JSON, and keys that are forbidden or stand there twice, at every depth.
pub(super) fn check<'v, V: Input<'v>>(value: V, path: &FieldPath<'_>, state: &mut CheckState<'_>) {
    walk::<V>(&mut value.entries(), false, path, state);
}

/// Does so with the value at a cursor, which lies in an object or not, and moves over it. One cursor reads every level, so
/// that the time does not grow with the depth. Gives nothing at the end of what is looked at.
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

/// Adds a key to those before it. Reports one that is forbidden or stands there twice.
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
