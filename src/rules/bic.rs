//! Business identifier codes of banks.
//!
//! Source: ISO 9362:2014: four characters for the party (letters or digits since that edition), two letters of a
//! country, two characters more, and optionally three for a branch. The country must be a real one.

use super::{code, market};

/// Whether the text is a BIC. Takes UTF-8 bytes; spaces and case don't count; allocates nothing.
pub fn is_valid(text: &[u8]) -> bool {
    code::Electronic::<11>::read(text).is_some_and(|code| has_structure(code.as_bytes()))
}

/// The BIC in its normal form, without spaces and upper-cased, or `None` if it is not valid.
pub fn normalize(text: &str) -> Option<String> {
    let code = code::Electronic::<11>::read(text.as_bytes())?;
    has_structure(code.as_bytes()).then(|| code.to_text())
}

fn has_structure(code: &[u8]) -> bool {
    match code {
        [_, _, _, _, first, second, _, _] | [_, _, _, _, first, second, _, _, _, _, _] => {
            market::is_country(*first, *second) && code.iter().all(u8::is_ascii_alphanumeric)
        }
        _ => false,
    }
}
