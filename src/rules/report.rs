//! Collects issues while a request is walked through, and writes their messages.

use super::{Issue, IssueCode, Step};
use crate::json::NotJson;

/// Where the walk stands, and what it has found.
#[derive(Default)]
pub(super) struct Report {
    path: Vec<Step>,
    pub(super) issues: Vec<Issue>,
    pub(super) warnings: Vec<Issue>,
}

impl Report {
    /// Goes one step down; [`Self::leave`] comes back.
    pub(super) fn enter(&mut self, step: Step) {
        self.path.push(step);
    }

    /// Goes one step down to a documented field.
    pub(super) fn enter_field(&mut self, name: &'static str) {
        self.enter(Step::Field(name.into()));
    }

    /// Goes one step down to an item of a list, or to an entry that stands in paths by its position.
    pub(super) fn enter_position(&mut self, position: usize) {
        self.enter(Step::Index(u32::try_from(position).unwrap_or(u32::MAX)));
    }

    /// Goes one step up.
    pub(super) fn leave(&mut self) {
        self.path.pop();
    }

    /// An issue with the value here: "`path`: `what is wrong`, expected `expected`".
    pub(super) fn expected(&mut self, code: IssueCode, expected: &str) {
        self.say(code, &[lead(code), "expected ", expected]);
    }

    /// An issue with a documented field of the object here.
    pub(super) fn expected_at(&mut self, name: &'static str, code: IssueCode, expected: &str) {
        self.enter_field(name);
        self.expected(code, expected);
        self.leave();
    }

    /// The value here is something that JSON cannot say.
    pub(super) fn not_json(&mut self, kind: NotJson) {
        let what = match kind {
            NotJson::Undefined => "undefined",
            NotJson::Function => "a function",
            NotJson::Symbol => "a symbol",
            NotJson::BigInt => "a BigInt",
            NotJson::NotFinite => "NaN or Infinity",
            NotJson::Cycle => "an object that contains itself",
            NotJson::ThrowingGetter => "a property that throws when read",
            NotJson::LoneSurrogate => "a string or key with an unpaired surrogate",
            NotJson::Exotic => "an object that is neither plain nor an array",
            NotJson::TooLarge => "more than 64 levels or 20,000 values",
        };
        self.say(IssueCode::NotJson, &["expected JSON, not ", what]);
    }

    /// An issue with the value here, in words.
    pub(super) fn say(&mut self, code: IssueCode, words: &[&str]) {
        let issue = self.issue(code, words);
        self.issues.push(issue);
    }

    /// A warning about the value here, in words.
    pub(super) fn warn(&mut self, code: IssueCode, words: &[&str]) {
        let warning = self.issue(code, words);
        self.warnings.push(warning);
    }

    fn issue(&self, code: IssueCode, words: &[&str]) -> Issue {
        let mut message = String::new();
        for step in &self.path {
            match step {
                Step::Field(name) => {
                    if !message.is_empty() {
                        message.push('.');
                    }
                    message.push_str(name);
                }
                Step::Index(position) => {
                    message.push('[');
                    push_number(&mut message, *position);
                    message.push(']');
                }
            }
        }
        if !message.is_empty() {
            message.push_str(": ");
        }
        words.iter().for_each(|word| message.push_str(word));
        Issue { path: self.path.clone(), code, message: message.into() }
    }
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

/// Appends decimal digits. Core's own formatting would add kilobytes to the page.
fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
