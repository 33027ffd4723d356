//! Random ids and tokens, and digests.

use crate::host::{Host, NoRandomness};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Returns `N` random bytes as hexadecimal text.
fn random<const N: usize>(host: &dyn Host) -> Result<String, NoRandomness> {
    let mut bytes = [0u8; N];
    host.random(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Returns an id in the form of Ivy's examples: 24 hexadecimal digits.
pub(crate) fn object_id(host: &dyn Host) -> Result<String, NoRandomness> {
    random::<12>(host)
}

/// Returns a token for one bank login in one browser: 64 hexadecimal digits. Only its digest is stored.
pub(crate) fn login_token(host: &dyn Host) -> Result<String, NoRandomness> {
    random::<32>(host)
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
    use super::{Host, NoRandomness, login_token, object_id, same_secret, signature};

    /// A host whose random bytes count up from `first`.
    struct Counting(Option<u8>);

    impl Host for Counting {
        fn now_ms(&self) -> i64 {
            0
        }

        fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
            let first = self.0.ok_or(NoRandomness)?;
            bytes.iter_mut().zip(first..).for_each(|(byte, next)| *byte = next);
            Ok(())
        }
    }

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
        assert_eq!(object_id(&Counting(Some(0xa0))).as_deref(), Ok("a0a1a2a3a4a5a6a7a8a9aaab"));
        assert_eq!(login_token(&Counting(Some(0))).map(|token| token.len()), Ok(64));
        assert_eq!(object_id(&Counting(None)), Err(NoRandomness));
    }
}
