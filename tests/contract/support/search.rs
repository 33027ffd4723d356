//! A search of raw files for texts, in every encoding that a program may have used.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The encodings. The search ignores case, so hex of either case is found.
pub(crate) const FORMS: [&str; 11] = [
    "as written",
    "JSON, escaped as little as can be",
    "JSON, escaped to ASCII",
    "base64 from the first byte",
    "base64 from the second byte",
    "base64 from the third byte",
    "hex",
    "UTF-16, big end first",
    "UTF-16, little end first",
    "percent-encoded",
    "percent-encoded form",
];

/// A search for some texts.
pub(crate) struct Search {
    automaton: AhoCorasick,
    /// For each pattern of the search, the text that it stands for and the name of its encoding.
    found_by: Vec<(String, &'static str)>,
}

impl Search {
    pub(crate) fn new(texts: &[String]) -> Self {
        let (mut patterns, mut found_by) = (Vec::new(), Vec::new());
        for text in texts {
            assert!(text.len() >= 10, "{text} is so short that it may be there by chance");
            for folded in folded(text) {
                for (form, pattern) in forms(&folded) {
                    patterns.push(pattern);
                    found_by.push((text.clone(), form));
                }
            }
        }
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(patterns).expect("patterns");
        Self { automaton, found_by }
    }

    /// Returns the texts in a folder's files, each with its encoding.
    pub(crate) fn find(&self, folder: &Path) -> BTreeSet<(String, &'static str)> {
        let mut found = BTreeSet::new();
        self.find_in(folder, &mut found);
        found
    }

    /// Fails if a folder's files contain one of the texts.
    pub(crate) fn finds_nothing(&self, folder: &Path, when: &str) {
        let found = self.find(folder);
        let some: Vec<_> = found.iter().take(5).collect();
        assert!(found.is_empty(), "{when}: {} of them are there, such as {some:?}", found.len());
    }

    fn find_in(&self, database: &Path, found: &mut BTreeSet<(String, &'static str)>) {
        match fs::read_dir(database) {
            Ok(entries) => entries.for_each(|entry| self.find_in(&entry.expect("an entry").path(), found)),
            Err(error) if error.kind() == ErrorKind::NotADirectory => match fs::read(database) {
                Ok(bytes) => {
                    let here = self.automaton.find_overlapping_iter(&bytes);
                    found.extend(here.map(|here| self.found_by[here.pattern().as_usize()].clone()));
                }
                // A server removes its temporary files.
                Err(error) => assert_eq!(error.kind(), ErrorKind::NotFound, "{}", database.display()),
            },
            Err(error) => assert_eq!(error.kind(), ErrorKind::NotFound, "{}", database.display()),
        }
    }
}

/// Returns a text in its own, lower and upper case. ASCII is matched in any case, but base64 is not.
fn folded(text: &str) -> BTreeSet<String> {
    [text.to_owned(), text.to_lowercase(), text.to_uppercase()].into()
}

fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = vec![
        (FORMS[0], text.as_bytes().to_vec()),
        (FORMS[1], in_json(text, false).into_bytes()),
        (FORMS[2], in_json(text, true).into_bytes()),
        (FORMS[6], hex::encode(text).into_bytes()),
        (FORMS[7], text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        (FORMS[8], text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        (FORMS[9], percent(text, "%20").into_bytes()),
        (FORMS[10], percent(text, "+").into_bytes()),
    ];
    for (before, form) in FORMS[3..6].iter().enumerate() {
        let bytes = [&b"\0\0"[..before], text.as_bytes()].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            // Only the letters that encode the text itself: not those that overlap with its neighbours.
            let from = (before * 8).div_ceil(6);
            let until = bytes.len() * 8 / 6;
            forms.push((form, engine.encode(&bytes).as_bytes()[from..until].to_vec()));
        }
    }
    forms
}

/// Returns a text as it is inside a JSON string.
pub(crate) fn in_json(text: &str, is_ascii: bool) -> String {
    let json = serde_json::to_string(text).expect("json");
    let inner = &json[1..json.len() - 1];
    if !is_ascii {
        return inner.to_owned();
    }
    let mut escaped = String::new();
    for unit in inner.encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'/') => escaped.push_str("\\/"),
            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("\\u{unit:04x}")),
        }
    }
    escaped
}

/// Returns a text in URL encoding.
pub(crate) fn percent(text: &str, space: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push_str(space),
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
