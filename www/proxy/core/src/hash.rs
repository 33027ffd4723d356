//! Unkeyed digests.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Returns an unkeyed digest of some texts: SHA-256 in base64url.
///
/// Two uses need a digest without a key. Tables of version 1 hold guests by it. The tombstones of forgotten sessions must
/// be found whichever table secret is in use. `purpose` separates digests of different things. Each text is preceded by
/// its length, so that `("ab", "c")` and `("a", "bc")` differ.
pub(crate) fn unkeyed_digest(purpose: &str, texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in std::iter::once(&purpose).chain(texts) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}
