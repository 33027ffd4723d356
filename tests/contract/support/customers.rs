//! The shop's sign-in: a cookie that names the customer. Real shops look up a random value.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use ivy_proxy::{Customer, Identified, Identify, SignInUnavailable, Verified};
use serde_json::json;
use sha2::Sha256;

/// The time of verification of Ada's and Ben's addresses: before every session of the tests.
pub(crate) const VERIFIED_AT: i64 = 1_500_000_000;

pub(crate) struct SignIn;

impl Identify for SignIn {
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a> {
        let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let signed_in = cookies.split("; ").find_map(|pair| pair.strip_prefix("shop_customer="));
        let found = match signed_in {
            Some("down") => Err(SignInUnavailable),
            Some(name) => Ok(customer(name)),
            None => Ok(None),
        };
        Box::pin(async move { found })
    }
}

/// Returns the customer of this name. Cleo's address was verified long after it had been another person's. Dan has no
/// verified address. The shop knows Mia by her address. Eva's address has an international domain and her number was pasted.
/// Joe's address and number are no valid ones. The id of `ghost` has an invisible character.
pub(crate) fn customer(name: &str) -> Option<Customer> {
    let verified = |value: &str, since| Some(Verified { value: value.into(), since });
    let customer = |email, phone| Some(Customer { id: format!("cus_{name}"), email, phone });
    match name {
        "ada" => customer(verified("ada@example.com", VERIFIED_AT), verified("+4915200000001", VERIFIED_AT)),
        "ben" => customer(verified("ben@example.com", VERIFIED_AT), verified("+4915200000002", VERIFIED_AT)),
        "cleo" => {
            customer(verified("ada@example.com", super::now() - 1000), verified("+4915200000001", super::now() - 1000))
        }
        "dan" => customer(None, None),
        "eva" => {
            customer(verified("Eva@Müller.Example", VERIFIED_AT), verified("+49\u{A0}152\u{2011}00000003", VERIFIED_AT))
        }
        "joe" => customer(verified("jürgen@example.com", VERIFIED_AT), verified("+49 (0)30 1234567", VERIFIED_AT)),
        "ghost" => Some(Customer::new("cus_\u{200B}ada")),
        "mia" => Some(Customer {
            id: "Mia.Halloran@mail.example".into(),
            email: verified("Mia.Halloran@mail.example", VERIFIED_AT),
            phone: verified("+4930901820017", VERIFIED_AT),
        }),
        _ => None,
    }
}

/// Returns the customer token by which a back end names this customer: a JWT with HS256 (RFC 7519). That of `down` is none.
pub(crate) fn token(name: &str) -> Option<String> {
    if name == "down" {
        return Some(name.to_owned());
    }
    let Customer { id, email, phone } = customer(name)?;
    let now = super::now();
    let mut claims = json!({ "sub": id, "aud": super::ORIGIN, "iat": now, "exp": now + 60 });
    for (claim, verified) in [("email", email), ("phone", phone)] {
        if let Some(Verified { value, since }) = verified {
            claims[claim] = json!(value);
            claims[format!("{claim}VerifiedAt")] = json!(since);
        }
    }
    let encoded = |part: &str| URL_SAFE_NO_PAD.encode(part);
    let signed = format!("{}.{}", encoded(r#"{"alg":"HS256","typ":"JWT"}"#), encoded(&claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(super::CUSTOMER_KEY.as_bytes()).expect("a key");
    mac.update(signed.as_bytes());
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
}
