//! What the rules for text have in common.
//!
//! A *character* is a Unicode scalar value everywhere in this library: "é" in one code point is one character, a flag
//! emoji is two. Ivy's documentation does not define the word. White space at the ends is HTML's ASCII white space:
//! tab, line feed, form feed, carriage return, space.

/// Whether a text has more characters (Unicode scalar values) than `limit`.
pub(super) fn is_longer(text: &str, limit: usize) -> bool {
    // Every byte of UTF-8 begins a character, except those of the form 10xxxxxx.
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count() > limit
}

/// Returns true if a name looks like a field's. Any other key could be personal data that slipped in, and goes into no path.
pub(crate) fn is_field_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    matches!(name.len(), 1..=40) && name.bytes().all(is_plain)
}

/// Joins texts that are not empty with a separator.
pub(crate) fn joined(texts: &mut dyn Iterator<Item = &str>, separator: &str) -> String {
    let mut joined = String::new();
    for text in texts {
        if !joined.is_empty() {
            joined.push_str(separator);
        }
        joined.push_str(text);
    }
    joined
}

/// The normal form that `write` gives, as a string of its own; `None` where the text is not valid.
pub(super) fn normal(text: &str, write: fn(&[u8], &mut String) -> bool) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    write(text.as_bytes(), &mut normal).then_some(normal)
}

/// IBAN and BIC in electronic form: without spaces, the ASCII letters upper-cased.
pub(super) fn write_electronic(text: &[u8], out: &mut String) {
    for byte in text.iter().filter(|byte| **byte != b' ') {
        out.push(char::from(byte.to_ascii_uppercase()));
    }
}
