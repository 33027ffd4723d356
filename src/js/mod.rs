//! The WebAssembly face, and the only `#[wasm_bindgen]` code. It converts, calls one function of a lower floor, and
//! converts back; it decides nothing.
//!
//! What comes in: text that the package's walker (`encode.js`) made of a JavaScript value (see
//! [`crate::json::parse_marked`]), bytes of an answer, and plain values. What goes out: findings, outcomes and errors
//! as plain objects, and JSON as text or bytes, which the facade parses: so a key `__proto__` stays a key.

mod check;
mod decode;
mod login;
mod memory;
mod plain;
mod recall;
mod send;
mod urls;

pub use check::{check, mask_iban};
pub use decode::{list as scan_list, session as scan_session};
pub use login::{is_login_url, login_answer as read_login_answer};
pub use recall::recall;
pub use send::{Waiting, send};
pub use urls::PageUrls;
