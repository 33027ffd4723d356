//! Checks whether past sessions name different people.

use super::lower::lower;
use crate::decode::{SessionEntry, Text};

/// The person whom the sessions name: by name and by date of birth.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// The first name that a session has, with one space between its words.
    name: Option<String>,
    /// The first date of birth, likewise.
    birth_date: Option<String>,
    /// Whether two of the sessions name different people.
    ///
    /// Missing fields are ignored. The comparison ignores white space and case. Different spellings count as different
    /// people, so an ambiguous match always falls back to asking the shopper.
    pub(super) differ: bool,
}

impl People {
    /// Adds one more session.
    pub(super) fn add(&mut self, session: &SessionEntry, body: &[u8]) {
        self.differ |= contradicts(&mut self.name, session.name, body)
            || contradicts(&mut self.birth_date, session.birth_date, body);
    }
}

/// Returns true if a text differs from the first one. Keeps the first one that is not blank.
fn contradicts(first: &mut Option<String>, own: Option<Text>, body: &[u8]) -> bool {
    let Some(own) = own.map(|text| text.read(body)).filter(|own| !is_blank(own)) else { return false };
    match first {
        Some(first) => !is_same(first, &own),
        None => {
            *first = Some(words(&own));
            false
        }
    }
}

/// Returns true if there is nothing in a text but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Compares a text that [`words`] made with another one.
fn is_same(first: &str, other: &str) -> bool {
    first.split(' ').eq(other.split_whitespace()) || lower(first) == lower(&words(other))
}

/// Returns the words of a text with one space between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn white_space_and_case_are_folded() {
        let name = "ada éxample";
        assert!(is_same(name, "  Ada \u{A0}\t ÉXAMPLE\n"));
        assert!(!is_same(name, "Adaéxample") && !is_same(name, "ada éxample e"));
        // Two of Unicode's special cases: a sigma that ends a word, and a capital that becomes two characters.
        assert!(is_same("Έλενας", "ΈΛΕΝΑΣ") && is_same("İpek", "i\u{307}pek"));
    }
}
