//! One walk over what a caller handed in: a table says which rule holds for each field, the walk applies it and writes
//! the normal form as it goes.

use super::input::Input;
use super::place::Place;
use super::report;
use super::text::{is_field_name, joined};
use super::{IssueCode, external_user, free_form, list_query, metadata, permissions, request, suggest};
use crate::json::{JsonType, NotJson};
use crate::model::{Kind, Presence, Role, Shape, assumed};
use crate::rules::{Issue, RequestRules};

/// The documented members of an object that are there.
pub(super) struct Found<V> {
    shape: &'static Shape,
    /// Beside each field its value, the last one where it is given twice.
    values: Vec<V>,
}

impl<'v, V: Input<'v>> Found<V> {
    fn new(shape: &'static Shape) -> Self {
        Self { shape, values: vec![V::ABSENT; shape.fields.len()] }
    }

    /// Records a value. Returns true if there was one already.
    fn put(&mut self, at: usize, value: V) -> bool {
        self.values.get_mut(at).is_some_and(|place| !std::mem::replace(place, value).is_absent())
    }

    /// Returns a field's value.
    pub(super) fn get(&self, name: &str) -> Option<V> {
        let (_, value) = self.shape.fields.iter().zip(&self.values).find(|(field, _)| field.name == name)?;
        if value.is_absent() { None } else { Some(*value) }
    }

    /// Returns how many fields are there.
    pub(super) fn count(&self) -> usize {
        self.values.iter().filter(|value| !value.is_absent()).count()
    }
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

impl<'a> Checker<'a> {
    /// Begins without any finding.
    pub(super) fn new(allowed: &'a RequestRules<'a>) -> Self {
        let (issues, warnings, normal) = Default::default();
        Self { allowed, issues, warnings, keys: 0, normal }
    }

    /// Checks a value and writes its normal form.
    pub(super) fn value<'v, V: Input<'v>>(&mut self, kind: Kind, role: Role, value: V, place: &Place<'_>) {
        if !is_of(kind, value.json_type()) {
            self.wrong_type(value, place, role.words(kind));
            return;
        }
        match kind {
            Kind::Object(shape) => {
                let found = self.object(shape, role, value, place);
                match role {
                    Role::Request => request::check(&found, self),
                    Role::ExternalUser => external_user::check(&found, place, self),
                    Role::ListQuery => list_query::check(&found, self),
                    _ => {}
                }
            }
            Kind::AnyObject => {
                let is_limited = role != Role::UserMetadata || assumed::EXTERNAL_USER_METADATA_IS_LIMITED;
                metadata::check(value, place, is_limited, self);
            }
            Kind::Texts => permissions::check(value, place, self),
            Kind::Text | Kind::Number | Kind::Flag => {
                let Some(code) = role.check(value, self.allowed.urls, &mut self.normal) else { return };
                let choices = role.choices();
                if code == IssueCode::InsecureUrl {
                    self.expected(place, code, "https, as http is for loopback hosts only");
                } else if choices.is_empty() {
                    self.expected(place, code, role.words(kind));
                } else {
                    self.report(place, code, "expected one of ", &joined(&mut choices.iter().copied(), ", "));
                }
            }
            Kind::Any | Kind::List(_) => {
                free_form::check(value, place, self);
                self.normal.push_str(&value.text());
            }
        }
    }

    /// Walks through an object's members in their order, then reports required fields that are missing. Returns the
    /// documented ones that are there.
    fn object<'v, V: Input<'v>>(&mut self, shape: &'static Shape, role: Role, value: V, place: &Place<'_>) -> Found<V> {
        let extra = if role == Role::Request { self.allowed.extra_fields } else { &[] };
        let mut found = Found::new(shape);
        let mut kept = Vec::new();
        let mut before = '{';
        for (position, (key, value)) in value.entries().enumerate() {
            if self.is_full() {
                break;
            }
            let name = key.string().unwrap_or_default();
            let name = &*name;
            let known = shape.fields.iter().enumerate().find(|(_, field)| field.name == name);
            let here = if known.is_some() { Place::Field(place, name) } else { unknown(place, name, position) };
            if let Some((at, field)) = known {
                if found.put(at, value) {
                    self.expected(&here, IssueCode::Duplicate, "each field once");
                    continue;
                }
                if assumed::EMPTY_CALLBACK_URL_IS_NOT_SET && field.role == Role::CallbackUrl && value.is("") {
                    continue;
                }
            }
            self.normal.push(before);
            self.normal.push_str(&key.text());
            self.normal.push(':');
            before = ',';
            match known {
                Some((_, field)) => self.value(field.kind, field.role, value, &here),
                None => self.other((key, value), &here, shape, extra, &mut kept),
            }
        }
        if before == '{' {
            self.normal.push('{');
        }
        self.normal.push('}');
        for (field, value) in shape.fields.iter().zip(&found.values) {
            let is_needed = match field.presence {
                Presence::Required => true,
                Presence::UnlessPage => !self.allowed.reference_id_optional,
                Presence::Optional => false,
            };
            if is_needed && value.is_absent() {
                let words = field.role.words(field.kind);
                self.expected(&Place::Field(place, field.name), IssueCode::Required, words);
            }
        }
        found
    }

    /// Checks a member that is not documented, and writes its value where the caller allowed it.
    fn other<'v, V: Input<'v>>(
        &mut self,
        (key, value): (V, V),
        place: &Place<'_>,
        shape: &'static Shape,
        extra: &[String],
        kept: &mut Vec<V>,
    ) {
        let name = &*key.string().unwrap_or_default();
        if free_form::is_forbidden(name) {
            free_form::forbidden(place, self);
            return;
        }
        free_form::check(value, place, self);
        if !extra.iter().any(|allowed| allowed == name) {
            let documented: Vec<_> = shape.fields.iter().map(|field| field.name).collect();
            self.unknown(place, IssueCode::UnknownField, name, &documented);
        } else if kept.iter().any(|earlier| earlier.is(name)) {
            self.expected(place, IssueCode::Duplicate, "each field once");
        } else {
            kept.push(key);
            self.normal.push_str(&value.text());
        }
    }

    /// Reports a name that is not known, with the one that was probably meant.
    pub(super) fn unknown(&mut self, place: &Place<'_>, code: IssueCode, name: &str, known: &[&'static str]) {
        match suggest::closest(name, known) {
            Some(meant) => self.report(place, code, "did you mean ", meant),
            None => self.expected(place, code, "a documented one"),
        }
    }

    /// Reports a value that is not of the type that was expected, or that JSON cannot express.
    pub(super) fn wrong_type<'v>(&mut self, value: impl Input<'v>, place: &Place<'_>, words: &str) {
        match value.not_json() {
            Some(reason) => self.report(place, IssueCode::NotJson, "expected JSON, not ", not_json(reason)),
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

/// Returns true if a value of this type may be in a field of this kind.
fn is_of(kind: Kind, json_type: JsonType) -> bool {
    match kind {
        Kind::Text => json_type == JsonType::String,
        Kind::Number => json_type == JsonType::Number,
        Kind::Flag => json_type == JsonType::Bool,
        Kind::AnyObject | Kind::Object(_) => json_type == JsonType::Object,
        Kind::Texts | Kind::List(_) => json_type == JsonType::Array,
        Kind::Any => json_type != JsonType::NotJson,
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

/// Returns the place of a field that is not documented: as spelled if it looks like a field's name, else by its position.
fn unknown<'a>(object: &'a Place<'a>, name: &'a str, position: usize) -> Place<'a> {
    if is_field_name(name) { Place::Field(object, name) } else { Place::Item(object, position as u32) }
}
