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

/// Whether a text is empty or ASCII white space only.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}
