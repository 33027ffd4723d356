//! An IBAN's tail.

/// Whether `bban` is the tail of `iban` (see [`is_tail`]) letter by letter, as they are nearly always written. What is still
/// escaped is in both or in neither.
#[inline(always)]
pub(super) fn is_plain_tail(iban: &[u8], bban: &[u8]) -> bool {
    matches!(iban, [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', tail @ ..] if tail == bban)
}

/// Whether `bban` is what follows the country and check digits of `iban` (ISO 13616: an IBAN is two letters, two digits
/// and the BBAN). Spaces and the letters' case do not count, in either.
#[cold]
pub(super) fn is_tail(mut iban: &[u8], mut bban: &[u8]) -> bool {
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

/// Takes the next byte off that is no space, in upper case.
fn significant(text: &mut &[u8]) -> Option<u8> {
    loop {
        let (byte, rest) = text.split_first()?;
        *text = rest;
        if *byte != b' ' {
            return Some(byte.to_ascii_uppercase());
        }
    }
}
