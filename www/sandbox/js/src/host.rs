//! The host of a sandbox in a JavaScript server.

use ivy_sandbox_core::{Host, NoRandomness};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript object that provides the clock.
    #[derive(Clone, Debug)]
    pub type JsClock;

    /// Returns the time of day in epoch milliseconds.
    #[wasm_bindgen(method)]
    pub fn now(this: &JsClock) -> f64;
}

/// An adapter that implements the core's host over a JavaScript object.
#[derive(Debug)]
pub(crate) struct JsHostAdapter(pub(crate) JsClock);

impl Host for JsHostAdapter {
    fn now_ms(&self) -> i64 {
        self.0.now() as i64
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}
