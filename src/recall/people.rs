//! Whether past sessions name different people.

use std::borrow::Cow;

use crate::decode::SessionEntry;
use crate::json::escape::utf8_character;

/// Whether two of the sessions name different people, by name or by date of birth.
///
/// What a session does not say is no evidence. Names are compared with white space folded and without regard to case;
/// two spellings of one person count as two people, so that a doubt always leads to a question.
pub(super) fn differ<'a>(sessions: impl Iterator<Item = &'a SessionEntry>, body: &[u8]) -> bool {
    let (mut name, mut birth_date) = (None, None);
    for session in sessions {
        let own_name = session.name.map(|text| text.bytes(body)).filter(|name| !is_blank(name));
        let own_date = session.birth_date.map(|text| text.bytes(body)).filter(|date| !date.is_empty());
        if contradicts(&mut name, own_name, is_same) || contradicts(&mut birth_date, own_date, |a, b| a == b) {
            return true;
        }
    }
    false
}

/// Whether a session says something else than the first one that said anything.
fn contradicts<'a>(
    first: &mut Option<Cow<'a, [u8]>>,
    own: Option<Cow<'a, [u8]>>,
    is_same: fn(&[u8], &[u8]) -> bool,
) -> bool {
    match (&first, &own) {
        (Some(first), Some(own)) => !is_same(first, own),
        (None, Some(_)) => {
            *first = own;
            false
        }
        (_, None) => false,
    }
}

/// Whether there is nothing in a name but white space.
pub(super) fn is_blank(name: &[u8]) -> bool {
    letter(&mut &*name).is_none()
}

/// Whether two names in UTF-8 are the same but for white space and case.
fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    let mut is_first = true;
    loop {
        match (letter(&mut one), letter(&mut other)) {
            (None, None) => return true,
            // White space before a name's first letter does not count.
            (Some(a), Some(b)) if a.0 == b.0 && (a.1 == b.1 || is_first) => is_first = false,
            _ => return false,
        }
    }
}

/// Takes the next letter that is no white space off a name: in lower case, and whether there is white space before it.
fn letter(name: &mut &[u8]) -> Option<(char, bool)> {
    let mut begins_word = false;
    loop {
        let (letter, length) = utf8_character(name)?;
        *name = name.get(length..).unwrap_or_default();
        if !matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{A0}') {
            return Some((lower(letter), begins_word));
        }
        begins_word = true;
    }
}

/// Lower case for the alphabets of Ivy's markets (Latin, Greek, Cyrillic), by the layout of Unicode's blocks: the whole
/// table would weigh as much as the decoder. A letter that is missed here makes two names differ, which is the safe
/// side.
fn lower(letter: char) -> char {
    let code = u32::from(letter);
    let lowered = match code {
        0x41..=0x5A => code + 0x20,                       // A to Z
        0xC0..=0xDE if code != 0xD7 => code + 0x20,       // À to Þ, but for the multiplication sign
        0x178 => 0xFF,                                    // Ÿ
        0x130 => code,                                    // İ, whose lower case is two characters
        0x100..=0x137 | 0x14A..=0x177 => code | 1,        // Ā to Ķ, Ŋ to Ŷ: capitals are even
        0x139..=0x148 | 0x179..=0x17E => code + code % 2, // Ĺ to Ň, Ź to Ž: capitals are odd
        0x391..=0x3A1 | 0x3A3..=0x3AB => code + 0x20,     // Α to Ϋ
        0x400..=0x40F => code + 0x50,                     // Ѐ to Џ
        0x410..=0x42F => code + 0x20,                     // А to Я
        _ => code,
    };
    char::from_u32(lowered).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::{is_same, lower};

    /// Against the standard library's table, over everything that the ranges speak of.
    #[test]
    fn lower_case_agrees_with_unicode() {
        for letter in '\0'..='\u{482}' {
            let ours = lower(letter);
            let theirs: Vec<char> = letter.to_lowercase().collect();
            if ours != letter {
                assert_eq!(vec![ours], theirs, "{letter:?}");
            }
            let ranges = ['\0'..='\u{17F}', '\u{391}'..='\u{3CE}', '\u{400}'..='\u{45F}'];
            if ranges.iter().any(|range| range.contains(&letter)) && letter != 'İ' {
                assert_eq!(vec![ours], theirs, "{letter:?}");
            }
        }
    }

    #[test]
    fn white_space_is_folded() {
        let name = "ada éxample".as_bytes();
        assert!(is_same("  Ada \u{A0}\t ÉXAMPLE\n".as_bytes(), name));
        assert!(!is_same("Adaéxample".as_bytes(), name) && !is_same("ada éxample e".as_bytes(), name));
    }
}
