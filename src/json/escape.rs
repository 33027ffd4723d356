//! Decoding of the characters in a JSON string: UTF-8 (RFC 3629, section 4) and escapes.

use std::borrow::Cow;

/// The one-letter escapes: the byte after the backslash, and the character that it means.
const ESCAPES: [(u8, char); 8] = [
    (b'"', '"'),
    (b'\\', '\\'),
    (b'/', '/'),
    (b'b', '\u{8}'),
    (b'f', '\u{C}'),
    (b'n', '\n'),
    (b'r', '\r'),
    (b't', '\t'),
];

/// Decodes the first character of `rest`. Returns it with its length in bytes, or `None` if it is invalid or `rest` is
/// empty.
pub(crate) fn character(rest: &[u8]) -> Option<(char, usize)> {
    match rest {
        [b'\\', b'u', ..] => unicode_escape(rest),
        [b'\\', letter, ..] => {
            let (_, plain) = ESCAPES.iter().find(|(escape, _)| escape == letter)?;
            Some((*plain, 2))
        }
        _ => utf8_character(rest),
    }
}

/// Returns the error message for input in which [`character`] found none.
#[cold]
pub(crate) fn expected(rest: &[u8]) -> &'static str {
    match rest {
        [b'\\', b'u', ..] => "expected four hexadecimal digits and paired surrogates after \\u",
        [b'\\', ..] => "expected an escape of json",
        _ => "expected valid utf-8",
    }
}

/// Decodes the first UTF-8 character of `rest`. Returns it with its length in bytes, or `None` if it is truncated,
/// overlong, a surrogate or beyond U+10FFFF.
pub(crate) fn utf8_character(rest: &[u8]) -> Option<(char, usize)> {
    let (&first, after) = rest.split_first()?;
    let (others, least) = match first {
        0x00..=0x7F => return Some((char::from(first), 1)),
        0xC0..=0xDF => (1, 0x80),
        0xE0..=0xEF => (2, 0x800),
        0xF0..=0xF7 => (3, 0x1_0000),
        _ => return None,
    };
    let mut code = u32::from(first) & (0x3F >> others);
    for byte in after.get(..others)? {
        if byte & 0xC0 != 0x80 {
            return None;
        }
        code = code << 6 | u32::from(byte & 0x3F);
    }
    // Reject overlong encodings: parsers differ in how they read them.
    let character = char::from_u32(code).filter(|_| code >= least)?;
    Some((character, 1 + others))
}

/// Decodes the `\u` escape that `text` starts with. Returns the character with its length in bytes: 6, or 12 for a
/// surrogate pair. Returns `None` if there are not four digits, or if a surrogate is unpaired.
fn unicode_escape(text: &[u8]) -> Option<(char, usize)> {
    let (mut code, mut length) = (code_unit(text)?, 6);
    if let 0xD800..=0xDBFF = code {
        let low = code_unit(text.get(6..)?)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        (code, length) = (0x10000 + ((code - 0xD800) << 10 | low), 12);
    }
    Some((char::from_u32(code)?, length))
}

/// Reads the four hexadecimal digits after `\u` as a number.
fn code_unit(text: &[u8]) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = text else { return None };
    let mut unit = 0;
    for digit in digits.get(..4)? {
        unit = unit << 4 | char::from(*digit).to_digit(16)?;
    }
    Some(unit)
}

/// Returns the UTF-8 content of a string. Allocates only if there are escapes. `content` excludes the quotes.
pub(crate) fn unescaped(content: &[u8]) -> Cow<'_, [u8]> {
    if has_escape(content) { Cow::Owned(unescape(content).into_bytes()) } else { Cow::Borrowed(content) }
}

/// Returns true if the content of a string has an escape.
pub(crate) fn has_escape(content: &[u8]) -> bool {
    content.contains(&b'\\')
}

/// Decodes the content of a string into an owned `String`. Damage, which a lexer may have tolerated, becomes U+FFFD.
pub(crate) fn unescape(content: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = content;
    while !rest.is_empty() {
        let (character, length) = character(rest).unwrap_or((char::REPLACEMENT_CHARACTER, damaged_length(rest)));
        text.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

/// Returns the length in bytes of the damage at the start of `rest`, in which [`character`] found none: a backslash with the
/// byte after it, which is never the end of the string, or one byte.
pub(crate) fn damaged_length(rest: &[u8]) -> usize {
    if rest.starts_with(b"\\") { 2 } else { 1 }
}
