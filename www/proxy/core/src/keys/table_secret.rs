//! Checks of a table secret.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::config::{ConfigError, Secret};

/// The least length of a table secret, in bytes.
const SECRET_LENGTH: usize = 32;

/// The least number of distinct bytes in a table secret. 32 random bytes have fewer with a probability below 10^-20.
const DIFFERENT_BYTES: usize = 16;

pub(super) fn weak() -> ConfigError {
    ConfigError(
        "table_secret: too weak; expected at least 32 random bytes as base64 or hex; make one with `openssl rand \
         -base64 32`"
            .into(),
    )
}

/// Decodes a secret from hex or from either base64 alphabet.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let bare = text.trim_end_matches('=');
    let from_hex = hex::decode(text).ok();
    from_hex.or_else(|| STANDARD_NO_PAD.decode(bare).ok()).or_else(|| URL_SAFE_NO_PAD.decode(bare).ok())
}

/// Returns true if two secrets have the same bytes or the same text, in any encoding.
pub(super) fn is_same(one: &Secret, other: &Secret) -> bool {
    let bytes = decode(one.reveal());
    one.reveal().trim() == other.reveal().trim() || bytes.is_some() && bytes == decode(other.reveal())
}

pub(super) fn is_strong(bytes: &[u8]) -> bool {
    let mut different = bytes.to_vec();
    different.sort_unstable();
    different.dedup();
    bytes.len() >= SECRET_LENGTH && different.len() >= DIFFERENT_BYTES
}
