//! The documented fields of one object, with their values.

use super::input::Input;
use crate::model::{Field, Shape};

/// The values of an object's documented fields.
pub(super) struct FieldValues<V> {
    shape: &'static Shape,
    /// One value for each field of the shape; of a duplicate field the last one.
    values: Vec<V>,
}

impl<'v, V: Input<'v>> FieldValues<V> {
    /// Starts with every field absent.
    pub(super) fn new(shape: &'static Shape) -> Self {
        Self { shape, values: vec![V::ABSENT; shape.fields.len()] }
    }

    /// Records the value of the field at a position in the shape. Returns true if the field had one already.
    pub(super) fn put(&mut self, position: usize, value: V) -> bool {
        self.values.get_mut(position).is_some_and(|slot| !std::mem::replace(slot, value).is_absent())
    }

    /// Iterates over the fields of the shape with their values, absent ones included.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static Field, &V)> {
        self.shape.fields.iter().zip(&self.values)
    }

    /// Returns a field's value.
    pub(super) fn get(&self, name: &str) -> Option<V> {
        let (_, value) = self.iter().find(|(field, _)| field.name == name)?;
        if value.is_absent() { None } else { Some(*value) }
    }

    /// Returns the number of fields that are present.
    pub(super) fn count(&self) -> usize {
        self.values.iter().filter(|value| !value.is_absent()).count()
    }
}
