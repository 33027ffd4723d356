//! The documentation of a shape and of its fields.

use super::shape::{Field, Shape};

/// The parties that see a field. Ivy and the proxy see every field, except those that the proxy adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Ivy and the proxy. A page can neither read the field nor set its value.
    Proxy,
    /// The page too.
    Page,
    /// The page too, but only if the merchant names the field.
    PageIfNamed,
    /// The page too, but only in the response to a create.
    PageOnCreate,
}

/// A shape with its documentation.
#[derive(Debug)]
pub struct Definition {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The lines of its documentation.
    pub doc: &'static [&'static str],
    /// The table.
    pub shape: &'static Shape,
    /// The documentation of each field of the table, in the same order.
    pub notes: &'static [Note],
}

/// The part of a field's definition that no check needs.
#[derive(Debug)]
pub struct Note {
    /// The lines of the documentation.
    pub doc: &'static [&'static str],
    /// The parties that see the field.
    pub audience: Audience,
    /// The definition of the object, or of each object in the list.
    pub of: Option<&'static Definition>,
}

impl Definition {
    /// Iterates over the fields with their documentation.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &'static Note)> + use<> {
        self.shape.fields.iter().zip(self.notes)
    }

    /// Returns a field by its name in JSON.
    pub fn field(&self, name: &str) -> Option<(&'static Field, &'static Note)> {
        self.fields().find(|(field, _)| field.name == name)
    }
}

/// A type that `shapes!` has generated.
pub trait Defined {
    /// The table of its fields.
    const SHAPE: &'static Shape;
    /// The shape with its documentation.
    const DEFINITION: &'static Definition;
}
