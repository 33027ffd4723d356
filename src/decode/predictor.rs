//! Predictions of the next field, so that most keys are compared once.

use crate::model::{MAX_FIELDS, Shape, response};

/// For each shape: which field came first the last time (column 0), and which after each field (column 1 + field). The
/// sessions of an answer look alike, so this is nearly always right, whatever order Ivy has chosen.
///
/// Written as the number of fields that are left out before it, so that the first guess is the table's own order.
#[derive(Debug)]
pub(super) struct FieldPredictor([u8; COLUMNS * SHAPES]);

const COLUMNS: usize = MAX_FIELDS + 1;

/// The number of shapes that a response has.
const SHAPES: usize = response::ALL.len();

impl Default for FieldPredictor {
    fn default() -> Self {
        Self([0; COLUMNS * SHAPES])
    }
}

impl FieldPredictor {
    #[inline(always)]
    pub(super) fn get(&self, shape: &Shape, column: usize) -> usize {
        usize::from(self.0.get(shape.number * COLUMNS + column).copied().unwrap_or_default().wrapping_add(column as u8))
    }

    pub(super) fn set(&mut self, shape: &Shape, column: usize, position: usize) {
        if let Some(left_out) = self.0.get_mut(shape.number * COLUMNS + column) {
            *left_out = (position as u8).wrapping_sub(column as u8);
        }
    }
}
