//! The clock and the randomness of the system.

use ivy_sandbox_core::{Host, NoRandomness};
use std::time::{SystemTime, UNIX_EPOCH};

/// The host of a sandbox in this process.
#[derive(Debug)]
pub(crate) struct System;

impl Host for System {
    fn now_ms(&self) -> i64 {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}
