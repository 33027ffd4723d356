//! How a finding is put into words, the same for requests and for answers.

use super::place::Place;
use super::{Issue, IssueCode};

/// A finding as "`place`: `what is wrong`, `words` `name`".
#[cold]
#[inline(never)]
pub(crate) fn issue(place: &Place<'_>, code: IssueCode, words: &str, name: &str) -> Issue {
    let (mut path, mut message) = (Vec::new(), String::new());
    place.write(&mut path, &mut message);
    if !message.is_empty() {
        message.push_str(": ");
    }
    for part in &[lead(code), words, name] {
        message.push_str(part);
    }
    Issue { path, code, message: message.into() }
}

/// A finding as "`place`: `what is wrong`, expected `expected`".
pub(crate) fn expected(place: &Place<'_>, code: IssueCode, expected: &str) -> Issue {
    issue(place, code, "expected ", expected)
}

/// How a message begins, where the code says more than "expected".
fn lead(code: IssueCode) -> &'static str {
    match code {
        IssueCode::Required => "missing, ",
        IssueCode::Empty => "empty, ",
        IssueCode::TooLong => "too long, ",
        IssueCode::TooMany => "too many entries, ",
        IssueCode::Duplicate => "given twice, ",
        IssueCode::UnknownField => "unknown field, ",
        IssueCode::InvalidPermission => "unknown permission, ",
        _ => "",
    }
}
