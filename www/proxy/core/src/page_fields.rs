//! The fields of Ivy's answers that pages get (SECURITY.md, 15).

use ivy_data_session::json::Value;

use crate::PageField;

/// The shape of a value that may reach a page.
enum Shape {
    /// A text, a number, a boolean or `null`.
    Scalar,
    /// Any value: fields that the merchant names.
    Any,
    List(&'static Shape),
    Object(&'static [(&'static str, Shape)]),
    /// An object that may also have the fields that a merchant names.
    Open(&'static [(&'static str, Shape)]),
}

/// The members of an address: which of them are there depends on its kind.
const ADDRESS: &[(&str, Shape)] = &[
    ("iban", Shape::Scalar),
    ("bban", Shape::Scalar),
    ("bic", Shape::Scalar),
    ("sortCode", Shape::Scalar),
    ("code", Shape::Scalar),
    ("accountNumber", Shape::Scalar),
    ("address", Shape::Scalar),
    ("blockchain", Shape::Scalar),
    ("accountHolderName", Shape::Scalar),
];

/// An account's addresses by kind: its `identifier`, or one item of its `financialAddress`.
const ADDRESSES: &[(&str, Shape)] = &[
    ("type", Shape::Scalar),
    ("iban", Shape::Object(ADDRESS)),
    ("sortCode", Shape::Object(ADDRESS)),
    ("bankCode", Shape::Object(ADDRESS)),
    ("bban", Shape::Object(ADDRESS)),
    ("wallet", Shape::Object(ADDRESS)),
];

const ACCOUNT: &[(&str, Shape)] = &[
    ("id", Shape::Scalar),
    ("handle", Shape::Scalar),
    ("name", Shape::Scalar),
    ("accountName", Shape::Scalar),
    ("type", Shape::Scalar),
    ("currency", Shape::Scalar),
    ("bankId", Shape::Scalar),
    ("bankName", Shape::Scalar),
    ("identifier", Shape::Object(ADDRESSES)),
    ("financialAddress", Shape::List(&Shape::Object(ADDRESSES))),
];

const IDENTITY: &[(&str, Shape)] = &[("name", Shape::Scalar), ("dateOfBirth", Shape::Scalar)];

const DATA: &[(&str, Shape)] = &[
    ("bankName", Shape::Scalar),
    ("identity", Shape::Object(IDENTITY)),
    ("accounts", Shape::List(&Shape::Open(ACCOUNT))),
];

/// A session for a page, but `redirectUrl`, which only the answer to a create has.
const SESSION: &[(&str, Shape)] = &[
    ("id", Shape::Scalar),
    ("referenceId", Shape::Scalar),
    ("status", Shape::Scalar),
    ("createdAt", Shape::Scalar),
    ("updatedAt", Shape::Scalar),
    ("expiresAt", Shape::Scalar),
    ("permissions", Shape::List(&Shape::Scalar)),
    ("market", Shape::Scalar),
    ("locale", Shape::Scalar),
    ("data", Shape::Open(DATA)),
];

/// Removes from a session whatever no page gets. Fields keep their order, numbers their spelling.
pub(crate) fn keep(members: &mut Vec<(String, Value)>, named: &[PageField]) {
    keep_members(members, SESSION, named, true);
}

fn keep_members(
    members: &mut Vec<(String, Value)>,
    shapes: &'static [(&str, Shape)],
    named: &[PageField],
    is_open: bool,
) {
    members.retain_mut(|(name, value)| {
        let shape = shapes.iter().find(|(known, _)| known == name).map(|(_, shape)| shape);
        let is_named = is_open && named.iter().any(|field| field.name() == name);
        match shape.or(is_named.then_some(&Shape::Any)) {
            Some(shape) => keep_value(value, shape, named),
            None => false,
        }
    });
}

/// Removes what no page gets from a value; returns whether the value itself stays. `null` always does.
fn keep_value(value: &mut Value, shape: &'static Shape, named: &[PageField]) -> bool {
    match (shape, value) {
        (Shape::Any, _) | (_, Value::Null) => true,
        (Shape::Scalar, value) => !matches!(value, Value::Array(_) | Value::Object(_)),
        (Shape::List(item), Value::Array(items)) => {
            items.retain_mut(|value| keep_value(value, item, named));
            true
        }
        (Shape::Object(shapes), Value::Object(members)) => {
            keep_members(members, shapes, named, false);
            true
        }
        (Shape::Open(shapes), Value::Object(members)) => {
            keep_members(members, shapes, named, true);
            true
        }
        (Shape::List(_) | Shape::Object(_) | Shape::Open(_), _) => false,
    }
}
