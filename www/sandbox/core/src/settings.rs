//! The settings of a sandbox.

use crate::deviations::Deviations;
use crate::error_body::ErrorBody;
use std::fmt;
use std::time::Duration;

/// The settings that the rules need. [`Settings::new`] returns the usual ones.
#[derive(Clone)]
pub struct Settings {
    /// The key that callers send as `X-Ivy-Api-Key`.
    pub api_key: String,
    /// The secret that result callbacks are signed with (HMAC-SHA-256, header `X-Ivy-Signature`).
    pub signing_secret: String,
    /// The time for which the redirect to the shop waits for the first result callback. Default: one second.
    pub callback_wait: Duration,
    /// The time between the shopper's return and the confirmation of Late Bank. Default: five seconds.
    pub late_by: Duration,
    /// The pauses before the second, third, … attempt to deliver a result callback. After the last attempt the callback is
    /// given up. Ivy's own schedule runs for days.
    pub callback_retries: Vec<Duration>,
    /// The age of the error bodies of Ivy's API. Default: the fields of the second and the third age.
    pub error_body: ErrorBody,
    /// The deviations at the start. `/sandbox/deviations` changes them while the sandbox runs.
    pub deviations: Deviations,
}

impl Settings {
    /// Returns the usual settings: no deviations, a wait of one second, five retries within two minutes.
    pub fn new(api_key: impl Into<String>, signing_secret: impl Into<String>) -> Self {
        Self {
            api_key: api_key.into(),
            signing_secret: signing_secret.into(),
            callback_wait: Duration::from_secs(1),
            late_by: Duration::from_secs(5),
            callback_retries: [1, 3, 10, 30, 60].map(Duration::from_secs).to_vec(),
            error_body: ErrorBody::default(),
            deviations: Deviations::default(),
        }
    }
}

/// Leaves out the key and the secret, so that they are in no log.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("callback_wait", &self.callback_wait)
            .field("late_by", &self.late_by)
            .field("callback_retries", &self.callback_retries)
            .field("error_body", &self.error_body)
            .field("deviations", &self.deviations)
            .finish_non_exhaustive()
    }
}
