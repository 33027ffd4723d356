//! The escapes of strings.

use std::borrow::Cow;

/// The character of the `\u` escape that `text` starts with, and how many bytes it takes: 6, or 12 for a surrogate pair.
/// `None` where there are not four digits or a surrogate stands alone.
pub(super) fn unicode_escape(text: &[u8]) -> Option<(char, usize)> {
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

/// The bytes of a string that [`super::lexer::Lexer::string`] has moved over, with its escapes resolved: UTF-8.
pub(crate) fn unescape(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        if byte != b'\\' {
            out.push(byte);
            rest = after;
            continue;
        }
        let plain = match after.first() {
            Some(b'b') => 0x08,
            Some(b'f') => 0x0C,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => {
                let (character, length) = unicode_escape(rest).unwrap_or((char::REPLACEMENT_CHARACTER, 2));
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            Some(&other) => other,
            None => break,
        };
        out.push(plain);
        rest = after.get(1..).unwrap_or_default();
    }
    out
}

/// What a string's quotes enclose, without escapes.
pub(crate) fn unescaped(content: &[u8]) -> Cow<'_, [u8]> {
    if content.iter().any(|byte| *byte == b'\\') { Cow::Owned(unescape(content)) } else { Cow::Borrowed(content) }
}
