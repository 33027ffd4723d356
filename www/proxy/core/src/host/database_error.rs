//! The error of a statement.

/// A statement that failed. Holds a fixed name of the kind of error, for the log. It never holds the driver's own text,
/// which may quote a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseError(pub &'static str);
