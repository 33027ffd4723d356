//! JSONTestSuite (nst/JSONTestSuite, MIT), whole: the texts that must be accepted or refused, and our verdict with its
//! reason for those that it leaves open.

use serde::Deserialize;

#[derive(Deserialize)]
struct Suite {
    count: usize,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    expectation: String,
    base64: String,
}

const LARGE: &str = "a number is kept as it is written, whatever its size";
const PAIRS: &str = "an unpaired surrogate cannot be said in utf-8, so the two sides would read different strings";
const UTF_8: &str = "only utf-8 is json between systems (rfc 8259, section 8.1)";

/// Our verdict where the suite leaves it open: accepted or not, and why.
const OPEN: [(&str, bool, &str); 20] = [
    ("i_number_neg_int_huge_exp.json", true, LARGE),
    ("i_number_pos_double_huge_exp.json", true, LARGE),
    ("i_number_too_big_pos_int.json", true, LARGE),
    ("i_string_1st_valid_surrogate_2nd_invalid.json", false, PAIRS),
    ("i_string_UTF-16LE_with_BOM.json", false, UTF_8),
    ("i_string_incomplete_surrogates_escape_valid.json", false, PAIRS),
    ("i_string_invalid_lonely_surrogate.json", false, PAIRS),
    ("i_string_inverted_surrogates_U+1D11E.json", false, PAIRS),
    ("i_string_lone_second_surrogate.json", false, PAIRS),
    ("i_string_overlong_sequence_6_bytes.json", false, UTF_8),
    ("i_string_overlong_sequence_6_bytes_null.json", false, UTF_8),
    ("i_string_truncated-utf-8.json", false, UTF_8),
    ("i_string_utf16LE_no_BOM.json", false, UTF_8),
    ("number_-9223372036854775808.json", true, LARGE),
    ("number_-9223372036854775809.json", true, LARGE),
    ("number_1.0.json", true, LARGE),
    ("number_9223372036854775807.json", true, LARGE),
    ("object_key_nfc_nfd.json", true, "keys are compared code point by code point"),
    ("string_2_escaped_invalid_codepoints.json", false, PAIRS),
    ("string_3_escaped_invalid_codepoints.json", false, PAIRS),
];

/// Calls `check` with each vector: its name, its bytes, and `true` if they have to be accepted.
pub(crate) fn every_vector(check: impl Fn(&str, &[u8], bool)) {
    let suite: Suite = serde_json::from_str(include_str!("../data/json.json")).unwrap();
    assert_eq!(suite.vectors.len(), suite.count);
    let mut open = 0;
    for vector in &suite.vectors {
        let expected = match vector.expectation.as_str() {
            "accept" => true,
            "reject" => false,
            _ => {
                open += 1;
                let (_, verdict, _) = OPEN.iter().find(|(name, ..)| *name == vector.name).unwrap();
                *verdict
            }
        };
        check(&vector.name, &from_base64(&vector.base64), expected);
    }
    assert_eq!(open, OPEN.len());
}

/// RFC 4648, for the test data.
fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        bits = bits << 6 | ALPHABET.iter().position(|letter| *letter == byte).unwrap() as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}
