//! A fresh start after a trap.

use wasm_bindgen::prelude::wasm_bindgen;

/// Lets the next call run in a new instance of the same module. The facade asks for it after a trap: the memory of a
/// trapped instance may be in any state.
#[wasm_bindgen(js_name = renew)]
pub fn renew() {
    wasm_bindgen::handler::schedule_reinit();
}
