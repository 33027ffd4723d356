//! An IBAN that can be shown.

use super::text;

/// The lengths that an IBAN can have: the registry's shortest has 15 characters, ISO 13616 allows 34. In anything
/// shorter, four shown characters would tell too much.
const SHORTEST: usize = 15;
const LONGEST: usize = 34;

/// How many characters at the end are shown.
const SHOWN: usize = 4;

/// An IBAN for people to recognise and nobody to use: its country and its last four characters, in groups of four.
///
/// `DE89370400440532013000` becomes `DE•• •••• •••• •••• ••30 00`. Spaces and case don't matter, and wrong check digits
/// don't either. What does not look like an IBAN at all becomes `••••`.
pub fn mask_iban(text: &str) -> String {
    let mut iban = String::new();
    text::write_electronic(text.as_bytes(), &mut iban);
    let iban = iban.as_bytes();
    let looks_right = matches!(iban, [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_uppercase())
        && matches!(iban.len(), SHORTEST..=LONGEST)
        && iban.iter().all(u8::is_ascii_alphanumeric);
    if !looks_right {
        return "••••".into();
    }
    let mut shown = String::new();
    for (at, byte) in iban.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            shown.push(' ');
        }
        let visible = at < 2 || at + SHOWN >= iban.len();
        shown.push(if visible { char::from(*byte) } else { '•' });
    }
    shown
}
