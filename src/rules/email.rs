//! E-mail addresses.
//!
//! Source: "valid e-mail address" of the HTML standard (WHATWG), the rule behind `<input type="email">`. It is stricter
//! and more useful than RFC 5322: no comments, no quoted names, ASCII only. The length limit is RFC 5321's path of 256
//! octets less its angle brackets.

use super::{host_name, text};

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3).
pub const MAX_BYTES: usize = 254;

/// Returns the address in its normal form, or `None` if it is invalid.
///
/// Removes white space at the ends and converts the domain to lower case. The part before the `@` is kept, since its case
/// may matter to the receiving host (RFC 5321, 2.4).
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the address is valid.
pub(super) fn write(text: &[u8], out: &mut String) -> bool {
    let text = text.trim_ascii();
    let Some(at) = text.iter().position(|byte| *byte == b'@') else { return false };
    let Some((name, domain)) = text.split_at_checked(at) else { return false };
    let domain = domain.get(1..).unwrap_or_default();
    for (position, byte) in text.iter().enumerate() {
        let byte = if position > at { byte.to_ascii_lowercase() } else { *byte };
        out.push(char::from(byte));
    }
    text.len() <= MAX_BYTES && at > 0 && name.iter().all(is_name_byte) && host_name::last_label(domain).is_some()
}

/// Returns true for RFC 5322's `atext`, and for the dot, which HTML allows anywhere before the `@`.
fn is_name_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".iter().any(|other| other == byte)
}
