//! How a finding is put into words, the same for requests and for answers.

use super::field_path::FieldPath;
use super::{Issue, IssueCode};

/// A finding as "`place`: `what is wrong`, `words` `name`".
#[cold]
#[inline(never)]
pub(crate) fn issue(path: &FieldPath<'_>, code: IssueCode, words: &str, name: &str) -> Issue {
    let (mut steps, mut message) = (Vec::new(), String::new());
    path.write(&mut steps, &mut message);
    if !message.is_empty() {
        message.push_str(": ");
    }
    for part in &[lead(code), words, name] {
        message.push_str(part);
    }
    Issue { path: steps, code, message: message.into() }
}

/// A finding as "`place`: `what is wrong`, expected `expected`".
pub(crate) fn expected(path: &FieldPath<'_>, code: IssueCode, expected: &str) -> Issue {
    issue(path, code, "expected ", expected)
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
