//! Most URLs, read without a reader.

use super::{host_name, url};

/// Longer texts are left to a reader, which may have a limit of its own.
const MAX_LENGTH: usize = 2048;

/// The longest name of a host (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;

/// Whether a text is a URL with `https` and an ordinary host name in small letters, with no port and no user name, so that
/// [`url::authority`] reads it as it is; if not, a [`super::UrlReader`] has to be asked.
///
/// By the URL standard such a host is its own normal form, and nothing after a host makes a URL invalid. What could be an
/// IPv4 address (its last label begins with a digit) or an international name (two hyphens mark one) is left to the reader.
pub fn is_plain(text: &str) -> bool {
    let Some((true, host)) = url::authority(text) else { return false };
    let host = host.as_bytes();
    let is_odd = |pair: &[u8]| matches!(pair, b"--" | [b'A'..=b'Z', _] | [_, b'A'..=b'Z']);
    text.len() <= MAX_LENGTH
        && host.len() <= MAX_HOST
        && !host.windows(2).any(is_odd)
        && host_name::last_label(host).is_some_and(|first| first.is_ascii_lowercase())
}
