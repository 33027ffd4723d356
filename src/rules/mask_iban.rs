//! Masking of an IBAN for display.

use super::iban::electronic;

/// The shortest IBAN of the registry. In a shorter text, four shown characters would reveal too much.
const SHORTEST: usize = 15;
/// The longest IBAN that ISO 13616 allows.
const LONGEST: usize = 34;

/// The number of characters at the end that are shown.
const SHOWN: usize = 4;

/// Masks an IBAN so that people recognise it and nobody can use it: its country and its last four characters.
///
/// `DE89370400440532013000` becomes `DE •••• 3000`. Formatting, case, a label `IBAN` and check digits are ignored. A text that
/// does not look like an IBAN becomes `••••`.
pub fn mask_iban(text: &str) -> String {
    let iban = electronic(text);
    let looks_right = iban.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && matches!(iban.len(), SHORTEST..=LONGEST)
        && iban.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match (iban.get(..2), iban.get(iban.len().saturating_sub(SHOWN)..)) {
        (Some(country), Some(end)) if looks_right => [country, " •••• ", end].concat(),
        _ => "••••".into(),
    }
}
