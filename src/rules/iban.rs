//! International bank account numbers.
//!
//! Source: ISO 13616 and its registry (see [`super::iban_registry`]): country, check digits, and the structure and
//! length of that country's account numbers; ISO/IEC 7064 MOD 97-10 for the check digits.

use super::code::Electronic;
use super::date::two_digits;
use super::iban_registry::{self, Kind};

/// The longest IBAN that ISO 13616 allows, in characters.
const MAX_LENGTH: usize = 34;

/// Whether the text is an IBAN of its country. Takes UTF-8 bytes; spaces and case don't count; allocates nothing.
pub fn is_valid(text: &[u8]) -> bool {
    Electronic::<MAX_LENGTH>::read(text).is_some_and(|iban| is_electronic_iban(iban.as_bytes()))
}

/// The IBAN in its electronic form, without spaces and upper-cased, or `None` if it is not valid.
pub fn normalize(text: &str) -> Option<String> {
    let iban = Electronic::<MAX_LENGTH>::read(text.as_bytes())?;
    is_electronic_iban(iban.as_bytes()).then(|| iban.to_text())
}

/// Structure and check digits in one pass.
fn is_electronic_iban(iban: &[u8]) -> bool {
    let &[first, second, tens, ones, ref bban @ ..] = iban else { return false };
    let (Some(runs), Some(check)) = (iban_registry::runs(first, second), two_digits(tens, ones)) else { return false };
    // The remainder below can't tell 00 from 97, 01 from 98 and 99 from 02: the standard makes 02 to 98 only.
    if !(2..=98).contains(&check) {
        return false;
    }
    let mut sum = Mod97(0);
    let mut bban = bban.iter();
    for (kind, length) in runs {
        for _ in 0..length {
            let Some(&byte) = bban.next() else { return false };
            match byte {
                b'0'..=b'9' if kind != Kind::Letter => sum.digit(byte),
                b'A'..=b'Z' if kind != Kind::Digit => sum.letter(byte),
                _ => return false,
            }
        }
    }
    // The country and the check digits count last.
    sum.letter(first);
    sum.letter(second);
    sum.digit(tens);
    sum.digit(ones);
    bban.next().is_none() && sum.0 % 97 == 1
}

/// A remainder that is taken only when the next two digits could overflow: three or four divisions an IBAN.
struct Mod97(u64);

impl Mod97 {
    fn digit(&mut self, digit: u8) {
        self.append(10, u64::from(digit - b'0'));
    }

    /// A letter counts as two digits: A is 10, Z is 35.
    fn letter(&mut self, letter: u8) {
        self.append(100, u64::from(letter - b'A') + 10);
    }

    fn append(&mut self, scale: u64, value: u64) {
        if self.0 >= u64::MAX / 1000 {
            self.0 %= 97;
        }
        self.0 = self.0 * scale + value;
    }
}
