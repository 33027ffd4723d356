//! IBAN and BIC in electronic form.

/// The code without spaces, its ASCII letters upper-cased.
pub(super) fn electronic(text: &str) -> String {
    text.chars().filter(|&c| c != ' ').map(|c| c.to_ascii_uppercase()).collect()
}
