//! The structure of each country's IBANs.
//!
//! Source: the IBAN registry (release 99) that SWIFT keeps as the registration authority of ISO 13616. A territory that
//! uses another country's IBANs has no entry, as in the registry: French Guiana's IBANs begin with `FR`.

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

/// The runs of each country, in the order of [`COUNTRIES`]: 7 bits for each run, the first one lowest.
static RUNS: [u32; COUNTRIES.len()] = runs();
/// The second letter of each country, in the order of [`COUNTRIES`].
static SECONDS: [u8; COUNTRIES.len()] = seconds();

/// The index of the first country with each first letter, then the number of countries.
static STARTS: [u8; 27] = starts();

/// Bits of one run: its kind (2) above its length (5).
const RUN_BITS: u32 = 7;
/// The most runs of a country.
const MOST_RUNS: u32 = 3;

/// The characters that are allowed at a position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `n`: a digit.
    Digit = 1,
    /// `a`: a letter.
    Letter = 2,
    /// `c`: a digit or letter.
    Either = 3,
}

/// The runs of a country's BBAN that are still to come, as in [`RUNS`].
pub(super) struct Structure(u32);

impl Structure {
    /// The structure of a country, by its two upper-case letters; `None` if the registry does not have it.
    pub(super) fn of(first: u8, second: u8) -> Option<Self> {
        let row = usize::from(first.wrapping_sub(b'A'));
        let (start, end) = (*STARTS.get(row)?, *STARTS.get(row + 1)?);
        let seconds = SECONDS.get(usize::from(start)..usize::from(end))?;
        let at = usize::from(start) + seconds.iter().position(|own| *own == second)?;
        Some(Self(*RUNS.get(at)?))
    }

    /// Returns the length and the kind of the next run; `None` behind the last one.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<(u32, Kind)> {
        let length = self.0 & 31;
        let kind = match self.0 >> 5 & 3 {
            0 => return None,
            1 => Kind::Digit,
            2 => Kind::Letter,
            _ => Kind::Either,
        };
        self.0 >>= RUN_BITS;
        Some((length, kind))
    }
}

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn runs() -> [u32; COUNTRIES.len()] {
    let mut runs = [0; COUNTRIES.len()];
    let mut at = 0;
    while at < runs.len() {
        runs[at] = runs_of(COUNTRIES[at].as_bytes());
        at += 1;
    }
    runs
}

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn seconds() -> [u8; COUNTRIES.len()] {
    let mut seconds = [0; COUNTRIES.len()];
    let mut at = 0;
    while at < seconds.len() {
        seconds[at] = COUNTRIES[at].as_bytes()[1];
        at += 1;
    }
    seconds
}

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn runs_of(text: &[u8]) -> u32 {
    let mut runs = 0;
    let mut shift = 0;
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
        assert!(length < 32 && shift < MOST_RUNS * RUN_BITS, "a run has 5 bits for its length, a country three runs");
        runs |= ((kind as u32) << 5 | length) << shift;
        shift += RUN_BITS;
        length = 0;
        at += 1;
    }
    runs
}

#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn starts() -> [u8; 27] {
    let mut starts = [0; 27];
    let mut letter = 1;
    while letter < starts.len() {
        let mut end = starts[letter - 1];
        while (end as usize) < COUNTRIES.len() && (COUNTRIES[end as usize].as_bytes()[0] - b'A') as usize == letter - 1
        {
            end += 1;
        }
        starts[letter] = end;
        letter += 1;
    }
    starts
}
