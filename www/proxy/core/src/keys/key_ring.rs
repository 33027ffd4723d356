//! The keys of all table secrets.

use super::purpose::Purpose;
use super::table_keys::TableKeys;
use super::table_secret::{is_same, weak};
use crate::config::{ConfigError, Secret};

/// The keys of every table secret, the newest first.
#[derive(Clone)]
pub(crate) struct KeyRing(Vec<TableKeys>);

impl KeyRing {
    /// Derives the keys of these secrets, the newest first.
    ///
    /// # Errors
    /// If the list is empty, a secret is weak, or one equals the API key or a webhook secret.
    pub(crate) fn new(secrets: &[Secret], others: &[&Secret]) -> Result<Self, ConfigError> {
        if secrets.is_empty() {
            return Err(weak());
        }
        for (position, secret) in secrets.iter().enumerate() {
            if others.iter().any(|other| is_same(other, secret)) {
                return Err(ConfigError(
                    "table_secret: it equals the API key or a webhook secret; expected one of its own; make it with \
                     `openssl rand -base64 32`"
                        .into(),
                ));
            }
            if secrets.iter().take(position).any(|earlier| is_same(earlier, secret)) {
                return Err(ConfigError("table_secret: the list has one twice; expected each once".into()));
            }
        }
        secrets.iter().map(TableKeys::new).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the keys for new rows.
    pub(crate) fn newest(&self) -> Option<&TableKeys> {
        self.0.first()
    }

    /// Iterates over the keys of all secrets, the newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &TableKeys> {
        self.0.iter()
    }

    /// Returns the keys with which a row was written; `None` if the merchant has dropped their secret.
    pub(crate) fn of(&self, secret_id: &str) -> Option<&TableKeys> {
        self.0.iter().find(|keys| keys.id() == secret_id)
    }

    /// Returns a text's digests under all secrets, because a row may have been written with any of them.
    pub(crate) fn digests(&self, purpose: Purpose, texts: &[&str]) -> Vec<String> {
        self.0.iter().map(|keys| keys.digest(purpose, texts).text()).collect()
    }

    /// Returns true if this proxy created a reference, by its tag.
    pub(crate) fn is_tagged(&self, reference_id: &str) -> bool {
        self.0.iter().any(|keys| keys.is_tagged(reference_id))
    }
}
