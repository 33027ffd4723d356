//! An IBAN that can be shown.

use super::code::Electronic;

/// The shortest IBAN of the registry has 15 characters: below that, four shown ones would tell too much.
const MIN_LENGTH: usize = 15;

/// How many characters at the end are shown.
const SHOWN: usize = 4;

/// An IBAN for people to recognise and nobody to use: its country and its last four characters, in groups of four.
///
/// `DE89370400440532013000` becomes `DE•• •••• •••• •••• ••30 00`. Spaces and case don't matter, and wrong check digits
/// don't either. What does not look like an IBAN at all becomes `••••`.
pub fn mask_iban(text: &str) -> String {
    let masked = "••••";
    let Some(iban) = Electronic::<34>::read(text.as_bytes()) else { return masked.into() };
    let iban = iban.as_bytes();
    let looks_right = iban.len() >= MIN_LENGTH
        && iban.iter().all(u8::is_ascii_alphanumeric)
        && iban.iter().take(2).all(u8::is_ascii_uppercase);
    if !looks_right {
        return masked.into();
    }
    let mut shown = String::with_capacity(iban.len() * 4);
    for (at, &byte) in iban.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            shown.push(' ');
        }
        let visible = at < 2 || at + SHOWN >= iban.len();
        shown.push(if visible { char::from(byte) } else { '•' });
    }
    shown
}
