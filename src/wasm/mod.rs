//! The WebAssembly face, and the only `#[wasm_bindgen]` code. It converts, calls one function of a lower floor, and
//! converts back; it decides nothing.
//!
//! What comes in: text that the package's walker (`encode.js`) made of a JavaScript value (see
//! [`crate::json::parse_marked`]), bytes of an answer, and plain values. What goes out: findings and outcomes as plain
//! arrays, and JSON as text or places in the bytes, which the facade parses: so a key `__proto__` stays a key.

mod check;
mod memory;
mod plain;
mod read;
mod send;
mod urls;

pub use check::check;
pub use read::read;
pub use send::{Waiting, send};
pub use urls::PageUrls;
