//! Markets: countries.
//!
//! Source: ISO 3166-1 alpha-2, the 249 officially assigned codes, and `XK` for Kosovo, which ISO has not assigned and
//! which SWIFT and Ivy use.

use super::{formatting, text};

/// The codes, as each first letter with its second letters.
const CODES: &[(u8, &[u8])] = &[
    (b'A', b"DEFGILMOQRSTUWXZ"),
    (b'B', b"ABDEFGHIJLMNOQRSTVWYZ"),
    (b'C', b"ACDFGHIKLMNORUVWXYZ"),
    (b'D', b"EJKMOZ"),
    (b'E', b"CEGHRST"),
    (b'F', b"IJKMOR"),
    (b'G', b"ABDEFGHILMNPQRSTUWY"),
    (b'H', b"KMNRTU"),
    (b'I', b"DELMNOQRST"),
    (b'J', b"EMOP"),
    (b'K', b"EGHIMNPRWYZ"),
    (b'L', b"ABCIKRSTUVY"),
    (b'M', b"ACDEFGHKLMNOPQRSTUVWXYZ"),
    (b'N', b"ACEFGILOPRUZ"),
    (b'O', b"M"),
    (b'P', b"AEFGHKLMNRSTWY"),
    (b'Q', b"A"),
    (b'R', b"EOSUW"),
    (b'S', b"ABCDEGHIJKLMNORSTVXYZ"),
    (b'T', b"CDFGHJKLMNORTVWZ"),
    (b'U', b"AGMSYZ"),
    (b'V', b"ACEGINU"),
    (b'W', b"FS"),
    (b'X', b"K"),
    (b'Y', b"ET"),
    (b'Z', b"AMW"),
];

/// The codes as bits: a row for each first letter, a bit for each second letter.
static ROWS: [u32; 26] = rows();

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn rows() -> [u32; 26] {
    let mut rows = [0; 26];
    let mut at = 0;
    while at < CODES.len() {
        let (first, seconds) = CODES[at];
        let mut second = 0;
        while second < seconds.len() {
            rows[(first - b'A') as usize] |= 1 << (seconds[second] - b'A');
            second += 1;
        }
        at += 1;
    }
    rows
}

/// Returns true if two upper-case letters are an assigned country code or `XK`.
pub fn is_country(first: u8, second: u8) -> bool {
    let Some(row) = ROWS.get(usize::from(first.wrapping_sub(b'A'))) else { return false };
    second.is_ascii_uppercase() && row >> (second - b'A') & 1 == 1
}

/// Returns the country code in its normal form, trimmed and in upper case, or `None` if it is not assigned.
pub fn normalize(text: &str) -> Option<String> {
    text::normal(text, write)
}

/// Appends the normal form. Returns true if the code is assigned.
pub(super) fn write(text: &str, out: &mut String) -> bool {
    let &[first, second] = formatting::trim(text).as_bytes() else { return false };
    let code = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
    code.iter().for_each(|letter| out.push(char::from(*letter)));
    is_country(code[0], code[1])
}
