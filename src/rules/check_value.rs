//! The recursive check of a value: it checks each field by its kind and its role, and writes the normal form.
//!
//! This file has the checks of JSON types, documented fields and missing ones. The rules of the roles are in [`super::role`].

use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::field_values::FieldValues;
use super::input::Input;
use super::text::is_field_name;
use super::{IssueCode, free_form};
use crate::json::JsonType;
use crate::model::{Kind, Presence, Role, Shape, assumed};

/// Checks a value and writes its normal form.
pub(super) fn check<'v, V: Input<'v>>(
    kind: Kind,
    role: Role,
    value: V,
    path: &FieldPath<'_>,
    state: &mut CheckState<'_>,
) {
    if !is_of(kind, value.json_type()) {
        state.wrong_type(value, path, role.words(kind));
        return;
    }
    match kind {
        Kind::Object(shape) => {
            let fields = check_members(shape, role, value, path, state);
            role.check_fields(&fields, path, state);
        }
        Kind::Text | Kind::Number | Kind::Flag => role.check_scalar(kind, value, path, state),
        Kind::AnyObject | Kind::Texts | Kind::List(_) | Kind::Any => role.check_entries(value, path, state),
    }
}

/// Checks an object's members in their order, then reports the required fields that are missing. Returns the values of the
/// documented fields.
fn check_members<'v, V: Input<'v>>(
    shape: &'static Shape,
    role: Role,
    object: V,
    path: &FieldPath<'_>,
    state: &mut CheckState<'_>,
) -> FieldValues<V> {
    let extra = if role == Role::Request { state.allowed.extra_fields } else { &[] };
    let mut fields = FieldValues::new(shape);
    let mut kept = Vec::new();
    let mut before = '{';
    for (position, (key, value)) in object.entries().enumerate() {
        if state.is_full() {
            break;
        }
        let name = key.string().unwrap_or_default();
        let name = &*name;
        let known = shape.fields.iter().enumerate().find(|(_, field)| field.name == name);
        let here = if known.is_some() { FieldPath::Field(path, name) } else { undocumented_path(path, name, position) };
        if let Some((at, field)) = known {
            if fields.put(at, value) {
                state.expected(&here, IssueCode::Duplicate, "each field once");
                continue;
            }
            if assumed::EMPTY_CALLBACK_URL_IS_NOT_SET && field.role == Role::CallbackUrl && value.is("") {
                continue;
            }
        }
        state.normal.push(before);
        state.normal.push_str(&key.text());
        state.normal.push(':');
        before = ',';
        match known {
            Some((_, field)) => check(field.kind, field.role, value, &here, state),
            None => check_undocumented((key, value), &here, shape, extra, &mut kept, state),
        }
    }
    if before == '{' {
        state.normal.push('{');
    }
    state.normal.push('}');
    for (field, value) in fields.iter() {
        let is_needed = match field.presence {
            Presence::Required => true,
            Presence::UnlessPage => !state.allowed.reference_id_optional,
            Presence::Optional => false,
        };
        if is_needed && value.is_absent() {
            let words = field.role.words(field.kind);
            state.expected(&FieldPath::Field(path, field.name), IssueCode::Required, words);
        }
    }
    fields
}

/// Checks a member that is not documented, and writes its value if its name is in `extra`. `kept` has the keys of such
/// members before this one.
fn check_undocumented<'v, V: Input<'v>>(
    (key, value): (V, V),
    path: &FieldPath<'_>,
    shape: &'static Shape,
    extra: &[String],
    kept: &mut Vec<V>,
    state: &mut CheckState<'_>,
) {
    let name = &*key.string().unwrap_or_default();
    if free_form::is_forbidden(name) {
        free_form::report_forbidden(path, state);
        return;
    }
    free_form::check(value, path, state);
    if !extra.iter().any(|allowed| allowed == name) {
        let documented: Vec<_> = shape.fields.iter().map(|field| field.name).collect();
        state.unknown(path, IssueCode::UnknownField, name, &documented);
    } else if kept.iter().any(|earlier| earlier.is(name)) {
        state.expected(path, IssueCode::Duplicate, "each field once");
    } else {
        kept.push(key);
        state.normal.push_str(&value.text());
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

/// Returns the path of an undocumented field: by its name if it looks like a field's, else by its position.
fn undocumented_path<'a>(object: &'a FieldPath<'a>, name: &'a str, position: usize) -> FieldPath<'a> {
    if is_field_name(name) { FieldPath::Field(object, name) } else { FieldPath::Item(object, position as u32) }
}
