//! Signatures of Ivy's callbacks.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::support::SIGNING_SECRET;

/// Returns the signature under the usual secret: HMAC-SHA-256 in lower-case hex.
pub(crate) fn sign(body: &[u8]) -> String {
    sign_with(SIGNING_SECRET, body)
}

/// Returns the signature under this secret.
pub(crate) fn sign_with(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
