//! A fresh start after a trap: the memory of a trapped instance may be in any state.

use wasm_bindgen::prelude::wasm_bindgen;

/// Lets the next call run in a new instance of the same module. That call must be [`begin`]: the glue changes instances
/// after it has put a call's arguments into the old one.
#[wasm_bindgen]
pub fn renew() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Does nothing, and takes no arguments.
#[wasm_bindgen]
pub fn begin() {}
