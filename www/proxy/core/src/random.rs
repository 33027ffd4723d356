//! Random texts and one-way marks.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::config::Secret;
use crate::{ApiError, Host};

/// How long a nonce or a guest's cookie is: 32 random bytes in base64url.
pub(crate) const TOKEN_LENGTH: usize = 43;

/// `N` bytes of the host's randomness, in base64url.
pub(crate) fn token<const N: usize>(host: &impl Host) -> Result<String, ApiError> {
    let mut bytes = [0; N];
    host.random(&mut bytes).map_err(|_| ApiError::unavailable().because("no randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Whether a text could be a nonce or a guest's cookie.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Returns an unkeyed digest of some texts: SHA-256 in base64url. Only for what the first version's table holds by it, and
/// for the names of forgotten sessions, which have to be found again whatever secret the merchant uses. `purpose` keeps
/// digests of different things apart, the lengths keep `("ab", "c")` and `("a", "bc")` apart.
pub(crate) fn unkeyed_digest(purpose: &str, texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in std::iter::once(&purpose).chain(texts) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// The key of HMAC-SHA-256, with the merchant's signing secret behind it.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    /// HMAC takes keys of every length.
    pub(crate) fn new(secret: &Secret) -> Option<Self> {
        Hmac::new_from_slice(secret.reveal().as_bytes()).ok().map(Self)
    }

    /// Whether `signature`, 64 lower-case hex digits, is the HMAC of exactly these bytes. Compared in constant time.
    pub(crate) fn is_signed(&self, bytes: &[u8], signature: &str) -> bool {
        let mut expected = [0; 32];
        if signature.bytes().any(|b| b.is_ascii_uppercase()) || hex::decode_to_slice(signature, &mut expected).is_err()
        {
            return false;
        }
        let mut mac = self.0.clone();
        mac.update(bytes);
        mac.verify_slice(&expected).is_ok()
    }
}
