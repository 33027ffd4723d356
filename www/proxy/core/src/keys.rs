//! Every key of the proxy (SECURITY.md, 8). All of them come from the merchant's table secret by HKDF, one label each;
//! only the API key and the webhook secrets are used as they are.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, Payload};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::Secret;
use crate::release::Digest;
use crate::{ApiError, ConfigError, Host};

/// The least length of a table secret, in bytes.
const SECRET_LENGTH: usize = 32;

/// The least number of different bytes in a table secret. 32 random bytes have fewer than once in 10^20 times.
const DIFFERENT_BYTES: usize = 16;

/// The length of the random nonce before a sealed text, in bytes.
const SEAL_NONCE_LENGTH: usize = 24;

/// The length of a reference's tag, in characters.
const TAG_LENGTH: usize = 16;

/// The purpose of a key. Each purpose has its own key, so that a digest of one thing never equals one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The name of the secret itself, as rows hold it.
    SecretId,
    /// A customer or a guest.
    Owner,
    /// A nonce of a success or error URL.
    Nonce,
    /// A browser's login cookie.
    LoginCookie,
    /// An owner's idempotency key.
    IdempotencyKey,
    /// A request's body, as it is compared with a repeat of it.
    Body,
    /// A date of birth.
    Birth,
    /// An account's identifier, at release.
    Account,
    /// An account's handle, for a payment.
    Handle,
    /// The tag of a reference that this proxy made.
    ReferenceTag,
    /// A network address, in the table of creates.
    Address,
    /// A callback's body.
    Callback,
    /// A session's name in the log.
    LogName,
    /// The sealed response to a create.
    Seal,
}

impl Purpose {
    const ALL: [Self; 14] = [
        Self::SecretId,
        Self::Owner,
        Self::Nonce,
        Self::LoginCookie,
        Self::IdempotencyKey,
        Self::Body,
        Self::Birth,
        Self::Account,
        Self::Handle,
        Self::ReferenceTag,
        Self::Address,
        Self::Callback,
        Self::LogName,
        Self::Seal,
    ];

    /// Returns the label by which HKDF derives the key. A label must never change: rows would no longer be found.
    const fn label(self) -> &'static str {
        match self {
            Self::SecretId => "ivy-proxy/1 secret id",
            Self::Owner => "ivy-proxy/1 owner",
            Self::Nonce => "ivy-proxy/1 nonce",
            Self::LoginCookie => "ivy-proxy/1 login cookie",
            Self::IdempotencyKey => "ivy-proxy/1 idempotency key",
            Self::Body => "ivy-proxy/1 body",
            Self::Birth => "ivy-proxy/1 birth",
            Self::Account => "ivy-proxy/1 account",
            Self::Handle => "ivy-proxy/1 handle",
            Self::ReferenceTag => "ivy-proxy/1 reference tag",
            Self::Address => "ivy-proxy/1 address",
            Self::Callback => "ivy-proxy/1 callback",
            Self::LogName => "ivy-proxy/1 log name",
            Self::Seal => "ivy-proxy/1 seal",
        }
    }
}

/// The keys of every table secret, the newest first.
#[derive(Clone)]
pub(crate) struct Keys(Vec<TableKeys>);

impl Keys {
    /// Derives the keys of these secrets, the newest first.
    ///
    /// # Errors
    /// If there is none, one is weak, or one is the API key or a webhook secret.
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

    /// Returns the keys with which a row was written; `None` if the merchant has dropped that secret.
    pub(crate) fn of(&self, secret_id: &str) -> Option<&TableKeys> {
        self.0.iter().find(|keys| keys.id == secret_id)
    }

    /// Returns the text's digest under every secret: a row may have been written with any of them.
    pub(crate) fn digests(&self, purpose: Purpose, texts: &[&str]) -> Vec<String> {
        self.0.iter().map(|keys| keys.digest(purpose, texts).text()).collect()
    }

    /// Returns true if this proxy made a reference, as its tag shows.
    pub(crate) fn is_tagged(&self, reference_id: &str) -> bool {
        self.0.iter().any(|keys| keys.is_tagged(reference_id))
    }
}

fn weak() -> ConfigError {
    ConfigError(
        "table_secret: too weak; expected at least 32 random bytes as base64 or hex; make one with `openssl rand \
         -base64 32`"
            .into(),
    )
}

/// The keys that come from one table secret.
#[derive(Clone)]
pub(crate) struct TableKeys {
    id: String,
    /// One key for each purpose, in the order of [`Purpose::ALL`].
    macs: Vec<(Purpose, Hmac<Sha256>)>,
    sealing: Hkdf<Sha256>,
}

impl TableKeys {
    fn new(secret: &Secret) -> Result<Self, ConfigError> {
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

    /// Returns the secret's name, by which rows say with which keys they were written.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Returns the keyed digest of some texts. The lengths keep `("ab", "c")` and `("a", "bc")` apart.
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

    /// Returns a session's name in the log: the same for the same session, of no use to anybody else.
    pub(crate) fn log_name(&self, session_id: &str) -> String {
        self.digest(Purpose::LogName, &[session_id]).text()
    }

    /// Adds this proxy's tag to a reference that was just made.
    pub(crate) fn tagged(&self, reference: &str) -> String {
        let tag = self.digest(Purpose::ReferenceTag, &[reference]).text();
        format!("{reference}{}", tag.get(..TAG_LENGTH).unwrap_or_default())
    }

    fn is_tagged(&self, reference_id: &str) -> bool {
        let bare = reference_id.len().checked_sub(TAG_LENGTH).and_then(|end| reference_id.get(..end));
        bare.is_some_and(|bare| self.tagged(bare) == reference_id)
    }

    /// Seals a text for whoever repeats a create: only the same owner and idempotency key open it, and only in the row
    /// of this reference.
    pub(crate) fn seal(&self, host: &impl Host, scope: &SealScope<'_>, text: &str) -> Result<String, ApiError> {
        let mut nonce = [0; SEAL_NONCE_LENGTH];
        host.random(&mut nonce).map_err(|_| ApiError::unavailable().because("no randomness"))?;
        let payload = Payload { msg: text.as_bytes(), aad: scope.reference_id.as_bytes() };
        let sealed = self.cipher(scope).and_then(|cipher| cipher.encrypt(&nonce.into(), payload).ok());
        let sealed = sealed.ok_or_else(|| ApiError::unavailable().because("the response cannot be sealed"))?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens a sealed text; `None` if it was not sealed for this scope.
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

/// Who can open a sealed text, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealScope<'a> {
    pub(crate) owner: &'a str,
    pub(crate) idempotency_key: &'a str,
    pub(crate) reference_id: &'a str,
}

/// Reads a secret's bytes from hex or base64 of either alphabet.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let bare = text.trim_end_matches('=');
    let from_hex = hex::decode(text).ok();
    from_hex.or_else(|| STANDARD_NO_PAD.decode(bare).ok()).or_else(|| URL_SAFE_NO_PAD.decode(bare).ok())
}

/// Whether two secrets are the same, in whichever way they are written.
fn is_same(one: &Secret, other: &Secret) -> bool {
    let bytes = decode(one.reveal());
    one.reveal().trim() == other.reveal().trim() || bytes.is_some() && bytes == decode(other.reveal())
}

fn is_strong(bytes: &[u8]) -> bool {
    let mut different = bytes.to_vec();
    different.sort_unstable();
    different.dedup();
    bytes.len() >= SECRET_LENGTH && different.len() >= DIFFERENT_BYTES
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Keys, Purpose, SealScope, TableKeys};
    use crate::config::Secret;
    use crate::{
        Database, DatabaseError, Dialect, Host, NoRandomness, Post, Row, TransportError, UpstreamResponse, Value,
    };

    /// 32 bytes, made for tests.
    const SECRET: &str = "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=";
    const OTHER: &str = "8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97";

    fn secret(text: &str) -> Secret {
        Secret::new(text)
    }

    fn keys() -> TableKeys {
        TableKeys::new(&secret(SECRET)).unwrap()
    }

    /// A host with nothing but randomness.
    struct Random;

    impl Database for Random {
        async fn execute(&self, _: &str, _: Vec<Value>) -> Result<u64, DatabaseError> {
            Err(DatabaseError("none"))
        }

        async fn query(&self, _: &str, _: Vec<Value>) -> Result<Vec<Row>, DatabaseError> {
            Err(DatabaseError("none"))
        }

        async fn script(&self, _: &str) -> Result<(), DatabaseError> {
            Err(DatabaseError("none"))
        }
    }

    impl Host for Random {
        fn now_ms(&self) -> u64 {
            0
        }

        fn dialect(&self) -> Dialect {
            Dialect::Sqlite
        }

        fn elapsed_ms(&self) -> u64 {
            0
        }

        fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
            getrandom::fill(bytes).map_err(|_| NoRandomness)
        }

        async fn pause(&self, _: Duration) {}

        async fn post(&self, _: Post) -> Result<UpstreamResponse, TransportError> {
            Err(TransportError::NotReached)
        }
    }

    #[test]
    fn a_weak_secret_is_refused() {
        let sixteen: Vec<u8> = (0..16).collect();
        let weak = [
            String::new(),
            " ".into(),
            "secret".into(),
            "correct horse battery staple, and so on and on".into(),
            hex::encode([7; 32]),
            hex::encode([1, 2].repeat(16)),
            hex::encode(&sixteen),
            hex::encode(sixteen[..15].repeat(3)),
            SECRET[..42].into(),
            format!("{SECRET}*"),
        ];
        for text in weak {
            let error = Keys::new(&[secret(&text)], &[]).err().unwrap().to_string();
            assert!(error.starts_with("table_secret: too weak"), "{error}");
            // Behind a good one too.
            assert!(Keys::new(&[secret(SECRET), secret(&text)], &[]).is_err(), "{text}");
        }
        assert!(Keys::new(&[], &[]).err().unwrap().to_string().starts_with("table_secret: "));
        let good = [SECRET, SECRET.trim_end_matches('='), &format!(" {SECRET}\n"), OTHER, &OTHER.to_uppercase()];
        for text in good {
            assert!(Keys::new(&[secret(text)], &[]).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_secret_is_none_of_the_others_however_it_is_written() {
        let as_hex = hex::encode(super::decode(SECRET).unwrap());
        for same in [SECRET, SECRET.trim_end_matches('='), &SECRET.replace('+', "-"), &as_hex, &as_hex.to_uppercase()] {
            let error = Keys::new(&[secret(SECRET)], &[&secret("key"), &secret(same)]).err().unwrap().to_string();
            assert!(error.starts_with("table_secret: it equals"), "{error}");
            assert!(Keys::new(&[secret(OTHER), secret(SECRET)], &[&secret(same)]).is_err(), "an older one");
            let error = Keys::new(&[secret(SECRET), secret(OTHER), secret(same)], &[]).err().unwrap().to_string();
            assert!(error.starts_with("table_secret: the list has one twice"), "{error}");
        }
        assert!(Keys::new(&[secret(SECRET), secret(OTHER)], &[&secret("key"), &secret("whsec")]).is_ok());
    }

    #[test]
    fn nothing_is_said_of_a_secret() {
        for keys in [Keys::new(&[secret(SECRET), secret(SECRET)], &[]), Keys::new(&[secret("marker-secret")], &[])] {
            let sentence = keys.err().unwrap().to_string();
            assert!(!sentence.contains(SECRET) && !sentence.contains("marker"), "{sentence}");
        }
    }

    #[test]
    fn each_purpose_and_each_secret_has_a_key_of_its_own() {
        let other = TableKeys::new(&secret(OTHER)).unwrap();
        let mut seen: Vec<_> = Purpose::ALL.iter().map(|purpose| keys().digest(*purpose, &["text"])).collect();
        seen.extend(Purpose::ALL.iter().map(|purpose| other.digest(*purpose, &["text"])));
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
        assert_ne!(keys().id(), other.id());
        assert_ne!(keys().digest(Purpose::Owner, &["ab", "c"]), keys().digest(Purpose::Owner, &["a", "bc"]));
        assert_eq!(keys().digest(Purpose::Owner, &["ab", "c"]), keys().digest(Purpose::Owner, &["ab", "c"]));
    }

    #[test]
    fn a_reference_of_this_proxy_is_recognised_under_every_secret() {
        let of = |list: &[&str]| Keys::new(&list.iter().map(|text| secret(text)).collect::<Vec<_>>(), &[]).unwrap();
        let tagged = keys().tagged("order-1-abc");
        assert!(of(&[SECRET]).is_tagged(&tagged));
        assert!(of(&[OTHER, SECRET]).is_tagged(&tagged));
        assert!(!of(&[OTHER]).is_tagged(&tagged));
        let cut = &tagged[1..];
        for other in
            ["", "order-1-abc", "order-1-abcAAAAAAAAAAAAAAAA", cut, &tagged.to_lowercase(), "ä".repeat(9).as_str()]
        {
            assert!(!of(&[SECRET, OTHER]).is_tagged(other), "{other}");
        }
    }

    #[test]
    fn a_row_is_read_with_the_keys_of_its_secret() {
        let all = Keys::new(&[secret(OTHER), secret(SECRET)], &[]).unwrap();
        let [newer, older] = [OTHER, SECRET].map(|text| TableKeys::new(&secret(text)).unwrap());
        assert_eq!(all.newest().map(TableKeys::id), Some(newer.id()));
        assert_eq!(all.iter().map(TableKeys::id).collect::<Vec<_>>(), [newer.id(), older.id()]);
        for keys in [&newer, &older] {
            assert_eq!(all.of(keys.id()).map(TableKeys::id), Some(keys.id()));
        }
        assert!(all.of("").is_none() && all.of(&newer.id()[1..]).is_none());
        let digests = [&newer, &older].map(|keys| keys.digest(Purpose::Nonce, &["a", "b"]).text());
        assert_eq!(all.digests(Purpose::Nonce, &["a", "b"]), digests);
        assert_eq!(newer.log_name("s1"), newer.digest(Purpose::LogName, &["s1"]).text());
    }

    #[test]
    fn a_sealed_text_opens_only_for_its_owner_key_and_reference() {
        let scope = SealScope { owner: "customer:1", idempotency_key: "key", reference_id: "reference" };
        let sealed = keys().seal(&Random, &scope, "text").unwrap();
        assert_eq!(keys().open(&scope, &sealed).as_deref(), Some("text"));
        let others = [
            SealScope { owner: "customer:2", ..scope },
            SealScope { owner: "", ..scope },
            SealScope { idempotency_key: "key2", ..scope },
            SealScope { reference_id: "reference2", ..scope },
            // The same letters in a row.
            SealScope { owner: "customer:1k", idempotency_key: "ey", ..scope },
            SealScope { owner: "customer:", idempotency_key: "1key", ..scope },
        ];
        for other in others {
            assert_eq!(keys().open(&other, &sealed), None, "{other:?}");
        }
        assert_eq!(TableKeys::new(&secret(OTHER)).unwrap().open(&scope, &sealed), None, "another secret");
    }

    #[test]
    fn a_sealed_text_that_was_changed_does_not_open() {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let scope = SealScope { owner: "customer:1", idempotency_key: "key", reference_id: "reference" };
        let sealed = keys().seal(&Random, &scope, "text").unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(keys().open(&scope, &URL_SAFE_NO_PAD.encode(changed)), None, "bit {bit}");
        }
        for end in 0..bytes.len() {
            assert_eq!(keys().open(&scope, &URL_SAFE_NO_PAD.encode(&bytes[..end])), None, "{end} bytes");
        }
        for text in ["", "text", "ä", &format!("{sealed}A"), &format!("{sealed}=")] {
            assert_eq!(keys().open(&scope, text), None, "{text}");
        }
    }

    #[test]
    fn two_seals_of_one_text_differ() {
        let scope = SealScope { owner: "customer:1", idempotency_key: "key", reference_id: "reference" };
        let seal = || keys().seal(&Random, &scope, "text").unwrap();
        let (one, two) = (seal(), seal());
        assert_ne!(one, two);
        assert_ne!(one[..32], two[..32], "the random part is the same");
        assert!(!one.contains("dGV4dA"), "the text is in it");
    }
}
