//! The error of a text that is not JSON.

use std::fmt;

/// The reason why a text is not JSON, or not the expected JSON.
///
/// It never contains any of the text, since a response may hold personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offset at which parsing stopped, in bytes from the start of the text.
    pub offset: usize,
    /// The expected token, as "expected …": lower case, no full stop.
    pub reason: &'static str,
}

impl fmt::Display for SyntaxError {
    /// Writes the reason without the offset, so that a page needs no code that formats numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason)
    }
}

impl std::error::Error for SyntaxError {}
