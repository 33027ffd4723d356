//! Tombstones: the names under which the table holds forgotten sessions.

use crate::hash::unkeyed_digest;

/// Returns the name under which the table holds a forgotten session.
pub(in crate::store) fn session_tombstone(session_id: &str) -> String {
    format!("forgotten:{}", unkeyed_digest("forgotten session", &[session_id]))
}

/// Returns the name under which the table holds a forgotten reference.
pub(in crate::store) fn reference_tombstone(reference_id: &str) -> String {
    format!("forgotten:{}", unkeyed_digest("forgotten reference", &[reference_id]))
}
