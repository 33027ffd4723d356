//! Requests that a page of the shop did not send: CSRF and CORS (security.md, 9).

use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::refused::Code;
use crate::{ConfigError, Refused};

/// The header without which no JSON request is answered. A foreign page cannot send it without asking first.
const CLIENT_HEADER: &str = "ivy-client";
const CLIENT_VERSION: &str = "1";

const ALLOWED_HEADERS: &str = "content-type, ivy-client, idempotency-key";
const EXPOSED_HEADERS: &str = "ivy-recall, ivy-request-id, retry-after, date";
const PREFLIGHT_SECONDS: &str = "600";

/// The exact list of origins whose pages may ask.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    origins: Vec<String>,
}

impl Guard {
    /// # Errors
    /// Where the list is empty or holds something that no browser sends as an `Origin`.
    pub(crate) fn new(origins: &[String]) -> Result<Self, ConfigError> {
        if origins.is_empty() {
            return Err(ConfigError("origins: at least one is needed".into()));
        }
        for origin in origins {
            let url = crate::places::secure_url("origins", origin)?;
            if url.origin().ascii_serialization() != *origin {
                return Err(ConfigError("origins: expected scheme, host and port as a browser writes them".into()));
            }
        }
        Ok(Self { origins: origins.to_vec() })
    }

    /// Checks a JSON request of a page.
    pub(crate) fn json(&self, headers: &HeaderMap) -> Result<(), Refused> {
        self.page(headers)?;
        if single(headers, CLIENT_HEADER) != Some(CLIENT_VERSION) {
            return Err(Refused::forbidden().because("no ivy-client header"));
        }
        content_type(headers, "application/json")
    }

    /// A plain form's post.
    pub(crate) fn form(&self, headers: &HeaderMap) -> Result<(), Refused> {
        self.page(headers)?;
        content_type(headers, "application/x-www-form-urlencoded")
    }

    /// `Origin` has to be there and on the list; `null` never is. `Sec-Fetch-Site` is missing in older browsers; where it
    /// is there, no foreign site and nothing typed into an address bar.
    fn page(&self, headers: &HeaderMap) -> Result<(), Refused> {
        if self.origin(headers).is_none() {
            return Err(Refused::forbidden().because("origin"));
        }
        if headers.contains_key("sec-fetch-site")
            && !matches!(single(headers, "sec-fetch-site"), Some("same-origin" | "same-site"))
        {
            return Err(Refused::forbidden().because("sec-fetch-site"));
        }
        Ok(())
    }

    fn origin<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        let origin = single(headers, header::ORIGIN.as_str())?;
        if self.origins.iter().any(|allowed| allowed == origin) { headers.get(header::ORIGIN) } else { None }
    }

    /// What every answer says about who may read it.
    pub(crate) fn share(&self, asked: &HeaderMap, answer: &mut HeaderMap) {
        answer.insert(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = self.origin(asked) {
            answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            answer.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED_HEADERS));
        }
    }

    /// The answer to a browser's question whether a page may ask.
    pub(crate) fn preflight(&self, asked: &HeaderMap, answer: &mut HeaderMap) -> Result<(), Refused> {
        if self.origin(asked).is_none() {
            return Err(Refused::forbidden().because("origin"));
        }
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS));
        answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_SECONDS));
        Ok(())
    }
}

/// A post that has passed the checks against requests from elsewhere. Only such a post can present a nonce, so that no
/// route of the shop that answers GET can do it by mistake.
#[derive(Clone, Debug)]
pub struct CheckedPost {
    headers: HeaderMap,
}

impl CheckedPost {
    pub(crate) fn new(headers: &HeaderMap) -> Self {
        Self { headers: headers.clone() }
    }

    /// Returns the request's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

/// A header's text where it is there exactly once.
pub(crate) fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

fn content_type(headers: &HeaderMap, expected: &str) -> Result<(), Refused> {
    let given = single(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::Misconfigured))
    }
}
