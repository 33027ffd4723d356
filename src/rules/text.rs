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
