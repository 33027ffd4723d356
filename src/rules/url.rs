//! The rule for URLs to which Ivy redirects a shopper or posts a result.
//!
//! Source: the URL standard (WHATWG) for the syntax; Ivy for `https` ("plain HTTP fails"). Parsing is behind a small trait:
//! native programs use the `url` crate, a page uses its own `URL`.

use super::IssueCode;

/// A parser of URLs by the URL standard.
pub trait UrlReader {
    /// Parses an absolute URL without a base. Returns it in the standard's normal form, as `href` does in a page, or
    /// `None` if it is invalid. Only the part before the path has to be in that form.
    fn read(&self, text: &str) -> Option<String>;
}

/// Splits a URL in the standard's normal form. Returns true for `https`, and the host with its port, if that is not the
/// default port. Returns `None` for other schemes than `https` and `http`, and for a URL with a user name or a password.
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

/// Removes the port from a result of [`authority`].
pub(crate) fn host(authority: &str) -> &str {
    // An IPv6 address has colons too. It ends with a bracket unless there is a port.
    match authority.as_bytes().iter().rposition(|byte| *byte == b':') {
        Some(at) if !authority.as_bytes().ends_with(b"]") => authority.get(..at).unwrap_or_default(),
        _ => authority,
    }
}

/// Checks a callback URL: absolute, `https`, without credentials; `http` for loopback hosts only.
///
/// The URL standard repairs texts: it drops tabs and line ends, replaces `\` by `/`, and adds missing slashes. The text
/// itself is sent, and Ivy may parse it differently, so a text that needs such a repair is refused.
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

/// Returns true if the scheme is followed by exactly two slashes.
fn has_two_slashes(text: &str, is_secure: bool) -> bool {
    let scheme = if is_secure { "https" } else { "http" };
    matches!(text.as_bytes().get(scheme.len()..), Some([b':', b'/', b'/', next, ..]) if *next != b'/')
}

/// Returns true if a host in the URL standard's normal form is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
pub fn is_loopback(host: &str) -> bool {
    let bytes = host.as_bytes();
    // The normal form of a host whose last label is a number is an IPv4 address. `127..` is a name.
    host == "localhost"
        || host == "[::1]"
        || (bytes.starts_with(b"127.")
            && !bytes.ends_with(b".")
            && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'))
}
