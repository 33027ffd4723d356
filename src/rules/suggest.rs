//! "Did you mean": the documented name that a misspelled one is closest to.

/// The known name closest to `word`, if it is close enough to be meant.
///
/// Close are names that differ by two edits (one, in a word of up to four letters; case doesn't count), and names that
/// end with the word, as `externalUserEmail` does with `email`.
pub(super) fn closest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let word = word.as_bytes();
    let allowed = if word.len() > 4 { 2 } else { 1 };
    let near = |name: &&&'static str| name.len().abs_diff(word.len()) <= allowed;
    let by_edits = known.iter().filter(near).map(|name| (distance(word, name.as_bytes()), *name)).min_by_key(|it| it.0);
    match by_edits {
        Some((edits, name)) if edits <= allowed => Some(name),
        _ => known.iter().copied().find(|name| word.len() > 3 && ends_with(name.as_bytes(), word)),
    }
}

fn ends_with(name: &[u8], word: &[u8]) -> bool {
    name.len()
        .checked_sub(word.len())
        .and_then(|start| name.get(start..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

/// Levenshtein distance, without regard to ASCII case.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (1..=b.len()).collect();
    let mut last = b.len();
    for (above_left, x) in a.iter().enumerate() {
        let mut diagonal = above_left;
        last = above_left + 1;
        for (cell, y) in row.iter_mut().zip(b) {
            let changed = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = *cell;
            last = changed.min(diagonal + 1).min(last + 1);
            *cell = last;
        }
    }
    last
}
