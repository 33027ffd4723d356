//! The characters of a string as it stands in a text: in UTF-8 (RFC 3629, section 4) or escaped.

use std::borrow::Cow;

/// The character that `rest` starts with, and how many bytes it takes; else what was expected. At the end of a string there
/// is none.
pub(crate) fn character(rest: &[u8]) -> Result<(char, usize), &'static str> {
    let plain = match *rest {
        [b'\\', b'u', ..] => {
            return unicode_escape(rest).ok_or("expected four hexadecimal digits and paired surrogates after \\u");
        }
        [b'\\', letter @ (b'"' | b'\\' | b'/'), ..] => letter,
        [b'\\', b'b', ..] => 0x08,
        [b'\\', b'f', ..] => 0x0C,
        [b'\\', b'n', ..] => b'\n',
        [b'\\', b'r', ..] => b'\r',
        [b'\\', b't', ..] => b'\t',
        [b'\\', ..] => return Err("expected an escape of json"),
        _ => return utf8_character(rest).ok_or("expected valid utf-8"),
    };
    Ok((char::from(plain), 2))
}

/// The character that `rest` starts with in UTF-8, and how many bytes it takes; `None` where it is cut off, overlong, a
/// surrogate or beyond U+10FFFF. (The standard library's own reader weighs as much as the lexer.)
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
    // What could have been said in fewer bytes is refused, since two readers may differ about it.
    let character = char::from_u32(code).filter(|_| code >= least)?;
    Some((character, 1 + others))
}

/// The character of the `\u` escape that `text` starts with, and how many bytes it takes: 6, or 12 for a surrogate pair.
/// `None` where there are not four digits or a surrogate stands alone.
fn unicode_escape(text: &[u8]) -> Option<(char, usize)> {
    let first = code_unit(text)?;
    if let 0xD800..=0xDBFF = first {
        let second = code_unit(text.get(6..)?)?;
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        return Some((char::from_u32(0x10000 + ((first - 0xD800) << 10 | low))?, 12));
    }
    Some((char::from_u32(first)?, 6))
}

/// The four hexadecimal digits after `\u`, as a number.
fn code_unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

/// What a string's quotes enclose, without escapes, in UTF-8.
pub(crate) fn unescaped(content: &[u8]) -> Cow<'_, [u8]> {
    if has_escape(content) { Cow::Owned(unescape(content).into_bytes()) } else { Cow::Borrowed(content) }
}

/// Whether there is an escape in what a string's quotes enclose.
#[expect(clippy::manual_contains, reason = "brings a search for long texts into the page, of 0.3 KB")]
pub(crate) fn has_escape(content: &[u8]) -> bool {
    content.iter().any(|byte| *byte == b'\\')
}

/// What a string's quotes enclose, without escapes, as text of its own. Ends where there is no character, which the lexer has made sure of.
pub(crate) fn unescape(content: &[u8]) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Ok((character, length)) = character(rest) {
        text.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}
