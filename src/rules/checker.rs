//! One walk over what a caller handed in: a table says which rule holds for each field, the walk applies it and writes
//! the normal form as it goes.

use super::place::Place;
use super::report;
use super::rule::Rule;
use super::{IssueCode, external_user, free_form, list_query, metadata, permissions, request, suggest};
use crate::json::{NotJson, View};
use crate::model::assumed;
use crate::rules::{Issue, RequestRules};

/// The documented fields of an object.
pub(super) struct Fields {
    /// Their names in JSON.
    pub(super) names: &'static [&'static str],
    /// Beside each name whether the field must be there, and what its value must be.
    pub(super) rules: &'static [(Need, Rule)],
}

impl Fields {
    /// A table; one that is too long does not compile.
    pub(super) const fn new(names: &'static [&'static str], rules: &'static [(Need, Rule)]) -> Self {
        assert!(names.len() <= MOST_FIELDS, "MOST_FIELDS is too small");
        Self { names, rules }
    }
}

/// The most fields that an object has.
const MOST_FIELDS: usize = 16;

/// The documented members of an object that are there.
pub(super) struct Found<'a> {
    fields: &'static Fields,
    /// Beside each field its value, the last one where it is given twice.
    values: [View<'a>; MOST_FIELDS],
}

impl<'a> Found<'a> {
    /// Notes a value, and says whether there was one already.
    fn put(&mut self, at: usize, value: View<'a>) -> bool {
        self.values.get_mut(at).is_some_and(|place| !std::mem::replace(place, value).is_absent())
    }

    /// A field's value.
    pub(super) fn get(&self, name: &str) -> Option<View<'a>> {
        let (_, value) = self.fields.names.iter().zip(self.values).find(|(known, _)| **known == name)?;
        if value.is_absent() { None } else { Some(value) }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.values.iter().filter(|value| !value.is_absent()).count()
    }
}

/// [`Fields`] from rows of a name, whether it must be there, and its rule.
macro_rules! fields {
    ($($name:expr => $need:ident $rule:ident,)*) => {
        Fields::new(&[$($name),*], &[$((Need::$need, Rule::$rule)),*])
    };
}
pub(super) use fields;

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

/// The most issues that a check collects. With that many it stops walking, so that an input made of mistakes costs no
/// more than reading it.
pub const MAX_ISSUES: usize = 100;

/// The walk: what the caller allowed, what was found, and the normal form so far.
pub(super) struct Checker<'a> {
    pub(super) allowed: &'a RequestRules<'a>,
    /// At most [`MAX_ISSUES`].
    pub(super) issues: Vec<Issue>,
    pub(super) warnings: Vec<Issue>,
    /// How many keys the caller's own objects have so far, see [`free_form`].
    pub(super) keys: usize,
    /// JSON text. What is written of a value that is wrong does not matter: with an issue there is no normal form.
    pub(super) normal: String,
}

impl Checker<'_> {
    /// Checks a value and writes its normal form.
    pub(super) fn value(&mut self, rule: Rule, value: View<'_>, place: &Place<'_>) {
        if value.kind() != rule.kind() {
            self.wrong_type(value, place, rule.words());
            return;
        }
        match rule {
            Rule::Permissions => permissions::check(value, place, self),
            Rule::Metadata => metadata::check(value, place, true, self),
            Rule::UserMetadata => metadata::check(value, place, assumed::EXTERNAL_USER_METADATA_IS_LIMITED, self),
            _ if rule >= Rule::Metadata => {
                let found = self.object(rule, value, place);
                match rule {
                    Rule::Request => request::check(&found, self),
                    Rule::ExternalUser => external_user::check(&found, place, self),
                    Rule::ListQuery => list_query::check(&found, self),
                    _ => {}
                }
            }
            _ => {
                let Some(code) = rule.check(value, self.allowed.urls, &mut self.normal) else { return };
                let choices = rule.choices();
                if code == IssueCode::InsecureUrl {
                    self.expected(place, code, "https, as http is for loopback hosts only");
                } else if choices.is_empty() {
                    self.expected(place, code, rule.words());
                } else {
                    self.report(place, code, "expected one of ", &report::list(choices));
                }
            }
        }
    }

    /// Walks through an object's members in their order, then reports required fields that are missing. Gives the documented
    /// ones that are there.
    fn object<'v>(&mut self, rule: Rule, value: View<'v>, place: &Place<'_>) -> Found<'v> {
        let fields = rule.fields();
        let extra = if rule == Rule::Request { self.allowed.extra_fields } else { &[] };
        let mut found = Found { fields, values: [View::ABSENT; MOST_FIELDS] };
        let mut kept = Vec::new();
        let mut before = '{';
        for (position, (key, value)) in value.entries().enumerate() {
            if self.is_full() {
                break;
            }
            let name = key.string().unwrap_or_default();
            let name = &*name;
            let known = fields.names.iter().position(|known| *known == name);
            let known = known.and_then(|at| Some((at, fields.rules.get(at)?.1)));
            let here = if known.is_some() { Place::Field(place, name) } else { unknown(place, name, position) };
            if let Some((at, rule)) = known {
                if found.put(at, value) {
                    self.expected(&here, IssueCode::Duplicate, "each field once");
                    continue;
                }
                if assumed::EMPTY_CALLBACK_URL_IS_NOT_SET && rule == Rule::Url && value.text() == "\"\"" {
                    continue;
                }
            }
            self.normal.push(before);
            self.normal.push_str(key.text());
            self.normal.push(':');
            before = ',';
            match known {
                Some((_, rule)) => self.value(rule, value, &here),
                None => self.other(name, (key, value), &here, fields, extra, &mut kept),
            }
        }
        if before == '{' {
            self.normal.push('{');
        }
        self.normal.push('}');
        for ((name, (need, rule)), value) in fields.names.iter().zip(fields.rules).zip(&found.values) {
            let is_needed =
                *need == Need::Required || (*need == Need::UnlessPage && !self.allowed.reference_id_optional);
            if is_needed && value.is_absent() {
                self.expected(&Place::Field(place, name), IssueCode::Required, rule.words());
            }
        }
        found
    }

    /// Checks a member that is not documented, and writes its value where the caller allowed it.
    fn other<'v>(
        &mut self,
        name: &str,
        (key, value): (View<'v>, View<'_>),
        place: &Place<'_>,
        fields: &Fields,
        extra: &[String],
        kept: &mut Vec<View<'v>>,
    ) {
        if free_form::is_forbidden(name) {
            free_form::forbidden(place, self);
            return;
        }
        free_form::check(value, place, self);
        if !extra.iter().any(|allowed| *allowed == name) {
            self.unknown(place, IssueCode::UnknownField, name, fields.names);
        } else if kept.iter().any(|earlier| earlier.is(name)) {
            self.expected(place, IssueCode::Duplicate, "each field once");
        } else {
            kept.push(key);
            self.normal.push_str(value.text());
        }
    }

    /// Reports a name that is not known, with the one that was probably meant.
    pub(super) fn unknown(&mut self, place: &Place<'_>, code: IssueCode, name: &str, known: &[&'static str]) {
        match suggest::closest(name, known) {
            Some(meant) => self.report(place, code, "did you mean ", meant),
            None => self.expected(place, code, "a documented one"),
        }
    }

    /// Reports a value that is not of the type that was expected, or that JSON cannot say.
    pub(super) fn wrong_type(&mut self, value: View<'_>, place: &Place<'_>, words: &str) {
        match value.not_json() {
            Some(kind) => self.report(place, IssueCode::NotJson, "expected JSON, not ", not_json(kind)),
            None => self.expected(place, IssueCode::Type, words),
        }
    }

    /// Reports what was expected at a place.
    pub(super) fn expected(&mut self, place: &Place<'_>, code: IssueCode, words: &str) {
        self.report(place, code, "expected ", words);
    }

    /// Adds an issue while there is room for it.
    fn report(&mut self, place: &Place<'_>, code: IssueCode, words: &str, name: &str) {
        if !self.is_full() {
            self.issues.push(report::issue(place, code, words, name));
        }
    }

    /// Whether there are so many issues that nothing more is looked at.
    pub(super) fn is_full(&self) -> bool {
        self.issues.len() >= MAX_ISSUES
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
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    if matches!(name.len(), 1..=40) && name.as_bytes().iter().all(fits) {
        Place::Field(object, name)
    } else {
        Place::Item(object, position as u32)
    }
}
