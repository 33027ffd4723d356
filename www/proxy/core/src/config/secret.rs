//! Secrets that are never printed.

use std::fmt;
use std::sync::Arc;

/// A text that is never printed: an API key, a signing secret or a table secret.
///
/// `Debug` shows dots and there is no `Display`. This crate uses the text only in a request header and in keyed hashes.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps `text`, so that it is never printed.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
