//! The merchant's secrets: their validation, and the signatures of Ivy's callbacks (SECURITY.md, 8 and 12).

use http::{HeaderMap, HeaderValue};
use ivy_data_session::model::assumed::RESULT_SIGNATURE_HEADER;

use crate::config::{ConfigError, Secret};
use crate::header::single;
use crate::hmac_key::HmacKey;
use crate::keys::KeyRing;

/// The shortest webhook secret, in characters, and the least number of distinct ones. Ivy's secrets have many more of
/// both: the check rejects placeholders.
const SHORTEST_SECRET: usize = 16;
const FEWEST_CHARACTERS: usize = 5;

/// The number of webhook secrets that may be valid at once: the new one, and the old one until Ivy signs with the new
/// one.
const MOST_SECRETS: usize = 2;

/// The length of a signature in characters: HMAC-SHA-256 in hex.
const SIGNATURE_LENGTH: usize = 64;

/// New secrets for a running proxy. `None` keeps the present one.
#[derive(Clone, Debug, Default)]
pub struct Renew {
    /// Ivy's API key.
    pub api_key: Option<Secret>,
    /// The webhook signing secrets, the newest first.
    pub signing_secrets: Option<Vec<Secret>>,
    /// The table secrets, the newest first.
    pub table_secrets: Option<Vec<Secret>>,
}

/// A complete set of the merchant's secrets.
#[derive(Clone)]
pub(crate) struct SecretSet {
    pub(crate) api_key: Secret,
    pub(crate) signing_secrets: Vec<Secret>,
    pub(crate) table_secrets: Vec<Secret>,
}

impl SecretSet {
    /// Returns the set with the newer secrets.
    pub(crate) fn with(&self, newer: Renew) -> Self {
        Self {
            api_key: newer.api_key.unwrap_or_else(|| self.api_key.clone()),
            signing_secrets: newer.signing_secrets.unwrap_or_else(|| self.signing_secrets.clone()),
            table_secrets: newer.table_secrets.unwrap_or_else(|| self.table_secrets.clone()),
        }
    }

    /// Validates all secrets and derives the keys from them.
    ///
    /// # Errors
    /// If one is missing, weak, or equal to another.
    pub(crate) fn check(self) -> Result<(Secrets, KeyRing), ConfigError> {
        let api_key = api_key(&self.api_key)?;
        let signing = Signing::new(&self.signing_secrets, &self.api_key)?;
        let keys = self.key_ring()?;
        Ok((Secrets { set: self, api_key, signing }, keys))
    }

    /// Returns the problems of each kind of secret.
    pub(crate) fn problems(&self) -> Vec<ConfigError> {
        let api_key = api_key(&self.api_key).err();
        let signing = Signing::new(&self.signing_secrets, &self.api_key).err();
        [api_key, signing, self.key_ring().err()].into_iter().flatten().collect()
    }

    fn key_ring(&self) -> Result<KeyRing, ConfigError> {
        let others: Vec<&Secret> = std::iter::once(&self.api_key).chain(&self.signing_secrets).collect();
        KeyRing::new(&self.table_secrets, &others)
    }
}

/// The secrets in use.
pub(crate) struct Secrets {
    pub(crate) set: SecretSet,
    /// The value of the header that holds the API key.
    pub(crate) api_key: HeaderValue,
    pub(crate) signing: Signing,
}

/// Builds the header's value from the API key, marked as sensitive.
fn api_key(secret: &Secret) -> Result<HeaderValue, ConfigError> {
    let mut key = HeaderValue::try_from(secret.reveal())
        .map_err(|_| ConfigError("api_key: a character that is none; expected visible characters".into()))?;
    if key.is_empty() {
        return Err(ConfigError("api_key: empty; expected the key of Ivy's dashboard".into()));
    }
    key.set_sensitive(true);
    Ok(key)
}

/// The keys that verify callbacks.
pub(crate) struct Signing {
    newest: HmacKey,
    older: Option<HmacKey>,
}

impl Signing {
    /// Builds the keys, the newest first.
    ///
    /// # Errors
    /// If there is no secret, more than two, a weak one, a duplicate, or the API key.
    pub(crate) fn new(secrets: &[Secret], api_key: &Secret) -> Result<Self, ConfigError> {
        let error = |what: &str| ConfigError(format!("signing_secrets: {what}"));
        let Some(newest) = secrets.first().filter(|_| secrets.len() <= MOST_SECRETS) else {
            return Err(error("wrong number; expected one, or two while the old one is replaced"));
        };
        for (position, secret) in secrets.iter().enumerate() {
            if is_weak(secret) {
                return Err(error(
                    "too weak; expected at least 16 characters, 5 different ones among them, as Ivy's dashboard shows it",
                ));
            }
            if secret.reveal() == api_key.reveal() {
                return Err(error("the same as the api key; expected the webhook secret of Ivy's dashboard"));
            }
            if secrets.iter().take(position).any(|earlier| earlier.reveal() == secret.reveal()) {
                return Err(error("the same secret twice; expected two different ones"));
            }
        }
        let hmac_key = |secret: &Secret| HmacKey::new(secret).ok_or_else(|| error("cannot be a key"));
        Ok(Self { newest: hmac_key(newest)?, older: secrets.get(1).map(hmac_key).transpose()? })
    }

    /// Verifies a signature under every secret, in constant time.
    pub(crate) fn is_signed(&self, bytes: &[u8], signature: &str) -> bool {
        let by_newest = self.newest.is_signed(bytes, signature);
        let by_older = self.older.as_ref().is_some_and(|key| key.is_signed(bytes, signature));
        by_newest | by_older
    }
}

fn is_weak(secret: &Secret) -> bool {
    let text = secret.reveal().trim();
    let mut characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    characters.sort_unstable();
    characters.dedup();
    length < SHORTEST_SECRET || characters.len() < FEWEST_CHARACTERS
}

/// Returns a callback's signature if the header is there exactly once and well-formed. Called before the body is read,
/// so that the server does not buffer a body without a possible signature.
pub(crate) fn signature(headers: &HeaderMap) -> Option<&str> {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let text = single(headers, &RESULT_SIGNATURE_HEADER.to_ascii_lowercase())?;
    (text.len() == SIGNATURE_LENGTH && text.bytes().all(is_hex)).then_some(text)
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};
    use http::{HeaderMap, HeaderValue};
    use sha2::Sha256;

    use super::{Signing, signature};
    use crate::config::Secret;

    const NEW: &str = "a new secret made for tests";
    const OLD: &str = "an old secret made for tests";

    fn signing(secrets: &[&str]) -> Result<Signing, String> {
        let api_key = Secret::new("an api key made for tests");
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::new(*secret)).collect();
        Signing::new(&secrets, &api_key).map_err(|error| error.to_string())
    }

    fn sign(secret: &str, bytes: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(bytes);
        hex::encode(mac.finalize().into_bytes())
    }

    #[test]
    fn two_secrets_are_valid_at_once() {
        let both = signing(&[NEW, OLD]).unwrap();
        for secret in [NEW, OLD] {
            assert!(both.is_signed(b"{}", &sign(secret, b"{}")));
            assert!(!both.is_signed(b"{} ", &sign(secret, b"{}")));
        }
        assert!(!both.is_signed(b"{}", &sign("another secret made for tests", b"{}")));
        let one = signing(&[NEW]).unwrap();
        assert!(one.is_signed(b"{}", &sign(NEW, b"{}")));
        assert!(!one.is_signed(b"{}", &sign(OLD, b"{}")));
    }

    #[test]
    fn secrets_that_protect_nothing_end_the_start() {
        let rows: [(&[&str], &str); 11] = [
            (&[], "wrong number"),
            (&[NEW, OLD, "a third secret made for tests"], "wrong number"),
            (&[""], "too weak"),
            (&["x"], "too weak"),
            (&["15 characters.."], "too weak"),
            (&["                                "], "too weak"),
            (&["  15 characters..    "], "too weak"),
            (&["aaaabbbbccccddddaaaabbbbccccdddd"], "too weak"),
            (&[NEW, "x"], "too weak"),
            (&[NEW, "an api key made for tests"], "the same as the api key"),
            (&[NEW, NEW], "the same secret twice"),
        ];
        for (secrets, sentence) in rows {
            let error = signing(secrets).err().unwrap();
            assert!(error.starts_with(&format!("signing_secrets: {sentence}")), "{secrets:?}: {error}");
        }
        assert!(signing(&["16 characters..."]).is_ok());
        assert!(signing(&["aaaabbbbccccdddde"]).is_ok());
    }

    #[test]
    fn a_signature_has_one_form() {
        let right = sign(NEW, b"{}");
        let of = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("x-ivy-signature", HeaderValue::from_str(value).unwrap());
            }
            signature(&headers).map(str::to_owned)
        };
        assert_eq!(of(&[&right]), Some(right.clone()));
        let upper = right.to_uppercase();
        let (short, long, spaced) = (&right[..63], format!("{right}0"), format!("{right} "));
        let other = right.replace(&right[..1], "g");
        for wrong in [&[][..], &[""], &[&right, &right], &[&upper], &[short], &[&long], &[&spaced], &[&other]] {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
    }
}
