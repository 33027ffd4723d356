//! A fast check for common URLs, which need no URL reader.

use super::{host_name, url};

/// The longest text that is checked here. A reader may have its own limit for longer ones.
const MAX_LENGTH: usize = 2048;

/// The longest name of a host (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;

/// Returns true if a text is a URL with `https`, an ordinary host name in lower case, no port and no user name. Then
/// [`url::authority`] accepts the text itself. For other texts use a [`super::UrlReader`].
///
/// By the URL standard such a host is its own normal form, and no text after a host makes a URL invalid. Hosts that may be
/// IPv4 addresses (the last label begins with a digit) or international names (with two hyphens) return false.
pub fn is_plain(text: &str) -> bool {
    let Some((true, host)) = url::authority(text) else { return false };
    let host = host.as_bytes();
    let is_odd = |pair: &[u8]| matches!(pair, b"--" | [b'A'..=b'Z', _] | [_, b'A'..=b'Z']);
    text.len() <= MAX_LENGTH
        && host.len() <= MAX_HOST
        && !host.windows(2).any(is_odd)
        && host_name::last_label(host).is_some_and(|first| first.is_ascii_lowercase())
}
