//! RFC 8259 text: checking it byte by byte, and a small tree for what a caller handed in.

mod value;

pub use value::{NotJson, Value};
