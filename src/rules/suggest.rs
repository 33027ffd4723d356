//! "Did you mean": the documented name closest to a misspelled one.

/// Returns the known name closest to `word`, the first of several; `None` if no name is close.
///
/// A name is close if it differs by at most two edits (one in a word of up to four letters), or if it ends with the word, as
/// `externalUserEmail` ends with `email`. Case is ignored.
pub fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.as_bytes();
    let most = if word.len() > 4 { 2 } else { 1 };
    for edits in 0..=most {
        if let Some(name) = known.iter().find(|name| is_within(edits, word, name.as_bytes())) {
            return Some(name);
        }
    }
    known.iter().copied().find(|name| word.len() > 3 && ends_with(name.as_bytes(), word))
}

/// Returns true if a name ends with a word, ignoring ASCII case.
fn ends_with(name: &[u8], word: &[u8]) -> bool {
    name.get(name.len().wrapping_sub(word.len())..).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// Returns true if at most `edits` edits turn one word into the other, ignoring ASCII case. An edit inserts, removes or
/// replaces a letter (Levenshtein).
fn is_within(edits: u32, mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other)
        && a.eq_ignore_ascii_case(b)
    {
        (one, other) = (one_rest, other_rest);
    }
    if one.is_empty() && other.is_empty() {
        return true;
    }
    let (one_rest, other_rest) = (one.get(1..).unwrap_or_default(), other.get(1..).unwrap_or_default());
    edits > 0
        && (is_within(edits - 1, one_rest, other)
            || is_within(edits - 1, one, other_rest)
            || is_within(edits - 1, one_rest, other_rest))
}
