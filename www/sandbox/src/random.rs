//! Random ids and tokens, and digests.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Returns `N` random bytes as hexadecimal text.
fn random<const N: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Returns an id in the form of Ivy's examples: 24 hexadecimal digits.
pub(crate) fn object_id() -> Result<String, getrandom::Error> {
    random::<12>()
}

/// Returns a token for one bank login in one browser: 64 hexadecimal digits. Only its digest is stored.
pub(crate) fn login_token() -> Result<String, getrandom::Error> {
    random::<32>()
}

/// Returns the SHA-256 digest as lower-case hexadecimal text.
pub(crate) fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Returns the value of `X-Ivy-Signature` for the bytes of a body: HMAC-SHA-256 as lower-case hexadecimal text.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    // HMAC takes keys of any length, so this never fails.
    Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .map(|mac| hex::encode(mac.chain_update(body).finalize().into_bytes()))
        .unwrap_or_default()
}

/// Returns true if two secrets are equal. The time depends on neither their content nor their length.
pub(crate) fn same_secret(a: &[u8], b: &[u8]) -> bool {
    Sha256::digest(a).ct_eq(&Sha256::digest(b)).into()
}

#[cfg(test)]
mod tests {
    use super::{object_id, same_secret, signature};

    /// Test case 2 of RFC 4231.
    #[test]
    fn signatures_are_hmac_sha_256_in_lower_case_hex() {
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signature("Jefe", b"what do ya want for nothing?"), expected);
    }

    #[test]
    fn secrets_are_the_same_only_whole() {
        for (a, b, same) in [("key", "key", true), ("key", "kez", false), ("key", "ke", false), ("", "key", false)] {
            assert_eq!(same_secret(a.as_bytes(), b.as_bytes()), same, "{a} {b}");
        }
    }

    #[test]
    fn ids_look_like_those_of_the_documentation() {
        let id = object_id().unwrap();
        assert!(id.len() == 24 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
    }
}
