//! Verification of HMAC signatures.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::Secret;

/// An HMAC-SHA-256 key made from one of the merchant's webhook secrets.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    /// Builds a key. HMAC accepts secrets of any length.
    pub(crate) fn new(secret: &Secret) -> Option<Self> {
        Hmac::new_from_slice(secret.reveal().as_bytes()).ok().map(Self)
    }

    /// Returns true if `signature`, 64 lower-case hex digits, is the HMAC of exactly these bytes. Compares in constant
    /// time.
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
