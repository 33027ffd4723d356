//! URLs that Ivy sends a shopper or a result to.
//!
//! Source: the URL standard (WHATWG) for what a URL is; Ivy for `https` ("plain HTTP fails"). Reading URLs is behind a
//! small trait: natively the `url` crate reads, in a page the page's own `URL`.

use super::IssueCode;

/// Something that reads URLs by the URL standard.
pub trait UrlReader {
    /// An absolute URL, read without a base, in the standard's own normal form, as a page's `href` is; `None` if it is
    /// not one. Only what stands before the path has to be in that form.
    fn read(&self, text: &str) -> Option<String>;
}

/// Of a URL in the standard's normal form: whether it is `https`, and what names its host, with the port where it is not
/// the scheme's own. `None` for what is neither `https` nor `http`, or has a user name or a password.
pub fn authority(normal: &str) -> Option<(bool, &str)> {
    let secure = normal.strip_prefix("https://");
    let rest = secure.or_else(|| normal.strip_prefix("http://"))?;
    let end = rest.as_bytes().iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    if authority.as_bytes().iter().any(|byte| matches!(byte, b'@')) {
        None
    } else {
        Some((secure.is_some(), authority))
    }
}

/// What [`authority`] gives, without the port.
pub(crate) fn host(authority: &str) -> &str {
    // The last byte is that of an address in brackets, which has colons of its own.
    match authority.as_bytes().iter().rposition(|byte| *byte == b':') {
        Some(at) if !authority.as_bytes().ends_with(b"]") => authority.get(..at).unwrap_or_default(),
        _ => authority,
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
    let needs_repair = text.as_bytes().iter().any(|byte| matches!(byte, 0..=b' ' | 0x7f | b'\\'));
    let url = if needs_repair { None } else { urls.read(text) };
    match url.as_deref().and_then(authority) {
        Some((is_secure, authority)) if has_two_slashes(text, is_secure) => {
            if is_secure || is_loopback(host(authority)) { Ok(()) } else { Err(IssueCode::InsecureUrl) }
        }
        _ => Err(IssueCode::InvalidUrl),
    }
}

/// Whether two slashes, no fewer and no more, stand behind the scheme.
fn has_two_slashes(text: &str, is_secure: bool) -> bool {
    let scheme = if is_secure { "https" } else { "http" };
    matches!(text.as_bytes().get(scheme.len()..), Some([b':', b'/', b'/', next, ..]) if *next != b'/')
}

/// Whether a host in the URL standard's normal form is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
pub fn is_loopback(host: &str) -> bool {
    let bytes = host.as_bytes();
    // A URL's host whose last group is a number was read as an IPv4 address; `127..` is a name.
    host == "localhost"
        || host == "[::1]"
        || (bytes.starts_with(b"127.")
            && !bytes.ends_with(b".")
            && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'))
}
