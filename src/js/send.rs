//! One request to the proxy.

use super::plain::{Plain, object};
use crate::client::fetch;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::ReadableStream;

#[wasm_bindgen]
extern "C" {
    /// Who waits for the answer in the page (`exchange.js`). Exactly one of the two is called.
    pub type Waiting;

    /// There is an answer: its status, its headers that matter, and its body, not read yet.
    #[wasm_bindgen(method)]
    fn answered(this: &Waiting, status: u16, headers: JsValue, body: Option<ReadableStream>);
    /// There is none, with an error code.
    #[wasm_bindgen(method)]
    fn failed(this: &Waiting, code: &str);
}

/// Sends a request, once.
#[wasm_bindgen]
pub fn send(request: web_sys::Request, waiting: Waiting) {
    // An `async fn` would bring the making of a promise in Rust; the page makes one in a line.
    spawn_local(async move {
        match fetch::send(request).await {
            Err(failure) => waiting.failed(failure.code()),
            Ok(answer) => {
                let headers: Vec<_> = answer.headers.iter().map(|(name, value)| (*name, Plain::Text(value))).collect();
                waiting.answered(answer.status, object(&headers), answer.body);
            }
        }
    });
}
