//! What Ivy's words for a session's status mean for the login behind it.

use ivy_data_session::model::status;

use crate::release::Outcome;

/// The outcome that a status says; `None` for a login that is still under way, and for a word that says nothing about
/// how it ended (`closed`, and what is not documented).
pub(super) fn outcome(word: &str) -> Option<Outcome> {
    match word {
        word if status::is_completed(word) => Some(Outcome::Complete),
        // Ivy's documentation has `failed`; the other words are what its apps and pages call the same.
        status::FAILED | "error" | "cancelled" | "canceled" => Some(Outcome::Error),
        status::EXPIRED => Some(Outcome::Expired),
        _ => None,
    }
}
