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
