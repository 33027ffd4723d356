//! The customer token: a JWT (RFC 7519) in one header, by which the merchant's back end names the signed-in customer.

use axum::http::{HeaderMap, HeaderName};
use ivy_proxy::{Customer, Verified};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The difference of two machines' clocks that is tolerated, in seconds.
const CLOCK_SKEW: u32 = 10;

/// The longest token in bytes.
const LONGEST: usize = 8 * 1024;

/// The reason for which a token is refused. The names are in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    Doubled,
    Malformed,
    Algorithm,
    Signature,
    Audience,
    Expired,
    NotYetValid,
    Lifetime,
    Claims,
}

impl Reason {
    /// Returns the name in the log.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Doubled => "doubled",
            Self::Malformed => "malformed",
            Self::Algorithm => "algorithm",
            Self::Signature => "signature",
            Self::Audience => "audience",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Lifetime => "lifetime",
            Self::Claims => "claims",
        }
    }

    /// Returns the advice in the log.
    pub(crate) const fn fix(self) -> &'static str {
        match self {
            Self::Doubled => "the header is there more than once; remove the client's own before the back end sets it",
            Self::Malformed => "no JWT; expected header.payload.signature alone; leave the header out for a guest",
            Self::Algorithm => "signed with another algorithm; expected that of customer_algorithm",
            Self::Signature => "signed with another key; expected that of customer_key in the back end",
            Self::Audience => "made for another proxy; expected customer_audience as `aud`",
            Self::Expired => "`exp` is over; expected a new token for each request; compare the clocks",
            Self::NotYetValid => "`iat` or `nbf` is in the future; compare the clocks of back end and proxy",
            Self::Lifetime => "valid for too long; expected `exp` at most customer_lifetime_seconds after `iat`",
            Self::Claims => {
                "a claim is missing, doubled or of a wrong kind; expected texts sub and aud, numbers iat and exp"
            }
        }
    }
}

/// The claims of a token. Other claims are ignored. A claim that is there twice is refused.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    sub: String,
    iat: u64,
    exp: u64,
    #[serde(rename = "aud")]
    _aud: IgnoredAny,
    #[serde(rename = "nbf")]
    _nbf: Option<u64>,
    email: Option<String>,
    email_verified_at: Option<i64>,
    phone: Option<String>,
    phone_verified_at: Option<i64>,
}

/// The reader of customer tokens.
#[derive(Clone)]
pub(crate) struct TokenReader {
    header: HeaderName,
    keys: Vec<DecodingKey>,
    validation: Validation,
    lifetime: u64,
}

impl TokenReader {
    /// Builds a reader of tokens in this header, which are valid for at most `lifetime` seconds.
    pub(crate) fn new(
        header: HeaderName,
        algorithm: Algorithm,
        keys: Vec<DecodingKey>,
        audience: &str,
        lifetime: u32,
    ) -> Self {
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["aud", "exp", "sub"]);
        validation.leeway = u64::from(CLOCK_SKEW);
        validation.validate_nbf = true;
        Self { header, keys, validation, lifetime: u64::from(lifetime) }
    }

    /// Returns the customer of a request at `now`, in epoch seconds; `None` for a request without a token, which is a
    /// guest's.
    ///
    /// # Errors
    /// If the header holds anything but one valid token.
    pub(crate) fn customer(&self, headers: &HeaderMap, now: u64) -> Result<Option<Customer>, Reason> {
        let mut values = headers.get_all(&self.header).iter();
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() || value.as_bytes().contains(&b',') {
            return Err(Reason::Doubled);
        }
        let token = value.to_str().ok().filter(|token| token.len() <= LONGEST).ok_or(Reason::Malformed)?;
        let claims = self.verified(token)?;
        if claims.iat > now.saturating_add(u64::from(CLOCK_SKEW)) {
            return Err(Reason::NotYetValid);
        }
        // Without this bound a token that leaks, for example into a log, would be a key for years.
        if claims.exp.checked_sub(claims.iat).is_none_or(|seconds| seconds > self.lifetime) {
            return Err(Reason::Lifetime);
        }
        let email = verified(claims.email, claims.email_verified_at);
        Ok(Some(Customer { id: claims.sub, email, phone: verified(claims.phone, claims.phone_verified_at) }))
    }

    /// Verifies the token with each key, the newest first. Returns the first key's reason unless another key fits.
    fn verified(&self, token: &str) -> Result<Claims, Reason> {
        let mut refused = Reason::Signature;
        for key in &self.keys {
            match decode::<Claims>(token, key, &self.validation) {
                Ok(token) => return Ok(token.claims),
                Err(error) => match reason(error.kind()) {
                    Reason::Signature => {}
                    reason => refused = reason,
                },
            }
        }
        Err(refused)
    }
}

impl std::fmt::Debug for TokenReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenReader").field("header", &self.header).finish_non_exhaustive()
    }
}

/// Returns nothing for an address or number that was never verified: no session may be found by it.
fn verified(value: Option<String>, since: Option<i64>) -> Option<Verified> {
    Some(Verified { value: value?, since: since? })
}

fn reason(kind: &ErrorKind) -> Reason {
    match kind {
        ErrorKind::InvalidSignature => Reason::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::MissingAlgorithm | ErrorKind::InvalidAlgorithmName => {
            Reason::Algorithm
        }
        ErrorKind::InvalidAudience => Reason::Audience,
        ErrorKind::ExpiredSignature => Reason::Expired,
        ErrorKind::ImmatureSignature => Reason::NotYetValid,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) | ErrorKind::Json(_) => Reason::Claims,
        _ => Reason::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};
    use ivy_proxy::{Customer, Verified};
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode, get_current_timestamp};
    use serde_json::{Value, json};

    use super::{Reason, TokenReader};

    const KEY: &str = "made-for-this-test-0123456789abcdef";
    const OLDER_KEY: &str = "made-for-this-test-too-0123456789abc";
    const HEADER: HeaderName = HeaderName::from_static("ivy-customer");

    fn reader() -> TokenReader {
        let keys = [KEY, OLDER_KEY].map(|key| DecodingKey::from_secret(key.as_bytes()));
        TokenReader::new(HEADER, Algorithm::HS256, keys.to_vec(), "https://shop.example", 300)
    }

    fn claims() -> Value {
        let now = get_current_timestamp();
        json!({ "sub": "c-1", "aud": "https://shop.example", "iat": now, "exp": now + 300 })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn without(name: &str) -> Value {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        claims
    }

    fn signed(claims: &Value, algorithm: Algorithm, key: &str) -> String {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key.as_bytes())).unwrap()
    }

    fn read(values: &[&str]) -> Result<Option<Customer>, Reason> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, HeaderValue::from_str(value).unwrap());
        }
        reader().customer(&headers, get_current_timestamp())
    }

    fn refused(claims: &Value) -> Reason {
        read(&[&signed(claims, Algorithm::HS256, KEY)]).unwrap_err()
    }

    #[test]
    fn a_request_without_a_token_is_a_guests() {
        assert_eq!(read(&[]), Ok(None));
    }

    #[test]
    fn a_token_names_the_customer_and_the_verified_identifiers_alone() {
        let mut claims = claims();
        claims["email"] = json!("ada@example.com");
        claims["emailVerifiedAt"] = json!(1_700_000_000);
        claims["phone"] = json!("+4915200000001");
        let email = Some(Verified { value: "ada@example.com".into(), since: 1_700_000_000 });
        let ada = Customer { id: "c-1".into(), email, phone: None };
        for key in [KEY, OLDER_KEY] {
            assert_eq!(read(&[&signed(&claims, Algorithm::HS256, key)]), Ok(Some(ada.clone())));
        }
        claims["aud"] = json!(["https://shop.example", "another"]);
        claims["role"] = json!("a claim of the back end's own");
        assert_eq!(read(&[&signed(&claims, Algorithm::HS256, KEY)]), Ok(Some(ada)));
    }

    #[test]
    fn claims_that_are_not_as_they_must_be_are_refused_by_name() {
        let now = get_current_timestamp();
        let rows = [
            (without("sub"), Reason::Claims),
            (without("aud"), Reason::Claims),
            (without("exp"), Reason::Claims),
            (without("iat"), Reason::Claims),
            (with("sub", json!(1)), Reason::Claims),
            (with("exp", json!("soon")), Reason::Claims),
            (with("emailVerifiedAt", json!("2026-01-01")), Reason::Claims),
            (with("aud", json!("https://other.example")), Reason::Audience),
            (with("aud", json!([])), Reason::Audience),
            (with("exp", json!(now - 60)), Reason::Expired),
            (with("iat", json!(now + 60)), Reason::NotYetValid),
            (with("nbf", json!(now + 60)), Reason::NotYetValid),
            (with("exp", json!(now + 301)), Reason::Lifetime),
            (with("iat", json!(now - 3600)), Reason::Lifetime),
            (with("exp", json!(u64::MAX)), Reason::Lifetime),
        ];
        for (claims, reason) in rows {
            assert_eq!(refused(&claims), reason, "{claims}");
        }
    }

    #[test]
    fn a_claim_that_is_there_twice_is_refused() {
        let text = claims().to_string();
        for twice in [r#""sub":"c-2","#, r#""aud":"https://shop.example","#, r#""exp":1,"#] {
            let claims = text.replacen('{', &format!("{{{twice}"), 1);
            let raw = serde_json::value::RawValue::from_string(claims).unwrap();
            let token = encode(&Header::default(), &raw, &EncodingKey::from_secret(KEY.as_bytes())).unwrap();
            assert_eq!(read(&[&token]), Err(Reason::Claims), "{twice}");
        }
    }

    #[test]
    fn a_header_that_is_not_one_token_is_refused() {
        let token = signed(&claims(), Algorithm::HS256, KEY);
        let [head, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
        // {"alg":"none","typ":"JWT"}
        let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.");
        let rows = [
            (vec![token.clone(), token.clone()], Reason::Doubled),
            (vec![token.clone(), String::new()], Reason::Doubled),
            (vec![format!("{token}, {token}")], Reason::Doubled),
            (vec![String::new()], Reason::Malformed),
            (vec!["c-1".to_owned()], Reason::Malformed),
            (vec![format!("Bearer {token}")], Reason::Malformed),
            (vec![format!("{head}.{body}")], Reason::Malformed),
            (vec![format!("{head}.{body}.{}", "A".repeat(43))], Reason::Signature),
            (vec![format!("{head}.{body}.")], Reason::Signature),
            (vec![format!("{token}{}", "A".repeat(9000))], Reason::Malformed),
        ];
        for (values, reason) in rows {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            assert_eq!(read(&values), Err(reason), "{values:?}");
        }
        assert!(read(&[&none]).is_err());
        assert!(read(&[&format!("{head}.{body}.{signature}x")]).is_err());
        assert_eq!(read(&[&signed(&claims(), Algorithm::HS384, KEY)]), Err(Reason::Algorithm));
        assert_eq!(read(&[&signed(&claims(), Algorithm::HS256, "another-key")]), Err(Reason::Signature));
    }
}
