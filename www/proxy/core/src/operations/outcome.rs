//! The mapping of Ivy's statuses to outcomes of a login.

use ivy_data_session::model::status;

use crate::release::Outcome;

/// Returns the outcome of a status; `None` for a login in progress, and for a status without an outcome (`closed`, and
/// undocumented ones).
pub(super) fn outcome(word: &str) -> Option<Outcome> {
    match word {
        word if status::is_completed(word) => Some(Outcome::Complete),
        // Ivy's documentation has `failed`; its apps and pages use the other words for the same.
        status::FAILED | "error" | "cancelled" | "canceled" => Some(Outcome::Error),
        status::EXPIRED => Some(Outcome::Expired),
        _ => None,
    }
}
