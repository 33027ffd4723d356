//! Locales: the languages of Ivy's pages.
//!
//! Source: Ivy's API reference, codes in lower case. `DE` and `de-DE` are not among them.

use crate::model;

/// Returns true if Ivy documents this locale.
pub fn is_known(text: &str) -> bool {
    model::locale::ALL.contains(&text)
}
