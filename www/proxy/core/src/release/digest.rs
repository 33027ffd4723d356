//! Keyed digests, in the form that rows hold.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The length of a digest's text: 16 bytes in base64url.
const TEXT_LENGTH: usize = 22;

/// A keyed digest of 128 bits, of an owner, nonce, cookie or account. Without the key nobody can guess the input or
/// compare digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The owner of forgotten sessions. No real digest is all zeros.
    pub const NOBODY: Self = Self([0; 16]);

    /// Wraps the bytes of a message authentication code.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the text that the table holds.
    #[must_use]
    pub fn text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Parses a digest's text; `None` for any other text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.len() != TEXT_LENGTH {
            return None;
        }
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }
}
