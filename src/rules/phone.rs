//! Phone numbers.
//!
//! Source: ITU-T E.164: `+`, a country code that does not begin with 0, and at most 15 digits in all. Whether a number
//! is in use is not checked.

/// The most digits of a number (E.164, 6.2.1).
const MAX_DIGITS: usize = 15;

/// The number in its normal form (`+` and digits), or `None` if it is not a valid one.
///
/// White space at the ends goes, and so do spaces, hyphens, dots and round brackets. A number without `+` is refused
/// and not completed, since a guessed country would find another person's sessions.
pub fn normalize(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(1 + MAX_DIGITS);
    for letter in text.trim_ascii().chars() {
        match letter {
            ' ' | '-' | '.' | '(' | ')' => {}
            '+' if normal.is_empty() => normal.push('+'),
            '0' if normal.len() == 1 => return None,
            '0'..='9' if (1..=MAX_DIGITS).contains(&normal.len()) => normal.push(letter),
            _ => return None,
        }
    }
    // "+" and two digits at least: no country code stands alone.
    (normal.len() > 2).then_some(normal)
}
