//! Signatures of Ivy's callbacks.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::support::SIGNING_SECRET;

/// Lower-case hex HMAC-SHA-256 under the usual secret.
pub(crate) fn sign(body: &[u8]) -> String {
    sign_with(SIGNING_SECRET, body)
}

/// The same under another one.
pub(crate) fn sign_with(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
