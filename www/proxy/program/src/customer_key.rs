//! The keys that verify customer tokens.

use jsonwebtoken::{Algorithm, DecodingKey};

use crate::problems::Problems;

/// The shortest key for HS256, in characters, and the least number of distinct ones: 32 random bytes as text have more of
/// both.
const SHORTEST: usize = 32;
const FEWEST_CHARACTERS: usize = 8;

/// The number of keys that may be valid at once: the new one, and the old one until the back end signs with the new one.
const MOST_KEYS: usize = 2;

/// The algorithms of `customer_algorithm`. Exactly one is accepted, so that no token chooses its own.
pub(crate) const ALGORITHMS: [(&str, Algorithm); 4] = [
    ("HS256", Algorithm::HS256),
    ("ES256", Algorithm::ES256),
    ("RS256", Algorithm::RS256),
    ("EdDSA", Algorithm::EdDSA),
];

/// Builds the keys of `customer_key`, the newest first. `others` are the other secrets of the program.
pub(crate) fn customer_keys(
    algorithm: Algorithm,
    texts: &[String],
    others: &[String],
    problems: &mut Problems,
) -> Vec<DecodingKey> {
    if texts.len() > MOST_KEYS {
        problems.add("customer_key", "too many; expected one, or two while the old one is replaced");
    }
    if texts.iter().any(|text| others.contains(text)) {
        problems.add(
            "customer_key",
            "the same as another secret; expected one of its own; make it with `openssl rand -hex 32`",
        );
    }
    if texts.len() == MOST_KEYS && texts.first() == texts.last() {
        problems.add("customer_key", "the same key twice; expected two different ones");
    }
    let keys = texts.iter().map(|text| key(algorithm, text)).collect::<Result<_, _>>();
    keys.unwrap_or_else(|problem| {
        problems.add("customer_key", problem);
        Vec::new()
    })
}

fn key(algorithm: Algorithm, text: &str) -> Result<DecodingKey, &'static str> {
    // A secret key is never what this program needs of a signature that others make.
    if text.contains("PRIVATE KEY") {
        return Err("a private key; expected the public one; make it with `openssl pkey -pubout`");
    }
    let pem = text.as_bytes();
    match algorithm {
        Algorithm::HS256 if text.contains("-----BEGIN") => {
            Err("a public key with HS256, with which anybody could sign; expected a secret; or set customer_algorithm")
        }
        Algorithm::HS256 if is_weak(text) => {
            Err("too weak; expected at least 32 random characters; make it with `openssl rand -hex 32`")
        }
        Algorithm::HS256 => Ok(DecodingKey::from_secret(text.as_bytes())),
        Algorithm::ES256 => DecodingKey::from_ec_pem(pem).map_err(|_| "unreadable; expected a P-256 public key as PEM"),
        Algorithm::RS256 => DecodingKey::from_rsa_pem(pem).map_err(|_| "unreadable; expected an RSA public key as PEM"),
        _ => DecodingKey::from_ed_pem(pem).map_err(|_| "unreadable; expected an Ed25519 public key as PEM"),
    }
}

fn is_weak(text: &str) -> bool {
    let mut characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    characters.sort_unstable();
    characters.dedup();
    length < SHORTEST || characters.len() < FEWEST_CHARACTERS
}
