//! Business identifier codes of banks.
//!
//! Source: ISO 9362:2014: four characters for the party (letters or digits since that edition), two letters of a
//! country, two characters more, and optionally three for a branch. The country must be a real one.

use super::{market, text};

/// The expected value, in words that follow "expected".
pub(crate) const WORDS: &str = "a BIC (ISO 9362) of 8 or 11 characters";

/// Returns true if the text is a BIC. Takes UTF-8 bytes, ignores spaces and case, and does not allocate.
pub fn is_valid(text: &[u8]) -> bool {
    let mut length = 0;
    let mut country = [0; 2];
    for byte in text {
        match byte {
            b' ' => continue,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {}
            _ => return false,
        }
        if let 4 | 5 = length {
            country = [country[1], byte.to_ascii_uppercase()];
        }
        length += 1;
    }
    (length == 8 || length == 11) && market::is_country(country[0], country[1])
}

/// Returns the BIC in its normal form, without spaces and in upper case, or `None` if it is invalid.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the code is valid.
pub(super) fn write(text: &[u8], out: &mut String) -> bool {
    text::write_electronic(text, out);
    is_valid(text)
}
