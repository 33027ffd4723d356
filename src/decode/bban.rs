//! An IBAN's tail.

/// Whether `bban` is what follows the country and check digits of `iban` (ISO 13616: an IBAN is two letters, two digits
/// and the BBAN). Spaces and the letters' case do not count, in either.
pub(super) fn is_tail(iban: &[u8], bban: &[u8]) -> bool {
    match iban.split_at_checked(4) {
        // The common case: written without spaces, in the same case.
        Some((head, tail)) if tail == bban && !head.contains(&b' ') => true,
        _ => {
            let mut expected = bban.iter().filter(|byte| **byte != b' ');
            for byte in iban.iter().filter(|byte| **byte != b' ').skip(4) {
                if !expected.next().is_some_and(|other| other.eq_ignore_ascii_case(byte)) {
                    return false;
                }
            }
            expected.next().is_none()
        }
    }
}
