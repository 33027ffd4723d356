//! One walk over what a caller handed in: a table says which rule holds for each field, the walk applies it and writes
//! the normal form as it goes.

use super::place::Place;
use super::report::{self, expected};
use super::rule::Rule;
use super::url::UrlReader;
use super::{Checked, IssueCode, external_user, free_form, metadata, permissions, suggest};
use crate::json::{NotJson, View};
use crate::model::assumed;
use crate::rules::Issue;

/// A documented field.
pub(super) struct Field {
    /// Its name in JSON.
    pub(super) name: &'static str,
    /// Whether it must be there.
    pub(super) need: Need,
    /// What its value must be.
    pub(super) rule: Rule,
}

/// Whether a field must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Always.
    Required,
    /// Except in a page's request, where the merchant proxy fills it in.
    UnlessPage,
    /// Never.
    Optional,
}

/// The walk: what the caller allowed, what was found, and the normal form so far.
pub(super) struct Checker<'a> {
    pub(super) urls: &'a dyn UrlReader,
    pub(super) extra_permissions: &'a [String],
    pub(super) from_page: bool,
    pub(super) issues: Vec<Issue>,
    pub(super) warnings: Vec<Issue>,
    /// JSON text. What is written of a value that is wrong does not matter: with an issue there is no normal form.
    pub(super) normal: String,
}

impl<'a> Checker<'a> {
    /// A checker that allows what is documented.
    pub(super) fn new(urls: &'a dyn UrlReader) -> Self {
        let (issues, warnings, normal) = Default::default();
        Self { urls, extra_permissions: &[], from_page: false, issues, warnings, normal }
    }

    /// What was found, and the normal form if nothing is wrong.
    pub(super) fn finish(self) -> Checked<String> {
        let value = if self.issues.is_empty() { Some(self.normal) } else { None };
        Checked { value, issues: self.issues, warnings: self.warnings }
    }

    /// Walks through an object's members in their order, then reports required fields that are missing. Gives one bit for
    /// each field that is there, the first one lowest; `None` if `value` is not an object.
    pub(super) fn object(
        &mut self,
        value: View<'_>,
        place: &Place<'_>,
        fields: &'static [Field],
        extra: &[String],
    ) -> Option<u32> {
        if value.first() != b'{' {
            self.wrong_type(value, place, "an object");
            return None;
        }
        let mut seen = 0;
        let mut kept = Vec::new();
        let mut before = '{';
        for (position, (key, value)) in value.entries().enumerate() {
            let name = key.string().unwrap_or_default();
            if let Some(at) = fields.iter().position(|field| field.name == name)
                && let Some(field) = fields.get(at)
            {
                let here = Place::Field(place, field.name);
                if seen >> at & 1 == 1 {
                    self.expected(&here, IssueCode::Duplicate, "each field once");
                    continue;
                }
                seen |= 1 << at;
                if assumed::EMPTY_CALLBACK_URL_IS_NOT_SET && matches!(field.rule, Rule::Url) && value.text() == "\"\"" {
                    continue;
                }
                self.key(&mut before, key);
                self.field(&field.rule, value, &here);
            } else {
                let here = unknown(place, &name, position);
                self.key(&mut before, key);
                self.other((key, value), &here, fields, extra, &mut kept);
            }
        }
        if before == '{' {
            self.normal.push('{');
        }
        self.normal.push('}');
        for (at, field) in fields.iter().enumerate() {
            let needed = field.need == Need::Required || (field.need == Need::UnlessPage && !self.from_page);
            if needed && seen >> at & 1 == 0 {
                self.expected(&Place::Field(place, field.name), IssueCode::Required, field.rule.words());
            }
        }
        Some(seen)
    }

    /// Writes a member's key.
    fn key(&mut self, before: &mut char, key: View<'_>) {
        self.normal.push(*before);
        self.normal.push_str(key.text());
        self.normal.push(':');
        *before = ',';
    }

    /// Checks a documented field's value and writes its normal form.
    fn field(&mut self, rule: &Rule, value: View<'_>, place: &Place<'_>) {
        match rule {
            Rule::Object(fields) => {
                self.object(value, place, fields, &[]);
            }
            Rule::ExternalUser => external_user::check(value, place, self),
            Rule::Metadata(limited) => metadata::check(value, place, *limited, self),
            Rule::Permissions => permissions::check(value, place, self),
            _ => match rule.check(value, self.urls, &mut self.normal) {
                Ok(()) => {}
                Err(IssueCode::Type) => self.wrong_type(value, place, rule.words()),
                Err(IssueCode::InsecureUrl) => {
                    self.expected(place, IssueCode::InsecureUrl, "https, as http is for loopback hosts only");
                }
                Err(code) => match rule {
                    Rule::Choice(_, choices) => {
                        let words = ["expected one of ", &report::list(choices)];
                        self.issues.push(report::issue(place, code, &words));
                    }
                    _ => self.expected(place, code, rule.words()),
                },
            },
        }
    }

    /// Checks a member that is not documented, and writes its value where the caller allowed it.
    fn other<'v>(
        &mut self,
        (key, value): (View<'v>, View<'_>),
        place: &Place<'_>,
        fields: &'static [Field],
        extra: &[String],
        kept: &mut Vec<View<'v>>,
    ) {
        let name = key.string().unwrap_or_default();
        if free_form::is_forbidden(&name) {
            free_form::forbidden(place, self);
            return;
        }
        free_form::check(value, place, self);
        if !extra.iter().any(|allowed| *allowed == name) {
            self.unknown(place, IssueCode::UnknownField, &name, &mut fields.iter().map(|field| field.name));
        } else if kept.iter().any(|earlier| earlier.is(&name)) {
            self.expected(place, IssueCode::Duplicate, "each field once");
        } else {
            kept.push(key);
            self.normal.push_str(value.text());
        }
    }

    /// Reports a name that is not known, with the one that was probably meant.
    pub(super) fn unknown(
        &mut self,
        place: &Place<'_>,
        code: IssueCode,
        name: &str,
        known: &mut dyn Iterator<Item = &'static str>,
    ) {
        let what = if code == IssueCode::UnknownField { "unknown field" } else { "unknown permission" };
        let issue = match suggest::closest(name, known) {
            Some(meant) => report::issue(place, code, &[what, ", did you mean `", meant, "`"]),
            None => report::issue(place, code, &[what, ", expected a documented one"]),
        };
        self.issues.push(issue);
    }

    /// Reports a value that is not of the type that was expected, or that JSON cannot say.
    pub(super) fn wrong_type(&mut self, value: View<'_>, place: &Place<'_>, words: &str) {
        match value.not_json() {
            Some(kind) => {
                let words = ["expected JSON, not ", not_json(kind)];
                self.issues.push(report::issue(place, IssueCode::NotJson, &words));
            }
            None => self.expected(place, IssueCode::Type, words),
        }
    }

    /// Reports what was expected at a place.
    pub(super) fn expected(&mut self, place: &Place<'_>, code: IssueCode, words: &str) {
        self.issues.push(expected(place, code, words));
    }
}

fn not_json(kind: NotJson) -> &'static str {
    match kind {
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
    }
}

/// The place of a field that is not documented: as spelled if it looks like a field's name, else by its position, since
/// anything else could be personal data that slipped into a key.
fn unknown<'a>(object: &'a Place<'a>, name: &'a str, position: usize) -> Place<'a> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    if (1..=40).contains(&name.len()) && name.bytes().all(fits) {
        Place::Field(object, name)
    } else {
        Place::Item(object, position as u32)
    }
}
