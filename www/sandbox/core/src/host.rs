//! The runtime services that a sandbox needs.

/// An error: the system provides no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

/// The clock and the randomness of the program that hosts a sandbox.
pub trait Host {
    /// Returns the time of day in epoch milliseconds.
    fn now_ms(&self) -> i64;

    /// Fills `bytes` with cryptographically secure randomness.
    ///
    /// # Errors
    /// If the system provides none.
    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}
