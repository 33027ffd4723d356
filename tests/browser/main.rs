//! The library inside WebAssembly, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bodies;
#[path = "../shared/byte_changes.rs"]
mod byte_changes;
mod checks;
#[path = "../properties/decode.rs"]
mod decode;
#[path = "../shared/errors_table.rs"]
mod errors_table;
#[path = "../shared/json_vectors.rs"]
mod json_vectors;
#[path = "../shared/login_urls.rs"]
mod login_urls;
mod model;
#[path = "../shared/page_values.rs"]
mod page_values;
#[path = "../shared/recall_table.rs"]
mod recall_table;
#[path = "../shared/decode_reference.rs"]
mod reference;
#[path = "../shared/rules_table.rs"]
mod rules_table;
mod urls;
mod wire;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
