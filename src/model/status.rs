//! Where a data session stands.

/// Finished by the shopper, with data. Ivy's document on recurring users shows this spelling.
pub const COMPLETE: &str = "complete";
/// Waiting for the shopper.
pub const OPEN: &str = "open";
/// Over.
pub const CLOSED: &str = "closed";
/// Over since nobody finished it in time.
pub const EXPIRED: &str = "expired";
/// Begun by the shopper.
pub const STARTED: &str = "started";
/// With the bank.
pub const PENDING: &str = "pending";
/// Ended without data.
pub const FAILED: &str = "failed";

/// Every status that some age of Ivy's documentation shows, and [`super::assumed::COMPLETED`].
pub const KNOWN: [&str; 8] = [COMPLETE, super::assumed::COMPLETED, OPEN, CLOSED, EXPIRED, STARTED, PENDING, FAILED];

/// Whether a session with this status was finished by the shopper, with data.
pub fn is_completed(status: &str) -> bool {
    status == COMPLETE || status == super::assumed::COMPLETED
}
