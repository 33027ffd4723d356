//! A shape: the table of the fields of one documented object.

use super::key::Key;
use super::role::Role;

/// A documented object, as a table that is read during a check.
#[derive(Debug)]
pub struct Shape {
    /// The position of the shape in its file. It indexes the decoder's table of predictions.
    pub(crate) number: usize,
    /// The fields in the order in which they are expected; at most 32.
    pub fields: &'static [Field],
}

/// The most fields of a shape. The decoder records present fields as bits of a `u32`.
pub(crate) const MAX_FIELDS: usize = 32;

/// One documented field.
#[derive(Debug)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    pub(crate) key: Key,
    /// The JSON type.
    pub kind: Kind,
    /// The rule that holds for the value, beyond its type.
    pub role: Role,
    /// The rule for a missing field.
    pub presence: Presence,
}

/// The JSON type of a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// Any JSON.
    Any,
    /// An object of any members.
    AnyObject,
    /// An object of a documented shape.
    Object(&'static Shape),
    /// An array of strings.
    Texts,
    /// An array of objects of a documented shape.
    List(&'static Shape),
}

impl Kind {
    /// Returns the type in words that follow "expected".
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Kind::Text => "a string",
            Kind::Number => "a number",
            Kind::Flag => "true or false",
            Kind::Any => "a value",
            Kind::AnyObject | Kind::Object(_) => "an object",
            Kind::Texts | Kind::List(_) => "a list",
        }
    }
}

/// The rule for a missing field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The field is always required.
    Required,
    /// The field is required, except in the request of a page: the merchant proxy adds it.
    UnlessPage,
    /// The field may be missing.
    Optional,
}

impl Field {
    pub(super) const fn new(name: &'static str, presence: Presence, kind: Kind, role: Role) -> Self {
        Self { name, key: Key::new(name), kind, role, presence }
    }

    /// Returns true if an object without this field is malformed.
    #[inline(always)]
    pub(crate) const fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }
}
