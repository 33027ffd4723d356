//! Protection against requests from other sites: CSRF and CORS (SECURITY.md, 9).

use http::{HeaderMap, HeaderValue, StatusCode, header};
use url::Url;

use crate::api_error::{ApiError, Code};
use crate::config::ConfigError;
use crate::header::single;

/// The header that every JSON request must have. A page of another site cannot send it without a preflight.
const CLIENT_HEADER: &str = "ivy-client";

/// The contract versions whose pages are served. A page stays in caches for days. Version 1 belongs to the first
/// release, whose pages know no handles.
const CLIENT_VERSIONS: [&str; 2] = ["1", "2"];

const ALLOWED_HEADERS: &str = "content-type, ivy-client, idempotency-key";
const EXPOSED_HEADERS: &str = "ivy-owner, ivy-recall, ivy-request-id, retry-after, date";
const PREFLIGHT_SECONDS: &str = "600";

/// The reason of a refusal because of a request's origin.
pub(crate) const FOREIGN_ORIGIN: &str = "origin";

/// The longest origin that is logged: a scheme, a host name of 253 characters and a port.
const LONGEST_ORIGIN: usize = 270;

/// The exact list of allowed origins.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    origins: Vec<String>,
}

impl Guard {
    /// Builds the guard.
    ///
    /// # Errors
    /// If the list is empty, contains a duplicate, or contains a text that no browser sends as `Origin`.
    pub(crate) fn new(origins: &[String]) -> Result<Self, ConfigError> {
        if origins.is_empty() {
            return Err(ConfigError("origins: empty; expected at least one, such as https://shop.example".into()));
        }
        for (position, origin) in origins.iter().enumerate() {
            let is_double = origins.iter().take(position).any(|earlier| earlier == origin);
            let double = || is_double.then(|| "given twice; expected each origin once".to_owned());
            if let Some(problem) = mistake(origin).or_else(double) {
                return Err(ConfigError(format!("origins[{position}]: {problem}")));
            }
        }
        Ok(Self { origins: origins.to_vec() })
    }

    /// Checks that a page of the shop has one of the origins.
    ///
    /// # Errors
    /// If it has another: the guard would reject a shopper who returns there.
    pub(crate) fn check_page(&self, setting: &str, url: &Url) -> Result<(), ConfigError> {
        let origin = url.origin().ascii_serialization();
        if self.origins.contains(&origin) {
            return Ok(());
        }
        Err(ConfigError(format!("{setting}: {origin} is not in origins; expected a page of one of them")))
    }

    /// Checks a page's JSON request.
    pub(crate) fn json(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        self.page(headers)?;
        if !single(headers, CLIENT_HEADER).is_some_and(|version| CLIENT_VERSIONS.contains(&version)) {
            return Err(
                ApiError::forbidden().because("ivy-client: missing, or a version that this proxy does not know")
            );
        }
        content_type(headers, "application/json")
    }

    /// Checks the post of a plain form.
    pub(crate) fn form(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        self.page(headers)?;
        content_type(headers, "application/x-www-form-urlencoded")
    }

    /// Checks `Origin` and `Sec-Fetch-Site`. `Origin` must be on the list; `null` never is. Older browsers do not send
    /// `Sec-Fetch-Site`; if it is there, it must be `same-origin` or `same-site`.
    fn page(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        if self.origin(headers).is_none() {
            return Err(ApiError::forbidden().because(FOREIGN_ORIGIN));
        }
        if headers.contains_key("sec-fetch-site")
            && !matches!(single(headers, "sec-fetch-site"), Some("same-origin" | "same-site"))
        {
            return Err(ApiError::forbidden()
                .because("sec-fetch-site: the page is on another site than the proxy, and so has no cookies for it"));
        }
        Ok(())
    }

    fn origin<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        let origin = single(headers, header::ORIGIN.as_str())?;
        if self.origins.iter().any(|allowed| allowed == origin) { headers.get(header::ORIGIN) } else { None }
    }

    /// Returns the origin of a request if a browser could have sent it and it is not on the list.
    pub(crate) fn foreign_origin(&self, headers: &HeaderMap) -> Option<String> {
        let origin = single(headers, header::ORIGIN.as_str()).filter(|origin| origin.len() <= LONGEST_ORIGIN)?;
        let is_written_by_browser = Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == origin);
        (is_written_by_browser && self.origin(headers).is_none()).then(|| origin.to_owned())
    }

    /// Adds the CORS headers of a response.
    pub(crate) fn share(&self, request: &HeaderMap, response: &mut HeaderMap) {
        response.insert(header::VARY, HeaderValue::from_static("Cookie, Origin"));
        if let Some(origin) = self.origin(request) {
            response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            response.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED_HEADERS));
        }
    }

    /// Builds the response to a CORS preflight.
    pub(crate) fn preflight(&self, request: &HeaderMap, response: &mut HeaderMap) -> Result<(), ApiError> {
        if self.origin(request).is_none() {
            return Err(ApiError::forbidden().because(FOREIGN_ORIGIN));
        }
        response.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        response.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS));
        response.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_SECONDS));
        Ok(())
    }
}

/// A post that passed the checks against requests from other sites. Only such a post can present a nonce, so that a GET
/// route of the shop cannot do it by mistake.
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

/// Returns the reason why no browser sends this text as `Origin`; `None` for an origin in the form that browsers send.
fn mistake(origin: &str) -> Option<String> {
    let expected = "expected scheme, host and port alone, such as https://shop.example";
    if origin == "null" {
        return Some("null is what every sandboxed page sends; expected the shop's own origin".into());
    }
    if origin.contains('*') {
        return Some("a wildcard; expected each origin by its exact name".into());
    }
    if let Some((scheme, _)) = origin.split_once("://")
        && is_of_apps(scheme)
    {
        return Some(
            "the scheme of an app, whose pages get no cookies of the shop; expected https; open the checkout at the shop's \
             own address, in the app's browser"
                .into(),
        );
    }
    let Ok(url) = Url::parse(origin) else { return Some(format!("not a URL; {expected}")) };
    let written = url.origin().ascii_serialization();
    if let Err(ConfigError(sentence)) = crate::urls::secure_url("it", origin) {
        return Some(sentence.replacen("it: ", "cannot be an origin; ", 1));
    }
    if written == origin {
        return None;
    }
    let is_named = |port: &str| port.parse::<u16>().is_ok();
    let problem = if url.query().is_some() {
        // A query can hold a secret, and so can a path.
        return Some(format!("it has a query; expected {written}"));
    } else if url.path() != "/" {
        return Some(format!("it has a path; expected {written}"));
    } else if origin.ends_with('/') {
        "has a path"
    } else if origin.to_ascii_lowercase() == written {
        "has upper-case letters"
    } else if url.port().is_none() && origin.rsplit(':').next().is_some_and(is_named) {
        "names the default port"
    } else {
        "is not as a browser writes it"
    };
    Some(format!("{origin} {problem}; expected {written}"))
}

/// Returns true for a scheme that no browser knows, such as `capacitor`, `ionic`, `tauri` or `app`. Frameworks for apps
/// serve pages from them.
fn is_of_apps(scheme: &str) -> bool {
    const OF_BROWSERS: [&str; 8] = ["http", "https", "ftp", "file", "ws", "wss", "data", "blob"];
    let is_scheme = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'-' | b'.');
    scheme.bytes().all(is_scheme)
        && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && !OF_BROWSERS.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

fn content_type(headers: &HeaderMap, expected: &str) -> Result<(), ApiError> {
    let given = single(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::Misconfigured))
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::Guard;

    fn new(origins: &[&str]) -> Result<Guard, String> {
        let origins: Vec<String> = origins.iter().map(|origin| (*origin).to_owned()).collect();
        Guard::new(&origins).map_err(|error| error.to_string())
    }

    #[test]
    fn origins_that_browsers_send_can_be_allowed() {
        let origins = [
            "https://shop.example",
            "https://shop.example:8443",
            "https://www.shop.example",
            "https://xn--bcher-kva.example",
            "https://localhost",
            "https://app.shop.example",
            "https://192.0.2.7",
            "https://[2001:db8::1]:8443",
            "http://localhost",
            "http://localhost:3000",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
        ];
        assert!(new(&origins).is_ok());
    }

    #[test]
    fn origins_that_can_never_match_end_the_start() {
        let rows = [
            ("null", "null is what every sandboxed page sends"),
            ("*", "a wildcard"),
            ("https://*.shop.example", "a wildcard"),
            ("", "not a URL"),
            ("shop.example", "not a URL"),
            ("//shop.example", "not a URL"),
            ("shop.example:443", "cannot be an origin; expected https"),
            ("http://shop.example", "cannot be an origin; expected https"),
            ("ftp://shop.example", "cannot be an origin; expected https"),
            ("file:///shop", "cannot be an origin; expected https"),
            ("capacitor://localhost", "the scheme of an app, whose pages get no cookies"),
            ("Capacitor://app.shop.example", "the scheme of an app"),
            ("ionic://localhost", "the scheme of an app"),
            ("tauri://localhost", "the scheme of an app"),
            ("app://-", "the scheme of an app"),
            ("app://shop.example/", "the scheme of an app"),
            ("chrome-extension://abc", "the scheme of an app"),
            ("http://tauri.localhost", "cannot be an origin; expected https"),
            ("capacitor:localhost", "cannot be an origin; expected https"),
            ("https://ada@shop.example", "cannot be an origin; expected a URL without user name"),
            ("https://shop.example#pay", "cannot be an origin; expected a URL without user name"),
            ("https://shop.example/", "https://shop.example/ has a path; expected https://shop.example"),
            ("http://localhost:3000/", "http://localhost:3000/ has a path; expected http://localhost:3000"),
            ("https://shop.example/pay", "it has a path; expected https://shop.example"),
            ("https://shop.example/?pay", "it has a query; expected https://shop.example"),
            ("https://Shop.example", "https://Shop.example has upper-case letters; expected https://shop.example"),
            ("HTTPS://shop.example", "HTTPS://shop.example has upper-case letters; expected https://shop.example"),
            (
                "https://shop.example:443",
                "https://shop.example:443 names the default port; expected https://shop.example",
            ),
            ("http://localhost:80", "http://localhost:80 names the default port; expected http://localhost"),
            (
                "https://b\u{fc}cher.example",
                "https://b\u{fc}cher.example is not as a browser writes it; expected https://xn--bcher-kva.example",
            ),
            (
                " https://shop.example",
                " https://shop.example is not as a browser writes it; expected https://shop.example",
            ),
            ("https:shop.example", "https:shop.example is not as a browser writes it; expected https://shop.example"),
        ];
        for (origin, problem) in rows {
            let expected = format!("origins[1]: {problem}");
            let error = new(&["https://www.shop.example", origin]).err().unwrap();
            assert!(error.starts_with(&expected), "{error}");
        }
        assert!(new(&[]).err().unwrap().starts_with("origins: empty"));
        let twice = new(&["https://shop.example", "https://www.shop.example", "https://shop.example"]);
        assert!(twice.err().unwrap().starts_with("origins[2]: given twice"));
    }

    #[test]
    fn a_page_outside_of_the_origins_ends_the_start() {
        let guard = new(&["https://shop.example", "http://localhost:3000"]).unwrap();
        let check = |url: &str| guard.check_page("return_url", &Url::parse(url).unwrap());
        for inside in ["https://shop.example/return?a=b", "https://SHOP.example:443/", "http://localhost:3000/return"] {
            assert!(check(inside).is_ok(), "{inside}");
        }
        for outside in ["https://www.shop.example/return", "https://shop.example:8443/", "http://localhost:3001/"] {
            let error = check(outside).err().unwrap().to_string();
            assert!(error.starts_with("return_url: ") && error.contains(" is not in origins"), "{error}");
        }
    }
}
