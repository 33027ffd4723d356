//! Comparison of a BBAN with the tail of an IBAN.

use crate::rules::{formatting, iban};

/// Returns true if `bban` equals the tail of `iban` (see [`is_tail`]) byte by byte, as it nearly always does. Escapes are
/// compared undecoded.
#[inline(always)]
pub(super) fn is_plain_tail(iban: &[u8], bban: &[u8]) -> bool {
    matches!(iban, [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', tail @ ..] if tail == bban)
}

/// Returns true if `bban` equals `iban` without its country and check digits (ISO 13616: an IBAN is two letters, two digits
/// and the BBAN). Formatting and case are ignored in both.
#[cold]
pub(super) fn is_tail(iban: &[u8], mut bban: &[u8]) -> bool {
    let mut iban = iban::without_label(iban);
    for _ in 0..4 {
        significant(&mut iban);
    }
    loop {
        match (significant(&mut iban), significant(&mut bban)) {
            (None, None) => return true,
            (one, other) if one != other => return false,
            _ => {}
        }
    }
}

/// Removes the next character that is no formatting, and returns it in upper case.
fn significant(text: &mut &[u8]) -> Option<char> {
    formatting::next(text).map(|character| character.to_ascii_uppercase())
}
