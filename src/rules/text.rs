//! The common parts of the rules for text.
//!
//! A *character* is a Unicode scalar value everywhere in this library: "é" in one code point is one character, a flag
//! emoji is two. Ivy's documentation does not define the word.

use super::formatting;

/// Returns true if a text has more characters (Unicode scalar values) than `limit`.
pub(super) fn is_longer(text: &str, limit: usize) -> bool {
    // Every byte of UTF-8 begins a character, except those of the form 10xxxxxx.
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count() > limit
}

/// Returns true if a name looks like a field's. Other keys could be personal data and are kept out of paths.
pub(crate) fn is_field_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    matches!(name.len(), 1..=40) && name.bytes().all(is_plain)
}

/// Joins texts with a separator. No text may be empty.
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

/// Returns the normal form that `write` appends; `None` if the text is invalid.
pub(super) fn normal(text: &str, write: fn(&str, &mut String) -> bool) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    write(text, &mut normal).then_some(normal)
}

/// Appends an IBAN or a BIC in electronic form: without formatting, its ASCII letters in upper case.
pub(super) fn write_electronic(mut text: &[u8], out: &mut String) {
    while let Some(character) = formatting::next(&mut text) {
        out.push(character.to_ascii_uppercase());
    }
}
