//! Predictions of the next field, so that most keys are compared once.

use crate::model::{MAX_FIELDS, Shape, response};

/// The predicted order of the fields, for each shape: the first field of the last object (column 0), and the field that
/// followed each field (column 1 + field). The sessions of a response are alike, so that predictions are nearly always right
/// for every order of the fields.
///
/// A prediction is stored as its distance from the order of the table, so that zeros predict the order of the table.
#[derive(Debug)]
pub(super) struct FieldPredictor([u8; COLUMNS * SHAPES]);

/// The number of columns of each shape.
const COLUMNS: usize = MAX_FIELDS + 1;

/// The number of shapes that a response has.
const SHAPES: usize = response::ALL.len();

impl Default for FieldPredictor {
    fn default() -> Self {
        Self([0; COLUMNS * SHAPES])
    }
}

impl FieldPredictor {
    /// Returns the position of the predicted field.
    #[inline(always)]
    pub(super) fn get(&self, shape: &Shape, column: usize) -> usize {
        usize::from(self.0.get(shape.number * COLUMNS + column).copied().unwrap_or_default().wrapping_add(column as u8))
    }

    /// Records the position of the field that was read.
    pub(super) fn set(&mut self, shape: &Shape, column: usize, position: usize) {
        if let Some(distance) = self.0.get_mut(shape.number * COLUMNS + column) {
            *distance = (position as u8).wrapping_sub(column as u8);
        }
    }
}
