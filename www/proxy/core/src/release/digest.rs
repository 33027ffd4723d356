//! Keyed digests, as rows hold them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The length of a digest's text: 16 bytes in base64url.
const TEXT_LENGTH: usize = 22;

/// A keyed digest of 128 bits: of an owner, a nonce, a cookie, an account. Without the key nobody can guess what it is
/// of, or compare it with anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The owner of what was forgotten: no message authentication code that anybody will meet.
    pub const NOBODY: Self = Self([0; 16]);

    /// Wraps the bytes of a message authentication code.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the text under which the table holds the digest.
    #[must_use]
    pub fn text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads a digest's text; `None` for any other text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.len() != TEXT_LENGTH {
            return None;
        }
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }
}
