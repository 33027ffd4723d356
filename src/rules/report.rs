//! The messages of issues, for requests and for responses.

use super::field_path::FieldPath;
use super::{Issue, IssueCode};

/// Builds an issue with the message "`path`: `problem`; `words` `name`".
#[cold]
#[inline(never)]
pub(crate) fn issue(path: &FieldPath<'_>, code: IssueCode, words: &str, name: &str) -> Issue {
    let (mut steps, mut message) = (Vec::new(), String::new());
    path.write(&mut steps, &mut message);
    if !message.is_empty() {
        message.push_str(": ");
    }
    for part in &[problem(code), words, name] {
        message.push_str(part);
    }
    Issue { path: steps, code, message: message.into() }
}

/// Builds an issue with the message "`path`: `problem`; expected `expected`".
pub(crate) fn expected(path: &FieldPath<'_>, code: IssueCode, expected: &str) -> Issue {
    issue(path, code, "expected ", expected)
}

/// Returns the problem of a code, which precedes "expected". It is empty if "expected" is clear alone.
fn problem(code: IssueCode) -> &'static str {
    match code {
        IssueCode::Required => "missing; ",
        IssueCode::Empty => "empty; ",
        IssueCode::TooLong => "too long; ",
        IssueCode::TooMany => "too many entries; ",
        IssueCode::Duplicate => "given twice; ",
        IssueCode::UnknownField => "unknown field; ",
        IssueCode::InvalidPermission => "unknown permission; ",
        IssueCode::InvalidMarket => "unknown country; ",
        IssueCode::InvalidLocale => "unknown locale; ",
        IssueCode::InvalidEmail
        | IssueCode::InvalidPhone
        | IssueCode::InvalidUrl
        | IssueCode::InvalidIban
        | IssueCode::InvalidBic
        | IssueCode::InvalidDate => "invalid; ",
        IssueCode::InsecureUrl => "not secure; ",
        IssueCode::OutOfRange => "not allowed; ",
        _ => "",
    }
}
