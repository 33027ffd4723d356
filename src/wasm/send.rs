//! One request to the proxy.

use crate::client::fetch;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Request, Response};

#[wasm_bindgen]
extern "C" {
    /// Who waits for the answer in the page (`exchange.js`).
    pub type Waiting;

    /// There is an answer, which says itself where it is none (`guarded-fetch.js`).
    #[wasm_bindgen(method)]
    fn answered(this: &Waiting, response: &Response);
}

/// Sends a request, once.
#[wasm_bindgen]
pub fn send(request: Request, waiting: Waiting) {
    // An `async fn` would bring the making of a promise in Rust; the page makes one in a line.
    spawn_local(async move {
        if let Ok(response) = fetch::send(request).await {
            waiting.answered(&response.into());
        }
    });
}
