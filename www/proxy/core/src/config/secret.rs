//! Secrets that are never printed.

use std::fmt;
use std::sync::Arc;

/// A text that is never printed: the API key, the signing secret, a table secret.
///
/// `Debug` shows dots, there is no `Display`, and nothing in this crate puts it anywhere but into a request header or a
/// keyed hash.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Keeps `text` from being printed.
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
