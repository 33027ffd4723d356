//! The exports of the WebAssembly module, and the only `#[wasm_bindgen]` code. Each export converts its arguments, calls
//! one function of a lower floor, and converts the result. It decides nothing.
//!
//! Arguments are typed: an option that is not set is `undefined`, and a list is an array. A value to be checked is passed
//! as extended JSON, which the package's encoder (`check/encode.ts`) writes (see [`crate::json::parse_extended`]).
//! Results are plain objects with named members. JSON is returned as text or byte offsets, which the package parses, so
//! that a key `__proto__` remains a key.

mod bodies;
mod checks;
mod input;
mod memory;
mod output;
mod urls;
mod wire;

pub use bodies::{decide, scan_list, scan_session};
pub use checks::{check_external_user, check_list_query, check_request, is_login_url, mask_iban, query_for_user};
pub use urls::PageUrls;
pub use wire::{response_meaning, send};
