//! The states of a data session.

use super::names::names;

names! {
    /// Every status that some age of Ivy's documentation shows.
    KNOWN;
    /// Finished by the shopper, with data. Ivy's document on recurring users shows this spelling.
    COMPLETE = "complete";
    /// The same: see [`super::assumed::COMPLETED`].
    COMPLETED = "completed";
    /// Waiting for the shopper.
    OPEN = "open";
    /// Over.
    CLOSED = "closed";
    /// Over since nobody finished it in time.
    EXPIRED = "expired";
    /// Begun by the shopper.
    STARTED = "started";
    /// With the bank.
    PENDING = "pending";
    /// Ended without data.
    FAILED = "failed";
}

/// Returns true if a session with this status was finished by the shopper, with data.
pub fn is_completed(status: &str) -> bool {
    status == COMPLETE || status == COMPLETED
}
