//! Sealing: authenticated encryption of the response that a retried create gets again.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};

use super::purpose::Purpose;
use super::table_keys::TableKeys;
use crate::api_error::ApiError;
use crate::host::Host;

/// The length of the random nonce in front of a sealed text, in bytes.
const SEAL_NONCE_LENGTH: usize = 24;

/// The scope of a sealed text: the owner, idempotency key and row that can open it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealScope<'a> {
    pub(crate) owner: &'a str,
    pub(crate) idempotency_key: &'a str,
    pub(crate) reference_id: &'a str,
}

impl TableKeys {
    /// Seals a text. Only a retry with the same owner and idempotency key can open it, and only from the row of this
    /// reference.
    ///
    /// # Errors
    /// 503 if the host has no randomness.
    pub(crate) fn seal(&self, host: &impl Host, scope: &SealScope<'_>, text: &str) -> Result<String, ApiError> {
        let mut nonce = [0; SEAL_NONCE_LENGTH];
        host.random(&mut nonce).map_err(|_| ApiError::unavailable().because("no randomness"))?;
        let payload = Payload { msg: text.as_bytes(), aad: scope.reference_id.as_bytes() };
        let sealed = self.cipher(scope).and_then(|cipher| cipher.encrypt(&nonce.into(), payload).ok());
        let sealed = sealed.ok_or_else(|| ApiError::unavailable().because("the response cannot be sealed"))?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens a sealed text; `None` if it was sealed for another scope or changed.
    pub(crate) fn open(&self, scope: &SealScope<'_>, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<SEAL_NONCE_LENGTH>()?;
        let payload = Payload { msg: sealed, aad: scope.reference_id.as_bytes() };
        let text = self.cipher(scope)?.decrypt(&(*nonce).into(), payload).ok()?;
        String::from_utf8(text).ok()
    }

    fn cipher(&self, scope: &SealScope<'_>) -> Option<XChaCha20Poly1305> {
        let mut key = [0; 32];
        let length = (scope.owner.len() as u64).to_be_bytes();
        let info =
            [Purpose::Seal.label().as_bytes(), &length, scope.owner.as_bytes(), scope.idempotency_key.as_bytes()];
        self.sealing.expand_multi_info(&info, &mut key).ok()?;
        Some(XChaCha20Poly1305::new(&key.into()))
    }
}
