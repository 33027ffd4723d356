//! Whether past sessions name different people.

use crate::decode::{SessionEntry, Text};
use crate::json::escape::utf8_character;

/// Who the sessions say that the shopper is: by name and by date of birth.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// As the first session has it that says anything.
    name: Option<Vec<u8>>,
    birth_date: Option<Vec<u8>>,
    /// Whether two of the sessions name different people.
    ///
    /// What a session does not say is no evidence. Names and dates are compared with white space folded and without regard to case;
    /// two spellings of one person count as two people, so that a doubt always leads to a question.
    pub(super) differ: bool,
}

impl People {
    /// Looks at one more session.
    pub(super) fn add(&mut self, session: &SessionEntry, body: &[u8]) {
        self.differ |= contradicts(&mut self.name, session.name, body)
            || contradicts(&mut self.birth_date, session.birth_date, body);
    }
}

/// Whether a text says something else than the first one that said anything.
fn contradicts(first: &mut Option<Vec<u8>>, own: Option<Text>, body: &[u8]) -> bool {
    let Some(own) = own.map(|text| text.bytes(body)).filter(|own| !is_blank(own)) else { return false };
    match first {
        Some(first) => !is_same(first, &own),
        None => {
            *first = Some(own.into_owned());
            false
        }
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

/// Capitals of the alphabets of Ivy's markets (Latin, Greek, Cyrillic), by the layout of Unicode's blocks: the whole table
/// would weigh as much as the decoder. A row holds the first and the last capital, and how much further their small
/// letters are; where that is 1, capitals and small letters stand in turn. `İ` has none, since it becomes two characters.
const CAPITALS: [(char, char, i32); 13] = [
    ('A', 'Z', 32),
    ('À', 'Ö', 32),
    ('Ø', 'Þ', 32),
    ('Ā', 'Į', 1),
    ('Ĳ', 'Ķ', 1),
    ('Ĺ', 'Ň', 1),
    ('Ŋ', 'Ŷ', 1),
    ('Ÿ', 'Ÿ', -121),
    ('Ź', 'Ž', 1),
    ('Α', 'Ρ', 32),
    ('Σ', 'Ϋ', 32),
    ('Ѐ', 'Џ', 80),
    ('А', 'Я', 32),
];

/// Lower case. A letter that is missed here makes two names differ, which is the safe side.
fn lower(letter: char) -> char {
    let code = u32::from(letter);
    for &(first, last, further) in &CAPITALS {
        if letter < first {
            break;
        }
        if letter <= last && (further != 1 || (code - u32::from(first)) % 2 == 0) {
            return char::from_u32(code.wrapping_add_signed(further)).unwrap_or(letter);
        }
    }
    letter
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
