//! The state of one check: its options, its findings, and the normal form so far.

use super::field_path::FieldPath;
use super::input::Input;
use super::{Issue, IssueCode, RequestRules, report, suggest};
use crate::json::NotJson;

/// The most issues that a check collects. A check that has as many stops, so that an input made of mistakes costs no more
/// than reading it.
pub const MAX_ISSUES: usize = 100;

/// The state of one check, which every rule adds to.
pub(super) struct CheckState<'a> {
    pub(super) allowed: &'a RequestRules<'a>,
    /// The name of the whole value, and an example of it, for messages.
    root: (&'static str, &'static str),
    /// At most [`MAX_ISSUES`].
    pub(super) issues: Vec<Issue>,
    pub(super) warnings: Vec<Issue>,
    /// The number of keys in the caller's own objects so far, see [`super::free_form`].
    pub(super) keys: usize,
    /// The normal form as JSON text. Once there is an issue it is never used, so that a wrong value may leave anything here.
    pub(super) normal: String,
}

impl<'a> CheckState<'a> {
    /// Starts without any finding.
    pub(super) fn new(allowed: &'a RequestRules<'a>, root: (&'static str, &'static str)) -> Self {
        let (issues, warnings, normal) = Default::default();
        Self { allowed, root, issues, warnings, keys: 0, normal }
    }

    /// Reports an unknown name. Suggests the known one that is closest to it, if one is close.
    pub(super) fn unknown(&mut self, path: &FieldPath<'_>, code: IssueCode, name: &str, known: &[&'static str]) {
        match suggest::closest(name, known) {
            Some(meant) => self.report(path, code, "did you mean ", meant),
            None => self.expected(path, code, "a documented one"),
        }
    }

    /// Reports a value of an unexpected type, or one that JSON cannot express.
    pub(super) fn wrong_type<'v>(&mut self, value: impl Input<'v>, path: &FieldPath<'_>, words: &str) {
        let (code, kind) = match value.not_json() {
            Some(reason) => (IssueCode::NotJson, not_json(reason)),
            None => (IssueCode::Type, value.json_type().name()),
        };
        let (name, example) = self.root;
        let is_root = matches!(path, FieldPath::Root);
        let words = if code == IssueCode::NotJson { "JSON" } else { words };
        let (parts, words) = if !is_root {
            (["", "", kind, "; expected "], words)
        } else if kind == UNDEFINED {
            ([name, " is ", "missing", "; expected an object such as "], example)
        } else {
            ([name, ": ", kind, "; expected "], words)
        };
        self.report(path, code, &parts.concat(), words);
    }

    /// Reports an issue whose message ends with "expected `words`".
    pub(super) fn expected(&mut self, path: &FieldPath<'_>, code: IssueCode, words: &str) {
        self.report(path, code, "expected ", words);
    }

    /// Adds an issue, unless there are [`MAX_ISSUES`]. Its message ends with `words` and `name`.
    pub(super) fn report(&mut self, path: &FieldPath<'_>, code: IssueCode, words: &str, name: &str) {
        if !self.is_full() {
            self.issues.push(report::issue(path, code, words, name));
        }
    }

    /// Returns true if there are [`MAX_ISSUES`], so that the check stops.
    pub(super) fn is_full(&self) -> bool {
        self.issues.len() >= MAX_ISSUES
    }
}

/// The name of a value that is missing.
const UNDEFINED: &str = "undefined";

/// Returns the name of a value that JSON cannot express, as messages have it.
fn not_json(reason: NotJson) -> &'static str {
    match reason {
        NotJson::Undefined => UNDEFINED,
        NotJson::Function => "a function",
        NotJson::Symbol => "a symbol",
        NotJson::BigInt => "a BigInt",
        NotJson::NotFinite => "NaN or Infinity",
        NotJson::Cycle => "an object that contains itself",
        NotJson::ThrowingGetter => "a property that throws when read",
        NotJson::LoneSurrogate => "a string or key with an unpaired surrogate",
        NotJson::Exotic => "an object that is neither plain nor an array",
        NotJson::TooLarge => "more than 64 levels or 20,000 values",
    }
}
