//! How a finding is put into words, the same for requests and for answers.

use super::place::Place;
use super::{Issue, IssueCode};

/// A finding in words: "`place`: `words`".
#[cold]
#[inline(never)]
pub(crate) fn issue(place: &Place<'_>, code: IssueCode, words: &[&str]) -> Issue {
    let (mut path, mut message) = (Vec::new(), String::new());
    place.write(&mut path, &mut message);
    if !message.is_empty() {
        message.push_str(": ");
    }
    words.iter().for_each(|word| message.push_str(word));
    Issue { path, code, message: message.into() }
}

/// A finding as "`place`: `what is wrong`, expected `expected`".
pub(crate) fn expected(place: &Place<'_>, code: IssueCode, expected: &str) -> Issue {
    issue(place, code, &[lead(code), "expected ", expected])
}

/// How a message begins, where the code says more than "expected".
fn lead(code: IssueCode) -> &'static str {
    match code {
        IssueCode::Required => "missing, ",
        IssueCode::Empty => "empty, ",
        IssueCode::TooLong => "too long, ",
        IssueCode::TooMany => "too many entries, ",
        IssueCode::Duplicate => "given twice, ",
        _ => "",
    }
}

/// Names in a row: `a, b, c`.
pub(super) fn list(names: &[&str]) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(name);
    }
    list
}
