//! Whether past sessions name different people.

use crate::decode::SessionEntry;

/// Whether two of the sessions name different people, by name or by date of birth.
///
/// What a session does not say is no evidence. Names are compared with white space folded and without regard to case;
/// two spellings of one person count as two people, so that a doubt always leads to a question.
pub(super) fn differ<'a>(sessions: impl Iterator<Item = &'a SessionEntry>, body: &[u8]) -> bool {
    let mut first_name = None;
    let mut first_birth_date = None;
    for session in sessions {
        if let Some(name) = session.name.map(|text| folded(&text.read(body))).filter(|name| !name.is_empty())
            && *first_name.get_or_insert_with(|| name.clone()) != name
        {
            return true;
        }
        if let Some(date) = session.birth_date.map(|text| text.read(body)).filter(|date| !date.is_empty())
            && *first_birth_date.get_or_insert_with(|| date.clone()) != date
        {
            return true;
        }
    }
    false
}

/// Whether there is nothing in a name but white space.
pub(super) fn is_blank(name: &str) -> bool {
    words(name).next().is_none()
}

/// The words of a name.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '\t', '\n', '\r', '\u{A0}']).filter(|word| !word.is_empty())
}

/// A name with single spaces between its words and in lower case.
fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in words(name) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(lower));
    }
    out
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
    use super::{folded, lower};

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
        assert_eq!(folded("  Ada \u{A0}\t ÉXAMPLE\n"), "ada éxample");
    }
}
