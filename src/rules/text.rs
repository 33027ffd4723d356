//! What the rules for text have in common.
//!
//! A *character* is a Unicode scalar value everywhere in this library: "é" in one code point is one character, a flag
//! emoji is two. Ivy's documentation does not define the word. White space at the ends is HTML's ASCII white space:
//! tab, line feed, form feed, carriage return, space.

/// Whether a text has more characters (Unicode scalar values) than `limit`.
pub(super) fn is_longer(text: &str, limit: usize) -> bool {
    text.chars().nth(limit).is_some()
}

/// The text without ASCII white space at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii_whitespace())
}

/// Whether a text is empty or ASCII white space only.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace())
}
