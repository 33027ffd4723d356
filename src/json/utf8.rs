//! UTF-8, checked one character at a time (RFC 3629, section 4).

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
