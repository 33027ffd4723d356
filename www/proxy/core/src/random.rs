//! Random tokens: nonces, cookies and references.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::api_error::ApiError;
use crate::host::Host;

/// The length of a nonce or cookie in characters: 32 random bytes in base64url.
pub(crate) const TOKEN_LENGTH: usize = 43;

/// Returns `N` random bytes in base64url.
///
/// # Errors
/// 503 if the host has no randomness.
pub(crate) fn token<const N: usize>(host: &impl Host) -> Result<String, ApiError> {
    let mut bytes = [0; N];
    host.random(&mut bytes).map_err(|_| ApiError::unavailable().because("no randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Returns true if a text has the form of a nonce or of a cookie's value.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LENGTH && text.bytes().all(is_token_byte)
}

/// Returns true for a character of a token.
pub(crate) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
