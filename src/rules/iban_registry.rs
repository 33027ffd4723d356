//! What an IBAN looks like in each country.
//!
//! Source: the IBAN registry (release 99) that SWIFT keeps as the registration authority of ISO 13616. A territory that
//! uses another country's IBANs has no entry of its own, as in the registry: French Guiana's IBANs begin with `FR`.

/// Each country and the structure of its BBAN in the registry's notation, neighbours of one kind added up: `n` digits,
/// `a` upper-case letters, `c` both.
#[rustfmt::skip]
const COUNTRIES: [&str; 89] = [
    "AD8n12c", "AE19n", "AL8n16c", "AT16n", "AZ4a20c", "BA16n", "BE12n", "BG4a6n8c", "BH4a14c", "BI23n", "BR23n1a1c",
    "BY4c4n16c", "CH5n12c", "CR18n", "CY8n16c", "CZ20n", "DE18n", "DJ23n", "DK14n", "DO4c20n", "EE16n", "EG25n",
    "ES20n", "FI14n", "FK2a12n", "FO14n", "FR10n11c2n", "GB4a14n", "GE2a16n", "GI4a15c", "GL14n", "GR7n16c", "GT24c",
    "HN4a20n", "HR17n", "HU24n", "IE4a14n", "IL19n", "IQ4a15n", "IS22n", "IT1a10n12c", "JO4a4n18c", "KW4a22c",
    "KZ3n13c", "LB4n20c", "LC4a24c", "LI5n12c", "LT16n", "LU3n13c", "LV4a13c", "LY21n", "MC10n11c2n", "MD20c",
    "ME18n", "MK3n10c2n", "MN16n", "MR23n", "MT4a5n18c", "MU4a19n3a", "NI4a20n", "NL4a10n", "NO11n", "OM3n16c",
    "PK4a16c", "PL24n", "PS4a21c", "PT21n", "QA4a21c", "RO4a16c", "RS18n", "RU14n15c", "SA2n18c", "SC4a20n3a",
    "SD14n", "SE20n", "SI15n", "SK20n", "SM1a10n12c", "SO19n", "ST21n", "SV4a20n", "TL19n", "TN20n", "TR6n16c",
    "UA6n19c", "VA18n", "VG4a16n", "XK16n", "YE4a4n18c",
];

/// What is shipped of the registry: 356 bytes, sorted by country.
static TABLE: [u32; COUNTRIES.len()] = table();

/// Bits of one run in an entry: its kind (2) and its length (5).
const RUN_BITS: u32 = 7;
/// The runs of an entry lie below its country.
const COUNTRY_SHIFT: u32 = 3 * RUN_BITS;

/// What may stand in a run of characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `n`: digits.
    Digit = 1,
    /// `a`: letters.
    Letter = 2,
    /// `c`: digits and letters.
    Either = 3,
}

/// The runs of a country's BBAN, or `None` if the two upper-case letters have no entry.
pub(super) fn runs(first: u8, second: u8) -> Option<impl Iterator<Item = (Kind, usize)>> {
    if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() {
        return None;
    }
    let country = country(first, second);
    let at = TABLE.binary_search_by_key(&country, |entry| entry >> COUNTRY_SHIFT).ok()?;
    let entry = TABLE.get(at).copied()?;
    Some([2 * RUN_BITS, RUN_BITS, 0].into_iter().filter_map(move |shift| {
        let run = entry >> shift;
        let kind = match run >> 5 & 3 {
            1 => Kind::Digit,
            2 => Kind::Letter,
            3 => Kind::Either,
            _ => return None,
        };
        Some((kind, (run & 31) as usize))
    }))
}

const fn country(first: u8, second: u8) -> u32 {
    (first - b'A') as u32 * 26 + (second - b'A') as u32
}

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn table() -> [u32; COUNTRIES.len()] {
    let mut table = [0; COUNTRIES.len()];
    let mut at = 0;
    while at < table.len() {
        table[at] = entry(COUNTRIES[at].as_bytes());
        at += 1;
    }
    table
}

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn entry(text: &[u8]) -> u32 {
    let mut runs = 0;
    let mut length = 0;
    let mut at = 2;
    while at < text.len() {
        let kind = match text[at] {
            b'n' => Kind::Digit,
            b'a' => Kind::Letter,
            b'c' => Kind::Either,
            digit => {
                length = length * 10 + (digit - b'0') as u32;
                at += 1;
                continue;
            }
        };
        assert!(length < 32 && runs >> (2 * RUN_BITS) == 0, "a run has 5 bits for its length, a country three runs");
        runs = runs << RUN_BITS | (kind as u32) << 5 | length;
        length = 0;
        at += 1;
    }
    country(text[0], text[1]) << COUNTRY_SHIFT | runs
}
