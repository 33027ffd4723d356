//! "Did you mean": the documented name that a misspelled one is closest to.

/// More than the longest documented name has, with two edits.
const MAX_LENGTH: usize = 32;

/// The known name closest to `word`, if it is close enough to be meant; the first of several.
///
/// Close are names that differ by two edits (one, in a word of up to four letters; case doesn't count), and names that
/// end with the word, as `externalUserEmail` does with `email`.
pub(super) fn closest(word: &str, known: &mut dyn Iterator<Item = &'static str>) -> Option<&'static str> {
    let allowed = if word.len() > 4 { 2 } else { 1 };
    let (mut fewest, mut by_edits, mut by_end) = (allowed + 1, None, None);
    for name in known {
        let (bytes, longer) = (name.as_bytes(), name.len().wrapping_sub(word.len()));
        if name.len().abs_diff(word.len()) <= allowed {
            let edits = distance(word.as_bytes(), bytes);
            if edits < fewest {
                (fewest, by_edits) = (edits, Some(name));
            }
        }
        let tail = bytes.get(longer..).unwrap_or_default();
        if word.len() > 3 && tail.eq_ignore_ascii_case(word.as_bytes()) {
            by_end = by_end.or(Some(name));
        }
    }
    by_edits.or(by_end)
}

/// Levenshtein distance of two words below [`MAX_LENGTH`], without regard to ASCII case.
fn distance(a: &[u8], b: &[u8]) -> usize {
    // The distances of what is read of `a` to each beginning of `b`, but for the empty one.
    let mut row = [0; MAX_LENGTH];
    for (cell, length) in row.iter_mut().zip(1..) {
        *cell = length;
    }
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
