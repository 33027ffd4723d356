//! Phone numbers.
//!
//! Source: ITU-T E.164: `+`, a country code that does not begin with 0, and at most 15 digits in all. The
//! number need not be in use.

use super::text;

/// The most digits of a number (E.164, 6.2.1).
const MAX_DIGITS: usize = 15;

/// Returns the number in its normal form (`+` and digits), or `None` if it is invalid.
///
/// Removes white space at the ends, spaces, hyphens, dots and round brackets. A number without `+` is refused, since a
/// guessed country could find the sessions of another person.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the number is valid.
pub(super) fn write(text: &[u8], out: &mut String) -> bool {
    let mut length = 0;
    for &byte in text.trim_ascii() {
        match byte {
            b' ' | b'-' | b'.' | b'(' | b')' => continue,
            b'+' if length == 0 => {}
            b'0' if length == 1 => return false,
            b'0'..=b'9' if matches!(length, 1..=MAX_DIGITS) => {}
            _ => return false,
        }
        out.push(char::from(byte));
        length += 1;
    }
    // "+" and at least two digits: a country code alone is no number.
    length > 2
}
