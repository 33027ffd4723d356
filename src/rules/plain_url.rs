//! Most URLs, read without a reader.

use super::url::ReadUrl;

/// Longer texts are left to a reader, which may have a limit of its own.
const MAX_LENGTH: usize = 2048;

/// The longest name of a host, and the longest of its labels (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;
const MAX_LABEL: usize = 63;

/// Reads a URL that begins with `https://` and an ordinary host name in small letters, with no port and no user name; `None`
/// says nothing but that a [`super::UrlReader`] has to be asked.
///
/// By the URL standard such a host is its own normal form, and nothing after a host makes a URL invalid. What could be an
/// IPv4 address or an international name is not read here.
pub fn read(text: &str) -> Option<ReadUrl> {
    let rest = text.strip_prefix("https://")?;
    let is_of_a_host = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    let length = rest.bytes().position(|byte| !is_of_a_host(byte)).unwrap_or(rest.len());
    let (host, after) = rest.split_at_checked(length)?;
    let ends = matches!(after.as_bytes().first(), None | Some(b'/' | b'?' | b'#'));
    let last_begins_with = host.bytes().rev().take_while(|byte| *byte != b'.').last()?;
    let is_plain = ends
        && text.len() <= MAX_LENGTH
        && host.len() <= MAX_HOST
        && last_begins_with.is_ascii_lowercase()
        && host.as_bytes().split(|byte| *byte == b'.').all(is_plain_label);
    is_plain.then(|| ReadUrl { scheme: "https".to_owned(), host: host.to_owned(), port: None, has_credentials: false })
}

/// Whether a label has letters, digits and single hyphens inside. Two hyphens at its third place mark an encoded name.
fn is_plain_label(label: &[u8]) -> bool {
    let [first, .., last] = label else { return matches!(label, [byte] if *byte != b'-') };
    *first != b'-' && *last != b'-' && label.len() <= MAX_LABEL && label.get(2..4) != Some(b"--")
}
