//! An IBAN's tail.

/// Whether `bban` is what follows the country and check digits of `iban` (ISO 13616: an IBAN is two letters, two digits
/// and the BBAN). Spaces and the letters' case do not count, in either.
pub(super) fn is_tail(iban: &[u8], bban: &[u8]) -> bool {
    match iban.get(4..) {
        Some(tail) if tail == bban => true,
        _ => significant(iban).skip(4).eq(significant(bban)),
    }
}

fn significant(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_uppercase)
}
