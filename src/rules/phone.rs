//! Phone numbers.
//!
//! Source: ITU-T E.164: `+`, a country code that does not begin with 0, and at most 15 digits in all. The
//! number need not be in use. ITU-T E.123: round brackets mark digits that are not always dialled, such as the trunk
//! prefix in `+49 (0)30`.

use super::formatting::{next, without_label};
use super::text;

/// The expected value, in words that follow "expected".
pub(super) const WORDS: &str = "a phone number with + and its country code, without (0) or an extension (E.164)";

/// The most digits of a number (E.164, 6.2.1).
const MAX_DIGITS: usize = 15;

/// Returns the number in its normal form (`+` and digits), or `None` if it is invalid.
///
/// Removes a label `tel:`, white space, invisible marks, hyphens of every kind, dots and round brackets. A number without
/// `+` is refused, since a guessed country could find the sessions of another person. Brackets that begin with 0 are
/// refused: without the zero it is another number in Italy, with it in most other countries.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the number is valid.
pub(super) fn write(text: &str, out: &mut String) -> bool {
    let mut rest = without_label(text.as_bytes(), "tel");
    let (mut length, mut in_brackets, mut before) = (0, false, '+');
    while let Some(character) = next(&mut rest) {
        match character {
            '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' => continue,
            '(' | ')' if in_brackets == (character == ')') => in_brackets = !in_brackets,
            '+' if length == 0 => length = 1,
            '0' if length == 1 || before == '(' => return false,
            '0'..='9' if matches!(length, 1..=MAX_DIGITS) => length += 1,
            _ => return false,
        }
        if !matches!(character, '(' | ')') {
            out.push(character);
        }
        before = character;
    }
    // "+" and at least two digits: a country code alone is no number.
    length > 2 && !in_brackets
}
