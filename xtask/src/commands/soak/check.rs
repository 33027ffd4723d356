//! The result of one long check.

use anyhow::Result;
use std::time::{Duration, Instant};

/// The result of one check.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) name: String,
    /// The measured figures, or the error.
    pub(super) figures: String,
    pub(super) passed: bool,
    pub(super) time: Duration,
}

impl Check {
    /// Runs a check and measures its time.
    pub(super) fn of(name: &str, run: impl FnOnce() -> Result<String>) -> Self {
        let started = Instant::now();
        let (passed, figures) = match run() {
            Ok(figures) => (true, figures),
            Err(error) => (false, format!("{error:#}")),
        };
        Self { name: name.to_owned(), figures, passed, time: started.elapsed() }
    }
}
