//! UTF-8, checked one character at a time (RFC 3629, section 4). The standard library's own check is made for speed, and
//! weighs as much as the lexer.

/// Length in bytes of the well-formed character that `rest` starts with, for a first byte above ASCII; `None` where it
/// is cut off, overlong, a surrogate or beyond U+10FFFF.
pub(crate) fn character_length(rest: &[u8]) -> Option<usize> {
    // The second byte's range is what keeps overlong forms, surrogates and too large numbers out.
    let (length, second) = match *rest.first()? {
        0xC2..=0xDF => (2, 0x80..=0xBF),
        0xE0 => (3, 0xA0..=0xBF),
        0xED => (3, 0x80..=0x9F),
        0xE1..=0xEF => (3, 0x80..=0xBF),
        0xF0 => (4, 0x90..=0xBF),
        0xF1..=0xF3 => (4, 0x80..=0xBF),
        0xF4 => (4, 0x80..=0x8F),
        _ => return None,
    };
    let tail = rest.get(1..length)?;
    let (first, others) = tail.split_first()?;
    (second.contains(first) && others.iter().all(|byte| byte & 0xC0 == 0x80)).then_some(length)
}

/// The character that `rest` starts with, and its length in bytes; `None` where it is not well formed, and at the end.
pub(crate) fn character(rest: &[u8]) -> Option<(char, usize)> {
    let (&first, after) = rest.split_first()?;
    if first < 0x80 {
        return Some((char::from(first), 1));
    }
    let length = character_length(rest)?;
    let head = u32::from(first) & (0x7F >> length);
    let code = after.iter().take(length - 1).fold(head, |code, byte| code << 6 | u32::from(byte & 0x3F));
    Some((char::from_u32(code)?, length))
}

/// Bytes as text; `None` where they are not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let (character, length) = character(rest)?;
        text.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    Some(text)
}
