//! Selection of the fields of Ivy's responses that pages get (SECURITY.md, 15).

use ivy_data_session::json::Value;
use ivy_data_session::model::{Audience, DataSession, Defined, Definition, Kind, Note};

use crate::config::PageField;

/// Removes all fields from a session except those that its definition marks for pages. Fields keep their order, numbers
/// their spelling. `named` are the fields that the merchant adds.
pub(crate) fn keep(members: &mut Vec<(String, Value)>, named: &[PageField]) {
    keep_members(members, DataSession::DEFINITION, named);
}

fn keep_members(members: &mut Vec<(String, Value)>, definition: &Definition, named: &[PageField]) {
    members.retain_mut(|(name, value)| match definition.field(name) {
        Some((field, note)) if is_for_page(name, note.audience, named) => keep_value(value, field.kind, note, named),
        _ => false,
    });
}

/// Returns true if a page gets a field. Only the response to a create has `redirectUrl`.
fn is_for_page(name: &str, audience: Audience, named: &[PageField]) -> bool {
    match audience {
        Audience::Page => true,
        Audience::PageIfNamed => named.iter().any(|field| field.name() == name),
        Audience::Proxy | Audience::PageOnCreate => false,
    }
}

/// Removes the nested fields that no page gets. Returns true if the value itself stays. `null` always stays.
fn keep_value(value: &mut Value, kind: Kind, note: &Note, named: &[PageField]) -> bool {
    match (kind, value) {
        (_, Value::Null) | (Kind::Any | Kind::AnyObject, _) => true,
        (Kind::Text | Kind::Number | Kind::Flag, value) => !matches!(value, Value::Array(_) | Value::Object(_)),
        (Kind::Texts, Value::Array(items)) => {
            items.retain(|item| !matches!(item, Value::Array(_) | Value::Object(_)));
            true
        }
        (Kind::List(_), Value::Array(items)) => {
            items.retain_mut(|item| keep_object(item, note, named));
            true
        }
        (Kind::Object(_), value) => keep_object(value, note, named),
        (Kind::Texts | Kind::List(_), _) => false,
    }
}

/// Removes the fields of an object that no page gets. Returns true if the value itself stays.
fn keep_object(value: &mut Value, note: &Note, named: &[PageField]) -> bool {
    match (value, note.of) {
        (Value::Null, _) => true,
        (Value::Object(members), Some(definition)) => {
            keep_members(members, definition, named);
            true
        }
        _ => false,
    }
}
