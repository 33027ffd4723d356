//! Objects with documented fields: a table says which rule holds for each, one walk applies it.

use super::report::Report;
use super::url::{self, UrlReader};
use super::{
    Checked, IssueCode, Step, bic, email, external_user, free_form, iban, locale, market, metadata, permissions, phone,
};
use super::{suggest, text};
use crate::json::Value;
use crate::model::assumed;

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

/// What a value must be.
pub(super) enum Rule {
    /// A session's reference: 1 to 200 characters, not blank.
    ReferenceId,
    /// A name that stands for something elsewhere: any length, not blank.
    Name,
    /// At most 200 characters.
    DisplayId,
    /// Any string.
    Text,
    /// See [`email`].
    Email,
    /// See [`phone`].
    Phone,
    /// See [`market`].
    Market,
    /// See [`locale`].
    Locale,
    /// See [`url`]; an empty one is left out.
    Url,
    /// See [`iban`].
    Iban,
    /// See [`bic`].
    Bic,
    /// One of these strings; the second member says so in words.
    Choice(&'static [&'static str], &'static str),
    /// `true` or `false`.
    Flag,
    /// Epoch seconds, see [`whole_seconds`].
    Seconds,
    /// See [`permissions`].
    Permissions,
    /// See [`metadata`]; says whether its limits hold.
    Metadata(bool),
    /// See [`external_user`].
    ExternalUser,
    /// An object with documented fields.
    Object(&'static [Field]),
}

/// The longest `referenceId` and `displayId`, in characters (Ivy's documentation).
const MAX_ID_CHARACTERS: usize = 200;

/// The largest number that JavaScript and JSON programs agree on (RFC 8259, 6): 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// What checks a request: the walk's report, and what the caller allowed.
pub(super) struct Checker<'a> {
    pub(super) urls: &'a dyn UrlReader,
    pub(super) extra_permissions: &'a [String],
    pub(super) from_page: bool,
    pub(super) report: Report,
}

impl<'a> Checker<'a> {
    /// A checker that allows what is documented.
    pub(super) fn new(urls: &'a dyn UrlReader) -> Self {
        Self { urls, extra_permissions: &[], from_page: false, report: Report::default() }
    }

    /// Runs a check, and gives its normal form only if it found nothing wrong.
    pub(super) fn finish(mut self, check: impl FnOnce(&mut Self) -> Option<Value>) -> Checked {
        let normal = check(&mut self);
        let Report { issues, warnings, .. } = self.report;
        Checked { value: normal.filter(|_| issues.is_empty()), issues, warnings }
    }

    /// Walks through an object's members in their order, then reports required fields that are missing. Gives the
    /// normal form of what is right; `None` if `value` is not an object.
    pub(super) fn object(&mut self, value: &Value, fields: &'static [Field], extra: &[String]) -> Option<Value> {
        let Value::Object(members) = value else {
            self.report.expected(IssueCode::Type, "an object");
            return None;
        };
        let mut seen = 0u32;
        let mut kept = Vec::with_capacity(members.len());
        for (position, (key, value)) in members.iter().enumerate() {
            if free_form::is_undefined(value) {
                continue;
            }
            let field = fields.iter().enumerate().find(|(_, field)| field.name == key);
            let normal = match field {
                Some((at, field)) => {
                    self.report.enter_field(field.name);
                    let first = seen >> at & 1 == 0;
                    seen |= 1 << at;
                    if first {
                        self.field(&field.rule, value)
                    } else {
                        self.report.expected(IssueCode::Duplicate, "each field once");
                        None
                    }
                }
                None => {
                    self.report.enter(unknown_step(key, position));
                    self.other(key, value, fields, extra, &kept)
                }
            };
            self.report.leave();
            kept.extend(normal.map(|value| (key.clone(), value)));
        }
        for (at, field) in fields.iter().enumerate() {
            let needed = field.need == Need::Required || (field.need == Need::UnlessPage && !self.from_page);
            if needed && seen >> at & 1 == 0 {
                self.report.expected_at(field.name, IssueCode::Required, field.rule.words());
            }
        }
        Some(Value::Object(kept))
    }

    /// A member that is not documented.
    fn other(
        &mut self,
        key: &str,
        value: &Value,
        fields: &'static [Field],
        extra: &[String],
        kept: &[(String, Value)],
    ) -> Option<Value> {
        if free_form::is_forbidden(key) {
            free_form::forbidden(&mut self.report);
            return None;
        }
        free_form::check(value, &mut self.report);
        if !extra.iter().any(|name| name == key) {
            let names: Vec<&'static str> = fields.iter().map(|field| field.name).collect();
            self.unknown(IssueCode::UnknownField, "unknown field", key, &names);
            return None;
        }
        if kept.iter().any(|(name, _)| name == key) {
            self.report.expected(IssueCode::Duplicate, "each field once");
            return None;
        }
        Some(free_form::without_undefined(value))
    }

    /// Reports a name that is not known, with the one that was probably meant.
    pub(super) fn unknown(&mut self, code: IssueCode, what: &str, name: &str, known: &[&'static str]) {
        match suggest::closest(name, known) {
            Some(meant) => self.report.say(code, &[what, ", did you mean `", meant, "`"]),
            None => self.report.say(code, &[what, ", expected a documented one"]),
        }
    }

    /// Checks a documented field's value and gives its normal form; `None` if it is wrong or left out.
    fn field(&mut self, rule: &Rule, value: &Value) -> Option<Value> {
        match (rule, value) {
            (_, Value::NotJson(kind)) => {
                self.report.not_json(*kind);
                None
            }
            (Rule::Object(fields), _) => self.object(value, fields, &[]),
            (Rule::ExternalUser, _) => external_user::check(value, self),
            (Rule::Metadata(limited), _) => metadata::check(value, *limited, self),
            (Rule::Permissions, _) => permissions::check(value, self),
            (Rule::Flag, Value::Bool(_)) => Some(value.clone()),
            (Rule::Seconds, Value::Number(_)) => {
                let right = whole_seconds(value).is_some();
                if !right {
                    self.report.expected(IssueCode::OutOfRange, rule.words());
                }
                right.then(|| value.clone())
            }
            (Rule::Flag | Rule::Seconds, _) => self.wrong_type(rule),
            (Rule::Url, Value::String(text)) if text.is_empty() && assumed::EMPTY_CALLBACK_URL_IS_NOT_SET => None,
            (_, Value::String(text)) => match self.text(rule, text) {
                Ok(normal) => Some(Value::String(normal)),
                Err(IssueCode::InsecureUrl) => {
                    let words = "https, as http is for loopback hosts only";
                    self.report.expected(IssueCode::InsecureUrl, words);
                    None
                }
                Err(code) => {
                    self.report.expected(code, rule.words());
                    None
                }
            },
            _ => self.wrong_type(rule),
        }
    }

    fn wrong_type(&mut self, rule: &Rule) -> Option<Value> {
        self.report.expected(IssueCode::Type, rule.words());
        None
    }

    /// Checks a string and gives its normal form.
    fn text(&self, rule: &Rule, text: &str) -> Result<String, IssueCode> {
        let unchanged = || text.to_owned();
        match rule {
            Rule::ReferenceId | Rule::Name if text::is_blank(text) => Err(IssueCode::Empty),
            Rule::ReferenceId | Rule::DisplayId if text::is_longer(text, MAX_ID_CHARACTERS) => Err(IssueCode::TooLong),
            Rule::Email => email::normalize(text).ok_or(IssueCode::InvalidEmail),
            Rule::Phone => phone::normalize(text).ok_or(IssueCode::InvalidPhone),
            Rule::Market => market::normalize(text).ok_or(IssueCode::InvalidMarket),
            Rule::Locale => locale::is_known(text).then(unchanged).ok_or(IssueCode::InvalidLocale),
            Rule::Url => url::check(text, self.urls).map(|()| unchanged()),
            Rule::Iban => iban::normalize(text).ok_or(IssueCode::InvalidIban),
            Rule::Bic => bic::normalize(text).ok_or(IssueCode::InvalidBic),
            Rule::Choice(choices, _) => choices.contains(&text).then(unchanged).ok_or(IssueCode::OutOfRange),
            _ => Ok(unchanged()),
        }
    }
}

impl Rule {
    /// What is expected, in words that follow "expected".
    fn words(&self) -> &'static str {
        match self {
            Self::ReferenceId => "a string of 1 to 200 characters",
            Self::Name => "a string that is not blank",
            Self::DisplayId => "a string of at most 200 characters",
            Self::Text => "a string",
            Self::Email => "an e-mail address of at most 254 bytes",
            Self::Phone => "a phone number with + and its country code (E.164)",
            Self::Market => "a country's two letters (ISO 3166-1) or XK",
            Self::Locale => locale::WORDS,
            Self::Url => "an absolute https URL without user name, password, spaces and backslashes",
            Self::Iban => "an IBAN of its country (ISO 13616) with right check digits",
            Self::Bic => "a BIC (ISO 9362) of 8 or 11 characters",
            Self::Choice(_, words) => words,
            Self::Flag => "true or false",
            Self::Seconds => "whole seconds since 1970",
            Self::Permissions => permissions::WORDS,
            Self::Metadata(_) | Self::ExternalUser | Self::Object(_) => "an object",
        }
    }
}

/// A point in time that is a whole number of seconds, 0 to 2^53 - 1.
pub(super) fn whole_seconds(value: &Value) -> Option<f64> {
    value.as_f64().filter(|&seconds| (0.0..=MAX_SAFE_INTEGER).contains(&seconds) && seconds.trunc() == seconds)
}

/// How a field that is not documented stands in a path: as spelled if it looks like a field's name, else by its
/// position, since anything else could be personal data that slipped into a key.
fn unknown_step(key: &str, position: usize) -> Step {
    let is_name = (1..=40).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'-'));
    if is_name { Step::Field(key.to_owned().into()) } else { Step::Index(u32::try_from(position).unwrap_or(u32::MAX)) }
}
