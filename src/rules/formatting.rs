//! Characters that a pasted identifier has around and between its own: white space of every kind and invisible marks.
//!
//! Source: the Unicode Character Database (17.0), properties `White_Space` and `Default_Ignorable_Code_Point`. The second
//! one contains every `Bidi_Control`, the joiners, the soft hyphen, the byte order mark, variation selectors and tags.
//!
//! One rule holds for every identifier. At its ends formatting is dropped. Inside of numbers and codes that people group
//! (IBAN, BIC, phone) it is dropped too. Inside of an e-mail address or an id it is refused, so that two different
//! identifiers never look the same. Digits and letters of other scripts are no formatting: no rule converts them.

use crate::json::escape::utf8_character;

/// `Default_Ignorable_Code_Point`, as ranges with their last character.
const IGNORABLE: [(char, char); 17] = [
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFF8}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// Returns true for white space and for invisible marks.
pub fn is_formatting(character: char) -> bool {
    character.is_whitespace() || IGNORABLE.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// Returns true if a text has nothing except formatting.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_formatting)
}

/// Returns true if an id has formatting other than the ordinary space. Two ids could then look the same.
pub fn is_ambiguous(id: &str) -> bool {
    id.chars().any(|character| character != ' ' && is_formatting(character))
}

/// Returns a text without formatting at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_formatting)
}

/// Removes the first character that is no formatting, and returns it. A byte that is not UTF-8 becomes U+FFFD.
#[inline(always)]
pub(crate) fn next(text: &mut &[u8]) -> Option<char> {
    match *text {
        [byte @ b'!'..=b'~', rest @ ..] => {
            *text = rest;
            Some(char::from(*byte))
        }
        _ => next_after_formatting(text),
    }
}

/// The part of [`next`] for everything except visible ASCII.
#[cold]
#[inline(never)]
fn next_after_formatting(text: &mut &[u8]) -> Option<char> {
    while !text.is_empty() {
        let (character, length) = utf8_character(text).unwrap_or((char::REPLACEMENT_CHARACTER, 1));
        *text = text.get(length..).unwrap_or_default();
        if !is_formatting(character) {
            return Some(character);
        }
    }
    None
}

/// Returns a text without a label before it, such as `IBAN: ` or `tel:`, in any case. A label ends with a colon or white
/// space. Without one of them its letters are a part of the value.
pub(crate) fn without_label<'a>(text: &'a [u8], label: &str) -> &'a [u8] {
    let mut rest = text;
    for letter in label.chars() {
        match next(&mut rest) {
            Some(own) if own.eq_ignore_ascii_case(&letter) => {}
            _ => return text,
        }
    }
    let is_spaced = utf8_character(rest).is_some_and(|(character, _)| character.is_whitespace());
    let mut after = rest;
    match next(&mut after) {
        Some(':') => after,
        Some(_) if is_spaced => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_ambiguous, is_blank, is_formatting, next, trim, without_label};

    /// The characters in text: a visible one or more between formatting.
    fn visible(text: &str) -> String {
        let mut rest = text.as_bytes();
        std::iter::from_fn(|| next(&mut rest)).collect()
    }

    #[test]
    fn white_space_and_invisible_marks_are_formatting() {
        let spaces = "\t\n\u{B}\u{C}\r \u{85}\u{A0}\u{1680}\u{2000}\u{2007}\u{2009}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}";
        let marks = "\u{AD}\u{34F}\u{61C}\u{180E}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\
            \u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{FE00}\u{FE0F}\u{FEFF}\u{E0001}\u{E007F}\u{E0100}\u{E01EF}";
        for character in spaces.chars().chain(marks.chars()) {
            assert!(is_formatting(character), "{character:?}");
            assert_eq!(visible(&format!("{character}A{character}{character}B{character}")), "AB", "{character:?}");
            assert_eq!(trim(&format!("{character}A B{character}")), "A B", "{character:?}");
            assert!(is_blank(&character.to_string()));
            assert_eq!(is_ambiguous(&format!("A{character}B")), character != ' ', "{character:?}");
        }
        for character in "A0é\u{0}\u{7F}-\u{2010}\u{2212}\u{301}\u{660}\u{FF10}\u{2800}\u{FFFD}😀".chars() {
            assert!(!is_formatting(character) && !is_ambiguous(&character.to_string()), "{character:?}");
        }
        assert!(is_blank("") && !is_ambiguous(""));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_visible() {
        let mut rest = b"\xC2\xA0\xFF\xE2\x80".as_slice();
        let read: String = std::iter::from_fn(|| next(&mut rest)).collect();
        assert_eq!(read, "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_label_ends_with_a_colon_or_white_space() {
        for (text, rest) in [
            ("IBAN DE89", " DE89"),
            ("iban: DE89", " DE89"),
            (" \u{200E}Iban\u{A0}:\u{A0}DE89", "\u{A0}DE89"),
            ("IBAN:DE89", "DE89"),
            ("IBANDE89", "IBANDE89"),
            ("IBAN\u{200B}DE89", "IBAN\u{200B}DE89"),
            ("IBA", "IBA"),
            ("IBAN ", "IBAN "),
            ("", ""),
            ("DE89 IBAN ", "DE89 IBAN "),
        ] {
            assert_eq!(without_label(text.as_bytes(), "IBAN"), rest.as_bytes(), "{text:?}");
        }
    }
}
