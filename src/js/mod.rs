//! The WebAssembly face, and the only `#[wasm_bindgen]` code. It converts, calls one function of a lower floor, and
//! converts back; it decides nothing.
//!
//! What comes in: text that the package's walker (`encode.js`) made of a JavaScript value (see
//! [`crate::json::parse_marked`]), bytes of an answer, and plain values. What goes out: findings, outcomes and errors
//! as plain objects, and JSON as text or bytes, which the facade parses: so a key `__proto__` stays a key.

mod check;
mod client;
mod decode;
mod host;
mod login;
mod memory;
mod outcome;
mod plain;
mod renew;
mod urls;
mod work;

pub use check::{check_list_query, check_request, list_query_for, mask_iban};
pub use client::ask;
pub use decode::{list as scan_list, session as scan_session};
pub use host::Host;
pub use login::{is_login_url, return_url as read_return_url};
pub use renew::{begin, renew};
pub use urls::PageUrls;
