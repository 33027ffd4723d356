//! An IBAN's tail.

/// Whether `bban` is what follows the country and check digits of `iban` (ISO 13616: an IBAN is two letters, two digits
/// and the BBAN). Spaces and the letters' case do not count, in either.
pub(super) fn is_tail(iban: &[u8], bban: &[u8]) -> bool {
    match iban.split_at_checked(4) {
        // The common case: written without spaces, in the same case.
        Some((head, tail)) if tail == bban && !head.contains(&b' ') => true,
        _ => significant(iban).skip(4).eq(significant(bban)),
    }
}

fn significant(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_uppercase)
}
