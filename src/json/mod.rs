//! RFC 8259 text: a validating lexer, borrowed views of values, and a small tree for Rust programs.
//!
//! Three readers share the lexer: a [`View`] borrows the values of a request that the rules check, [`crate::decode`]
//! scans a response, and [`parse`] builds a tree, which nothing in a page needs. All accept the same language: UTF-8, no
//! unpaired surrogate escapes, nested at most [`MAX_DEPTH`] deep, a byte order mark at the start skipped as `fetch` does.

mod error;
pub(crate) mod escape;
mod json_type;
pub(crate) mod lexer;
mod number;
mod parse;
mod value;
mod view;
mod write;

pub use error::SyntaxError;
pub use json_type::JsonType;
pub use parse::{parse, parse_extended};
pub use value::{NotJson, Value};
pub use view::{Entries, View};
pub use write::write;

pub(crate) use number::read_number;

/// The deepest nesting of objects and arrays, the outermost included.
///
/// The limit keeps recursive readers from running out of stack. It is five times what Ivy's responses need.
pub const MAX_DEPTH: usize = 64;
