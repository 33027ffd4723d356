//! Business identifier codes of banks.
//!
//! Source: ISO 9362:2014: four characters for the party (letters or digits since that edition), two letters of a
//! country, two characters more, and optionally three for a branch. The country must be a real one.

use super::{code, market};

/// Whether the text is a BIC. Takes UTF-8 bytes; spaces and case don't count; allocates nothing.
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

/// The BIC in its normal form, without spaces and upper-cased, or `None` if it is not valid.
pub fn normalize(text: &str) -> Option<String> {
    is_valid(text.as_bytes()).then(|| code::electronic(text))
}
