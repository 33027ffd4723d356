//! RFC 8259 text: checking it byte by byte, looking into it where it lies, and a small tree for Rust programs.
//!
//! Three readers share the building blocks of `lexer`: a [`View`] looks into a request that the rules check,
//! [`crate::decode`] runs over an answer, and [`parse`] makes a tree, which nothing in a page needs. All read the same
//! language: UTF-8, no unpaired surrogate escapes, nested at most [`MAX_DEPTH`] deep, a byte order mark at the start
//! skipped as `fetch` does.

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

/// How many objects and arrays may lie inside each other, the outermost included.
///
/// A reader with a bound cannot be made to run out of stack. 64 is five times what Ivy's answers need.
pub const MAX_DEPTH: usize = 64;
