//! The settings of a sandbox on a socket.

use ivy_sandbox_core::Settings as Rules;
use std::path::PathBuf;

/// The settings of one sandbox. [`Settings::new`] returns the values that the binary uses.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The SQLite file with all data. It is created if it is missing.
    pub database: PathBuf,
    /// The origin in `redirectUrl`, such as `http://bank.test:8081`. `None` means the listening address.
    pub public_origin: Option<String>,
    /// The settings of the rules.
    pub rules: Rules,
}

impl Settings {
    /// Returns the usual settings, with these secrets.
    pub fn new(database: impl Into<PathBuf>, api_key: impl Into<String>, signing_secret: impl Into<String>) -> Self {
        let rules = Rules::new(api_key, signing_secret);
        Self { database: database.into(), public_origin: None, rules }
    }
}
