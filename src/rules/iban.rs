//! International bank account numbers.
//!
//! Source: ISO 13616 and its registry: country, check digits, and the structure and length of that country's account
//! numbers; ISO/IEC 7064 MOD 97-10 for the check digits.

use super::date::two_digits;
use super::iban_registry::{Kind, Structure};
use super::{formatting, text};

/// The expected value, in words that follow "expected".
pub(crate) const WORDS: &str = "an IBAN of its country (ISO 13616) with right check digits";

/// Returns true if the text is an IBAN of its country. Takes UTF-8 bytes, ignores formatting, case and a label `IBAN`, and
/// does not allocate.
pub fn is_valid(text: &[u8]) -> bool {
    // No country's code is `IB`, so that a text with the label has no remainder.
    remainder(text).or_else(|| remainder(without_label(text))) == Some(1)
}

/// Returns a text without the label `IBAN` that is pasted with it.
pub(crate) fn without_label(text: &[u8]) -> &[u8] {
    formatting::without_label(text, "IBAN")
}

/// Returns an IBAN, valid or not, in electronic form: without label and formatting, its ASCII letters in upper case. Two
/// texts that differ otherwise stay different.
pub fn electronic(text: &str) -> String {
    let mut electronic = String::with_capacity(text.len());
    text::write_electronic(without_label(text.as_bytes()), &mut electronic);
    electronic
}

/// Returns the remainder by 97 of the number in an IBAN (ISO/IEC 7064), which is 1 if the check digits are right. Returns
/// `None` if the text does not have the structure of its country's IBANs.
fn remainder(text: &[u8]) -> Option<u64> {
    let mut text = Significant(text);
    let mut head = [0; 4];
    for slot in &mut head {
        *slot = text.next()?;
    }
    let [first, second, tens, ones] = head;
    let mut sum = Number(0);
    let mut structure = Structure::of(first, second)?;
    while let Some((length, kind)) = structure.next() {
        let mut left = length;
        while left > 0 {
            // Eight letters are sixteen digits, the most that fit behind a remainder. A division for each letter would
            // take most of the time.
            let part = left.min(8);
            for _ in 0..part {
                match text.next()? {
                    byte @ b'0'..=b'9' if kind != Kind::Letter => sum.append(10, byte - b'0'),
                    byte @ b'A'..=b'Z' if kind != Kind::Digit => sum.letter(byte),
                    _ => return None,
                }
            }
            sum.0 %= 97;
            left -= part;
        }
    }
    // The country and the check digits are the last digits of the number.
    let check = two_digits(tens, ones)?;
    sum.letter(first);
    sum.letter(second);
    sum.append(100, check);
    // 00 and 97, 01 and 98, 02 and 99 have the same remainder. The standard allows 02 to 98 only.
    let is_whole = text.next().is_none() && (2..=98).contains(&check);
    is_whole.then_some(sum.0 % 97)
}

/// An iterator over the bytes of a text, without formatting and in upper case.
struct Significant<'a>(&'a [u8]);

impl Significant<'_> {
    /// Returns the next character. Of those above ASCII, which no IBAN has, it returns some byte above ASCII.
    #[inline(always)]
    fn next(&mut self) -> Option<u8> {
        let character = formatting::next(&mut self.0)?;
        Some(u8::try_from(character).unwrap_or(u8::MAX).to_ascii_uppercase())
    }
}

/// Returns the IBAN in its electronic form, without formatting and in upper case, or `None` if it is invalid.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the IBAN is valid.
pub(super) fn write(text: &str, out: &mut String) -> bool {
    text::write_electronic(without_label(text.as_bytes()), out);
    is_valid(text.as_bytes())
}

/// The digits so far, as a number reduced by 97.
struct Number(u64);

impl Number {
    /// Appends a letter as two digits: A is 10, Z is 35.
    fn letter(&mut self, letter: u8) {
        self.append(100, (letter & 0x1F) + 9);
    }

    /// Appends the digits of `value`. `scale` is 10 to the power of their number.
    fn append(&mut self, scale: u64, value: u8) {
        self.0 = self.0 * scale + u64::from(value);
    }
}
