//! The types of JSON values.

/// The type of a value in a caller's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A value that JSON cannot express, see [`super::NotJson`].
    NotJson,
}
