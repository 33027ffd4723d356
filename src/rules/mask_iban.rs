//! Masking of an IBAN for display.

use super::iban::electronic;

/// The shortest IBAN of the registry. In a shorter text, four shown characters would reveal too much.
const SHORTEST: usize = 15;
/// The longest IBAN that ISO 13616 allows.
const LONGEST: usize = 34;

/// The number of characters at the end that are shown.
const SHOWN: usize = 4;

/// Masks an IBAN so that people recognise it and nobody can use it: its country and its last four characters, in groups of
/// four.
///
/// `DE89370400440532013000` becomes `DE•• •••• •••• •••• ••30 00`. Formatting, case, a label
/// `IBAN` and check digits are ignored. A text that does not look like an IBAN becomes `••••`.
pub fn mask_iban(text: &str) -> String {
    let iban = electronic(text);
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
