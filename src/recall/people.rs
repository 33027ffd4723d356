//! Checks whether past sessions name different people.

use super::lower::lower;
use crate::decode::{SessionEntry, Text};
use crate::rules::text::joined;

/// The name and the date of birth that the sessions have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// The name in the first session that has one, with single spaces between its words.
    name: Option<String>,
    /// The date of birth in the first session that has one, in the same form.
    birth_date: Option<String>,
    /// True if two of the sessions name different people.
    ///
    /// Missing fields are ignored. The comparison ignores white space and case. Different spellings count as different
    /// people, so an ambiguous match always falls back to asking the shopper.
    pub(super) differ: bool,
}

impl People {
    /// Compares one more session with those before.
    pub(super) fn add(&mut self, session: &SessionEntry, body: &[u8]) {
        self.differ |= contradicts(&mut self.name, session.name, body)
            || contradicts(&mut self.birth_date, session.birth_date, body);
    }
}

/// Returns true if a text differs from the first one. Keeps the first one that is not blank.
fn contradicts(first: &mut Option<String>, own: Option<Text>, body: &[u8]) -> bool {
    let own = own.map(|text| words(&text.read(body))).filter(|own| !own.is_empty());
    match (&*first, own) {
        (Some(first), Some(own)) => !is_same(first, &own),
        (None, Some(own)) => {
            *first = Some(own);
            false
        }
        (_, None) => false,
    }
}

/// Compares two results of [`words`] without regard to case.
fn is_same(first: &str, other: &str) -> bool {
    first == other || lower(first) == lower(other)
}

/// Returns the words of a text with one space between them.
fn words(text: &str) -> String {
    joined(&mut text.split_whitespace(), " ")
}

#[cfg(test)]
mod tests {
    use super::{is_same, words};

    #[test]
    fn white_space_and_case_are_folded() {
        let name = "ada éxample";
        assert!(is_same(name, &words("  Ada \u{A0}\t ÉXAMPLE\n")));
        assert!(!is_same(name, "Adaéxample") && !is_same(name, "ada éxample e"));
        // Two of Unicode's special cases: a sigma that ends a word, and a capital that becomes two characters.
        assert!(is_same("Έλενας", "ΈΛΕΝΑΣ") && is_same("İpek", "i\u{307}pek"));
    }
}
