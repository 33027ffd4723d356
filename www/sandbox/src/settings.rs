//! What a sandbox is started with.

use crate::Deviations;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How one sandbox behaves. [`Settings::new`] gives the values that the binary uses.
#[derive(Clone)]
pub struct Settings {
    /// The SQLite file that holds everything; made when it is not there yet.
    pub database: PathBuf,
    /// The key that callers send as `X-Ivy-Api-Key`.
    pub api_key: String,
    /// The secret that result callbacks are signed with (HMAC-SHA-256, header `X-Ivy-Signature`).
    pub signing_secret: String,
    /// How long the shopper's way back to the shop waits for the first result callback. Default: one second.
    pub callback_wait: Duration,
    /// How long after the shopper's return Late Bank confirms. Default: five seconds.
    pub late_by: Duration,
    /// The pauses before the second, third, … attempt to deliver a result callback; after the last one it is given up.
    /// Ivy's own schedule runs for days; this one is short.
    pub callback_retries: Vec<Duration>,
    /// The origin in `redirectUrl`, such as `http://bank.test:8081`. `None`: the address that is listened on.
    pub public_origin: Option<String>,
    /// The deviations to start with. `/sandbox/deviations` changes them while the sandbox runs.
    pub deviations: Deviations,
}

impl Settings {
    /// Settings with the usual values: no deviations, one second of patience, five retries within two minutes.
    pub fn new(database: impl Into<PathBuf>, api_key: impl Into<String>, signing_secret: impl Into<String>) -> Self {
        Self {
            database: database.into(),
            api_key: api_key.into(),
            signing_secret: signing_secret.into(),
            callback_wait: Duration::from_secs(1),
            late_by: Duration::from_secs(5),
            callback_retries: [1, 3, 10, 30, 60].map(Duration::from_secs).to_vec(),
            public_origin: None,
            deviations: Deviations::default(),
        }
    }
}

/// The key and the secret stay out of every log.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("database", &self.database)
            .field("callback_wait", &self.callback_wait)
            .field("late_by", &self.late_by)
            .field("callback_retries", &self.callback_retries)
            .field("public_origin", &self.public_origin)
            .field("deviations", &self.deviations)
            .finish_non_exhaustive()
    }
}
