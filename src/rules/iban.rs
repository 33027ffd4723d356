//! International bank account numbers.
//!
//! Source: ISO 13616 and its registry: country, check digits, and the structure and length of that country's account
//! numbers; ISO/IEC 7064 MOD 97-10 for the check digits.

use super::date::two_digits;
use super::iban_registry::{Kind, Structure};
use super::text;

/// What is expected, in words.
pub(crate) const WORDS: &str = "an IBAN of its country (ISO 13616) with right check digits";

/// Whether the text is an IBAN of its country. Takes UTF-8 bytes; spaces and case don't count; allocates nothing.
pub fn is_valid(text: &[u8]) -> bool {
    // The country's two letters and the check digits.
    let mut head = [0; 4];
    let mut length = 0;
    let mut structure = Structure::default();
    let mut sum = Mod97(0);
    for &byte in text {
        if byte == b' ' {
            continue;
        }
        if let Some(place) = head.get_mut(length) {
            *place = byte.to_ascii_uppercase();
            length += 1;
            if length == head.len() {
                let Some(found) = Structure::of(head[0], head[1]) else { return false };
                structure = found;
            }
            continue;
        }
        let Some(kind) = structure.next() else { return false };
        match byte {
            b'0'..=b'9' if kind != Kind::Letter => sum.append(10, byte - b'0'),
            b'A'..=b'Z' | b'a'..=b'z' if kind != Kind::Digit => sum.letter(byte),
            _ => return false,
        }
    }
    // The country and the check digits count last.
    let Some(check) = two_digits(head[2], head[3]) else { return false };
    sum.letter(head[0]);
    sum.letter(head[1]);
    sum.append(100, check);
    // The remainder can't tell 00 from 97, 01 from 98 and 99 from 02: the standard makes 02 to 98 only.
    sum.0 % 97 == 1 && (2..=98).contains(&check) && structure.next().is_none()
}

/// The IBAN in its electronic form, without spaces and upper-cased, or `None` if it is not valid.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form, and says whether the code is valid.
pub(super) fn write(text: &[u8], out: &mut String) -> bool {
    text::write_electronic(text, out);
    is_valid(text)
}

/// The number so far. Its remainder is taken only when the next two digits could overflow: twice or so an IBAN.
struct Mod97(u64);

impl Mod97 {
    /// A letter counts as two digits: A is 10, Z is 35.
    fn letter(&mut self, letter: u8) {
        self.append(100, (letter & 0x1F) + 9);
    }

    fn append(&mut self, scale: u64, value: u8) {
        if self.0 > u64::MAX / 1_000 {
            self.0 %= 97;
        }
        self.0 = self.0 * scale + u64::from(value);
    }
}
