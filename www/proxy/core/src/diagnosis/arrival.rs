//! The request with which the proxy tries its own public URL, and the response that says which of its headers arrived.
//!
//! The request is signed with a key derived from the table secret, and counts for a minute. Without the signature a request
//! is treated like any other, so that the response tells nothing to anybody else. It holds no address, no cookie and no
//! origin: it says only if they arrived.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};

use crate::address::Network;
use crate::api_error::ApiError;
use crate::header::single;
use crate::host::Host;
use crate::keys::{KeyRing, Purpose};
use crate::random::{is_token, token};
use crate::services::Services;

/// The header with time, token and signature.
pub(super) const CHECK_HEADER: HeaderName = HeaderName::from_static("ivy-check");

/// The cookie of the request.
const COOKIE: (&str, &str) = ("ivy_check", "1");

/// The time for which a signature counts, in seconds, in both directions: the servers' clocks may differ.
const VALID_SECONDS: i64 = 60;

/// The headers in which load balancers put a shopper's address.
const FORWARDING: [&str; 7] = [
    "x-forwarded-for",
    "forwarded",
    "x-real-ip",
    "cf-connecting-ip",
    "true-client-ip",
    "fastly-client-ip",
    "x-client-ip",
];

/// The facts about a request that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Arrival {
    /// The proof that a proxy with the same secret responds to this request.
    pub(super) proof: String,
    pub(super) address: Address,
    /// The number of addresses in the configured header. The request is sent without any, so that the merchant's own proxies
    /// have added all of them.
    pub(super) hops: usize,
    /// The names of headers that load balancers add, except the configured one.
    pub(super) forwarding: Vec<String>,
    /// True if the cookie arrived.
    pub(super) cookie: bool,
    /// True if the origin arrived as it was sent.
    pub(super) origin: bool,
}

/// The result of reading the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Address {
    Known,
    Unreadable,
    Missing,
}

/// A signed request.
pub(super) struct Signed {
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The proof that the response must have.
    pub(super) proof: String,
}

/// Signs a request.
///
/// # Errors
/// 503 if the host has no randomness.
pub(super) fn sign(services: &Services<impl Host>) -> Result<Signed, ApiError> {
    let all = services.store.keys();
    let keys = all.newest().ok_or_else(|| ApiError::unavailable().because("no secret"))?;
    let (time, token) = (services.now().to_string(), token::<32>(services.host())?);
    let signature = keys.digest(Purpose::Arrival, &["request", &time, &token]).text();
    let proof = keys.digest(Purpose::Arrival, &["response", &time, &token]).text();
    let origin = services.config.origins.first().map(String::as_str).unwrap_or_default();
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| ApiError::unavailable().because("header"));
    let headers = vec![
        (CHECK_HEADER, value(&format!("{time}.{token}.{signature}"))?),
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::ORIGIN, value(origin)?),
        (header::COOKIE, value(&format!("{}={}", COOKIE.0, COOKIE.1))?),
    ];
    Ok(Signed { headers, proof })
}

/// Returns the proof for the response, if a request has a valid signature.
fn proof(keys: &KeyRing, headers: &HeaderMap, now: i64) -> Option<String> {
    let mut parts = single(headers, CHECK_HEADER.as_str())?.split('.');
    let (Some(time), Some(token), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let seconds: i64 = time.parse().ok()?;
    let is_fresh = now.checked_sub(seconds).is_some_and(|age| age.unsigned_abs() <= VALID_SECONDS as u64);
    // Digests of digests are compared, so that the time of the comparison shows nothing of the expected signature.
    let digest = |text: &str| keys.newest().map(|keys| keys.digest(Purpose::Arrival, &["comparison", text]));
    let expected = keys.digests(Purpose::Arrival, &["request", time, token]);
    let position = expected.iter().position(|expected| digest(expected) == digest(signature))?;
    let proofs = keys.digests(Purpose::Arrival, &["response", time, token]);
    proofs.into_iter().nth(position).filter(|_| is_fresh && is_token(token))
}

/// Returns the facts about a request, as JSON text, if it has a valid signature.
pub(crate) fn arrival(services: &Services<impl Host>, headers: &HeaderMap, network: Network) -> Option<String> {
    let proof = proof(&services.store.keys(), headers, services.now())?;
    let config = &services.config;
    let configured = config.address_header.as_ref();
    let lines = configured.map(|name| headers.get_all(name).iter()).into_iter().flatten();
    let arrival = Arrival {
        proof,
        address: match network {
            Network::Known(_) => Address::Known,
            Network::Unreadable => Address::Unreadable,
            Network::Missing => Address::Missing,
        },
        hops: lines.map(|line| line.as_bytes().split(|byte| *byte == b',').count()).sum(),
        forwarding: FORWARDING
            .into_iter()
            .filter(|name| headers.contains_key(*name) && configured.is_none_or(|header| header != name))
            .map(str::to_owned)
            .collect(),
        cookie: crate::cookie::has(headers, COOKIE.0, COOKIE.1),
        origin: config.origins.first().is_some_and(|origin| single(headers, "origin") == Some(origin)),
    };
    serde_json::to_string(&arrival).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{CHECK_HEADER, proof, sign};
    use crate::config::{Config, Secret};
    use crate::host::stub::StubHost;
    use crate::services::Services;

    const NOW: i64 = 1_800_000_000;

    fn services(table: &str) -> Services<StubHost> {
        let secret = |text: &str| Secret::new(text);
        let (key, signing) = (secret("made-for-tests"), secret("made-for-tests-too"));
        let config = Config::new("http://localhost:8081", key, signing, secret(table), "http://localhost:3000");
        Services::new(config, StubHost::default()).unwrap()
    }

    #[test]
    fn only_a_fresh_signature_of_the_own_secret_counts() {
        let own = services("nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=");
        let other = services("8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97");
        let signed = sign(&own).unwrap();
        let headers = HeaderMap::from_iter(signed.headers);
        let keys = own.store.keys();
        for (now, expected) in [(NOW, true), (NOW + 60, true), (NOW - 60, true), (NOW + 61, false), (NOW - 61, false)] {
            assert_eq!(proof(&keys, &headers, now), expected.then(|| signed.proof.clone()), "{now}");
        }
        assert_eq!(proof(&other.store.keys(), &headers, NOW), None);
        let text = headers[CHECK_HEADER].to_str().unwrap().to_owned();
        let (time, rest) = text.split_once('.').unwrap();
        let (token, signature) = rest.split_once('.').unwrap();
        assert_ne!(signed.proof, signature);
        let forged = [
            String::new(),
            format!("{}.{token}.{signature}", NOW + 1),
            format!("{time}.{}.{signature}", "A".repeat(43)),
            format!("{time}.{token}.{}", signed.proof),
            format!("{time}.{token}."),
            format!("{time}.{token}"),
            format!("{text}.{signature}"),
        ];
        for text in forged {
            let headers = HeaderMap::from_iter([(CHECK_HEADER, HeaderValue::from_str(&text).unwrap())]);
            assert_eq!(proof(&keys, &headers, NOW), None, "{text}");
        }
    }
}
