//! Why a text is not JSON.

use std::fmt;

/// A text that is not JSON, or not the JSON that was asked for.
///
/// It says where and why, never what stood there: an answer may hold personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where reading stopped, in bytes from the start of the text.
    pub offset: usize,
    /// What was expected there: lower case, no full stop.
    pub reason: &'static str,
}

impl fmt::Display for SyntaxError {
    /// Writes the reason without the offset, so that no number has to be formatted in the page.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason)
    }
}

impl std::error::Error for SyntaxError {}
