//! E-mail addresses.
//!
//! Source: "valid e-mail address" of the HTML standard (WHATWG), the rule behind `<input type="email">`. It is stricter
//! and more useful than RFC 5322: no comments, no quoted names, ASCII only. The length limit is RFC 5321's path of 256
//! octets less its angle brackets. An international domain is converted to its ASCII form by the URL standard (UTS 46),
//! as browsers do for `<input type="email">`.

use super::{UrlReader, formatting, host_name, url};

/// The expected value, in words that follow "expected".
pub(super) const WORDS: &str = "an e-mail address of at most 254 bytes, in ASCII before the @";

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3).
pub const MAX_BYTES: usize = 254;

/// Returns the address in its normal form, or `None` if it is invalid.
///
/// Removes white space and invisible marks at the ends, and converts the domain to ASCII and lower case. The part before
/// the `@` is kept, since its case may matter to the receiving host (RFC 5321, 2.4).
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub fn normalize(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    write(text, &super::NativeUrls, &mut normal).then_some(normal)
}

/// Appends the normal form. Returns true if the address is valid. `urls` converts a domain that is not ASCII.
pub(super) fn write(text: &str, urls: &dyn UrlReader, out: &mut String) -> bool {
    let Some((name, domain)) = formatting::trim(text).split_once('@') else { return false };
    let converted = if domain.is_ascii() { Some(domain.to_ascii_lowercase()) } else { ascii_domain(domain, urls) };
    let Some(domain) = converted else { return false };
    for part in &[name, "@", &domain] {
        out.push_str(part);
    }
    name.len() + 1 + domain.len() <= MAX_BYTES
        && !name.is_empty()
        && name.as_bytes().iter().all(is_name_byte)
        && host_name::last_label(domain.as_bytes()).is_some()
}

/// Returns a domain's ASCII form. Returns `None` for one with invisible marks, which the URL standard would drop, and for
/// one that is an IPv4 address in other digits.
fn ascii_domain(domain: &str, urls: &dyn UrlReader) -> Option<String> {
    // A URL may have more after its host, and escapes in it.
    let is_in_name = |character: char| match character {
        '.' | '-' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric(),
        _ => !formatting::is_formatting(character),
    };
    if !domain.chars().all(is_in_name) {
        return None;
    }
    let url = urls.read(&["https://", domain].concat())?;
    let (_, host) = url::authority(&url)?;
    host_name::last_label(host.as_bytes()).filter(u8::is_ascii_alphabetic)?;
    Some(host.to_owned())
}

/// Returns true for RFC 5322's `atext`, and for the dot, which HTML allows anywhere before the `@`.
fn is_name_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".iter().any(|other| other == byte)
}
