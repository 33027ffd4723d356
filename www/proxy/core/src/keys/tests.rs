//! Tests of key rings, digests, tags and seals. Fixed values pin the digests, because rows hold them.

use super::{KeyRing, Purpose, SealScope, TableKeys};
use crate::config::Secret;
use crate::host::stub::StubHost;

/// 32 bytes, made for tests.
const SECRET: &str = "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=";
const OTHER: &str = "8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97";

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

fn keys() -> TableKeys {
    TableKeys::new(&secret(SECRET)).unwrap()
}

/// Returns a host with randomness.
fn host() -> StubHost {
    StubHost { fill: |bytes| getrandom::fill(bytes).unwrap(), ..StubHost::default() }
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
        let error = KeyRing::new(&[secret(&text)], &[]).err().unwrap().to_string();
        assert!(error.starts_with("table_secret: too weak"), "{error}");
        // A weak secret behind a good one is rejected, too.
        assert!(KeyRing::new(&[secret(SECRET), secret(&text)], &[]).is_err(), "{text}");
    }
    assert!(KeyRing::new(&[], &[]).err().unwrap().to_string().starts_with("table_secret: "));
    let good = [SECRET, SECRET.trim_end_matches('='), &format!(" {SECRET}\n"), OTHER, &OTHER.to_uppercase()];
    for text in good {
        assert!(KeyRing::new(&[secret(text)], &[]).is_ok(), "{text}");
    }
}

#[test]
fn a_secret_is_none_of_the_others_however_it_is_written() {
    let as_hex = hex::encode(super::table_secret::decode(SECRET).unwrap());
    for same in [SECRET, SECRET.trim_end_matches('='), &SECRET.replace('+', "-"), &as_hex, &as_hex.to_uppercase()] {
        let error = KeyRing::new(&[secret(SECRET)], &[&secret("key"), &secret(same)]).err().unwrap().to_string();
        assert!(error.starts_with("table_secret: it equals"), "{error}");
        assert!(KeyRing::new(&[secret(OTHER), secret(SECRET)], &[&secret(same)]).is_err(), "an older one");
        let error = KeyRing::new(&[secret(SECRET), secret(OTHER), secret(same)], &[]).err().unwrap().to_string();
        assert!(error.starts_with("table_secret: the list has one twice"), "{error}");
    }
    assert!(KeyRing::new(&[secret(SECRET), secret(OTHER)], &[&secret("key"), &secret("whsec")]).is_ok());
}

#[test]
fn nothing_is_said_of_a_secret() {
    for keys in [KeyRing::new(&[secret(SECRET), secret(SECRET)], &[]), KeyRing::new(&[secret("marker-secret")], &[])] {
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
    let of = |list: &[&str]| KeyRing::new(&list.iter().map(|text| secret(text)).collect::<Vec<_>>(), &[]).unwrap();
    let tagged = keys().tagged("order-1-abc");
    assert!(of(&[SECRET]).is_tagged(&tagged));
    assert!(of(&[OTHER, SECRET]).is_tagged(&tagged));
    assert!(!of(&[OTHER]).is_tagged(&tagged));
    let cut = &tagged[1..];
    for other in ["", "order-1-abc", "order-1-abcAAAAAAAAAAAAAAAA", cut, &tagged.to_lowercase(), "ä".repeat(9).as_str()]
    {
        assert!(!of(&[SECRET, OTHER]).is_tagged(other), "{other}");
    }
}

#[test]
fn a_row_is_read_with_the_keys_of_its_secret() {
    let all = KeyRing::new(&[secret(OTHER), secret(SECRET)], &[]).unwrap();
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
    let sealed = keys().seal(&host(), &scope, "text").unwrap();
    assert_eq!(keys().open(&scope, &sealed).as_deref(), Some("text"));
    let others = [
        SealScope { owner: "customer:2", ..scope },
        SealScope { owner: "", ..scope },
        SealScope { idempotency_key: "key2", ..scope },
        SealScope { reference_id: "reference2", ..scope },
        // The same letters in one row.
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
    let sealed = keys().seal(&host(), &scope, "text").unwrap();
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
    let seal = || keys().seal(&host(), &scope, "text").unwrap();
    let (one, two) = (seal(), seal());
    assert_ne!(one, two);
    assert_ne!(one[..32], two[..32], "the random part is the same");
    assert!(!one.contains("dGV4dA"), "the text is in it");
}
