//! The states of a data session.

use super::names::names;

names! {
    /// Every status of all versions of Ivy's documentation.
    KNOWN;
    /// The shopper finished the session and shared data. This spelling is in Ivy's document on recurring users.
    COMPLETE = "complete";
    /// A second spelling of [`COMPLETE`], see [`super::assumed::COMPLETED`].
    COMPLETED = "completed";
    /// The session waits for the shopper.
    OPEN = "open";
    /// The session is closed.
    CLOSED = "closed";
    /// The shopper did not finish the session in time.
    EXPIRED = "expired";
    /// The shopper started the session.
    STARTED = "started";
    /// The bank is processing the session.
    PENDING = "pending";
    /// The session ended without data.
    FAILED = "failed";
}

/// Returns true if a session with this status was finished by the shopper, with data.
pub fn is_completed(status: &str) -> bool {
    status == COMPLETE || status == COMPLETED
}
