//! URLs that Ivy sends a shopper or a result to.
//!
//! Source: the URL standard (WHATWG) for what a URL is; Ivy for `https` ("plain HTTP fails"). Reading URLs is behind a
//! small trait: natively the `url` crate reads, in a page the page's own `URL`, since the crate would weigh more than
//! everything else here.

use super::IssueCode;

/// The parts of a URL that the rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadUrl {
    /// The scheme in lower case, without colon: `https`.
    pub scheme: String,
    /// The host in lower case, an international name in its ASCII form, an IPv6 address in square brackets.
    pub host: String,
    /// The port; `None` for the scheme's own.
    pub port: Option<u16>,
    /// Whether a user name or a password stands before the host.
    pub has_credentials: bool,
}

impl ReadUrl {
    /// Takes apart an absolute URL that is in the URL standard's own normal form, as a page's `href` is. What is neither
    /// `http` nor `https` may have another host than this says.
    pub(crate) fn of_normal(text: &str) -> Self {
        let mut url = Self { scheme: String::new(), host: String::new(), port: None, has_credentials: false };
        let mut rest = text.bytes();
        url.scheme.extend(rest.by_ref().take_while(|byte| *byte != b':').map(char::from));
        let mut in_brackets = false;
        for byte in rest.skip(2).take_while(|byte| !matches!(byte, b'/' | b'?' | b'#')) {
            match byte {
                b'@' => url = Self { host: String::new(), port: None, has_credentials: true, ..url },
                b':' if !in_brackets => url.port = Some(0),
                _ => match &mut url.port {
                    Some(port) => *port = port.wrapping_mul(10).wrapping_add(u16::from(byte.wrapping_sub(b'0'))),
                    None => {
                        in_brackets = byte == b'[' || (in_brackets && byte != b']');
                        url.host.push(char::from(byte));
                    }
                },
            }
        }
        url
    }
}

/// Something that reads URLs by the URL standard.
pub trait UrlReader {
    /// Reads an absolute URL, without a base; `None` if it is not one.
    fn read(&self, text: &str) -> Option<ReadUrl>;
}

/// A reader for values that hold no URL: it reads none.
pub(super) struct NoUrls;

impl UrlReader for NoUrls {
    fn read(&self, _: &str) -> Option<ReadUrl> {
        None
    }
}

/// Checks a callback URL: absolute, `https`, without credentials; `http` for loopback hosts only.
///
/// The URL standard repairs a lot: it drops tabs and line ends, takes `\` for `/`, and does without the slashes. What is
/// sent is the text, and Ivy reads it with a parser of its own, so that text which needs such a repair is refused.
///
/// # Errors
/// [`IssueCode::InsecureUrl`] for `http` on another host, [`IssueCode::InvalidUrl`] for everything else.
pub(super) fn check(text: &str, urls: &dyn UrlReader) -> Result<(), IssueCode> {
    let needs_repair = text.bytes().any(|byte| matches!(byte, 0..=b' ' | 0x7f | b'\\'));
    let url = if needs_repair || !has_scheme_and_slashes(text) { None } else { urls.read(text) };
    match url {
        Some(url) if url.has_credentials => Err(IssueCode::InvalidUrl),
        Some(url) if url.scheme == "https" => Ok(()),
        Some(url) if url.scheme == "http" => {
            if is_loopback(&url.host) {
                Ok(())
            } else {
                Err(IssueCode::InsecureUrl)
            }
        }
        _ => Err(IssueCode::InvalidUrl),
    }
}

fn has_scheme_and_slashes(text: &str) -> bool {
    let text = text.as_bytes();
    [&b"https://"[..], b"http://"].iter().any(|start| {
        text.split_at_checked(start.len())
            .is_some_and(|(own, rest)| own.eq_ignore_ascii_case(start) && !matches!(rest, [] | [b'/', ..]))
    })
}

/// Whether a host, as [`ReadUrl::host`] spells it, is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
pub fn is_loopback(host: &str) -> bool {
    // A URL's host whose last group is a number was read as an IPv4 address; `127..` is a name.
    let is_v4 = |host: &str| {
        host.starts_with("127.") && !host.ends_with('.') && host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    host == "localhost" || host == "[::1]" || is_v4(host)
}
