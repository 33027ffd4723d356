//! Business identifier codes of banks.
//!
//! Source: ISO 9362:2014: four characters for the party (letters or digits since that edition), two letters of a
//! country, two characters more, and optionally three for a branch. The country must be a real one.

use super::formatting::{next, without_label};
use super::{market, text};

/// The expected value, in words that follow "expected".
pub(crate) const WORDS: &str = "a BIC (ISO 9362) of 8 or 11 characters";

/// The label that is pasted with a code. Some codes with the label before them would be valid codes of other banks.
const LABEL: &str = "BIC";

/// Returns true if the text is a BIC. Takes UTF-8 bytes, ignores formatting, case and a label `BIC`, and does not allocate.
pub fn is_valid(text: &[u8]) -> bool {
    let mut rest = without_label(text, LABEL);
    let mut length = 0;
    let mut country = [0; 2];
    while let Some(character) = next(&mut rest) {
        if !character.is_ascii_alphanumeric() {
            return false;
        }
        if let 4 | 5 = length {
            country = [country[1], character.to_ascii_uppercase() as u8];
        }
        length += 1;
    }
    (length == 8 || length == 11) && market::is_country(country[0], country[1])
}

/// Returns the BIC in its normal form, without formatting and in upper case, or `None` if it is invalid.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the code is valid.
pub(super) fn write(text: &str, out: &mut String) -> bool {
    text::write_electronic(without_label(text.as_bytes(), LABEL), out);
    is_valid(text.as_bytes())
}
