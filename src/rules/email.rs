//! E-mail addresses.
//!
//! Source: "valid e-mail address" of the HTML standard (WHATWG), the rule behind `<input type="email">`. It is stricter
//! and more useful than RFC 5322: no comments, no quoted names, ASCII only. The length limit is RFC 5321's path of 256
//! octets less its angle brackets.

use super::text;

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3).
pub const MAX_BYTES: usize = 254;

/// The longest label of a domain, in bytes (RFC 1034, 3.1).
const MAX_LABEL_BYTES: usize = 63;

/// The address in its normal form, or `None` if it is not a valid one.
///
/// White space at the ends goes, and the domain is lower-cased; the part before the `@` stays as it is, since only the
/// receiving host knows whether its case matters (RFC 5321, 2.4).
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form, and says whether the address is valid.
pub(super) fn write(text: &[u8], out: &mut String) -> bool {
    let text = text.trim_ascii();
    let mut parts = text.splitn(2, |byte| *byte == b'@');
    let (Some(name), Some(domain)) = (parts.next(), parts.next()) else { return false };
    out.extend(name.iter().map(|byte| char::from(*byte)));
    out.push('@');
    out.extend(domain.iter().map(|byte| char::from(byte.to_ascii_lowercase())));
    text.len() <= MAX_BYTES
        && !name.is_empty()
        && name.iter().all(is_name_byte)
        && domain.split(|byte| *byte == b'.').all(is_label)
}

/// RFC 5322's `atext`, and the dot, which HTML allows anywhere before the `@`.
fn is_name_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".iter().any(|other| other == byte)
}

/// Letters, digits and inner hyphens.
fn is_label(label: &[u8]) -> bool {
    label.len() <= MAX_LABEL_BYTES
        && label.first().is_some_and(u8::is_ascii_alphanumeric)
        && label.last().is_some_and(u8::is_ascii_alphanumeric)
        && label.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-')
}
