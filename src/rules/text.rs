//! What the rules for text have in common.
//!
//! A *character* is a Unicode scalar value everywhere in this library: "é" in one code point is one character, a flag
//! emoji is two. Ivy's documentation does not define the word. White space at the ends is HTML's ASCII white space:
//! tab, line feed, form feed, carriage return, space.

/// Whether a text in UTF-8 has more characters (Unicode scalar values) than `limit`.
pub(super) fn is_longer(text: &[u8], limit: usize) -> bool {
    // Every byte of UTF-8 begins a character, except those of the form 10xxxxxx.
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count() > limit
}

/// The normal form that `write` gives, as a string of its own; `None` where the text is not valid.
pub(super) fn normal(text: &str, write: fn(&[u8], &mut Vec<u8>) -> bool) -> Option<String> {
    let mut normal = Vec::with_capacity(text.len());
    write(text.as_bytes(), &mut normal).then(|| String::from_utf8(normal).ok())?
}

/// IBAN and BIC in electronic form: without spaces, the ASCII letters upper-cased.
pub(super) fn write_electronic(text: &[u8], out: &mut Vec<u8>) {
    out.extend(text.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_uppercase));
}
