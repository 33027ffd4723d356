//! The keys of one table secret, and the digests made with them.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::purpose::Purpose;
use super::table_secret::{decode, is_strong, weak};
use crate::config::{ConfigError, Secret};
use crate::release::Digest;

/// The length of a reference's tag, in characters.
const TAG_LENGTH: usize = 16;

/// The keys derived from one table secret.
#[derive(Clone)]
pub(crate) struct TableKeys {
    id: String,
    /// The keys of all purposes, in the order of [`Purpose::ALL`].
    macs: Vec<(Purpose, Hmac<Sha256>)>,
    pub(super) sealing: Hkdf<Sha256>,
}

impl TableKeys {
    pub(super) fn new(secret: &Secret) -> Result<Self, ConfigError> {
        let bytes = decode(secret.reveal()).filter(|bytes| is_strong(bytes)).ok_or_else(weak)?;
        let hkdf = Hkdf::<Sha256>::new(None, &bytes);
        let mac = |purpose: Purpose| {
            let mut key = [0; 32];
            hkdf.expand(purpose.label().as_bytes(), &mut key).ok()?;
            Hmac::new_from_slice(&key).ok().map(|mac| (purpose, mac))
        };
        let macs = Purpose::ALL.into_iter().map(mac).collect::<Option<Vec<_>>>().ok_or_else(weak)?;
        let mut keys = Self { id: String::new(), macs, sealing: hkdf };
        keys.id = keys.digest(Purpose::SecretId, &[]).text();
        Ok(keys)
    }

    /// Returns the secret's id, by which rows name the keys they were written with.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Returns the keyed digest of some texts. Each text is preceded by its length, so that `("ab", "c")` and `("a",
    /// "bc")` differ.
    pub(crate) fn digest(&self, purpose: Purpose, texts: &[&str]) -> Digest {
        let mut digest = [0; 16];
        if let Some((_, mac)) = self.macs.iter().find(|(known, _)| *known == purpose) {
            let mut mac = mac.clone();
            for text in texts {
                mac.update(&(text.len() as u64).to_be_bytes());
                mac.update(text.as_bytes());
            }
            digest.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
        }
        Digest::new(digest)
    }

    /// Returns a session's pseudonym in the log: always the same, and useless without the key.
    pub(crate) fn log_name(&self, session_id: &str) -> String {
        self.digest(Purpose::LogName, &[session_id]).text()
    }

    /// Appends this proxy's tag to a new reference.
    pub(crate) fn tagged(&self, reference: &str) -> String {
        let tag = self.digest(Purpose::ReferenceTag, &[reference]).text();
        format!("{reference}{}", tag.get(..TAG_LENGTH).unwrap_or_default())
    }

    pub(super) fn is_tagged(&self, reference_id: &str) -> bool {
        let bare = reference_id.len().checked_sub(TAG_LENGTH).and_then(|end| reference_id.get(..end));
        bare.is_some_and(|bare| self.tagged(bare) == reference_id)
    }
}
