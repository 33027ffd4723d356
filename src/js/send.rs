//! One request to the proxy.

use crate::client::fetch::{self, Answer};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::ReadableStream;

#[wasm_bindgen]
extern "C" {
    /// Who waits for the answer in the page (`exchange.js`).
    pub type Waiting;

    /// A header of the answer.
    #[wasm_bindgen(method)]
    fn header(this: &Waiting, name: &str, value: &str);
    /// There is an answer: its status, and its body, not read yet. The headers came before.
    #[wasm_bindgen(method)]
    fn answered(this: &Waiting, status: u16, body: Option<ReadableStream>);
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
                for name in Answer::HEADERS {
                    if let Some(value) = answer.header(name) {
                        waiting.header(name, &value);
                    }
                }
                waiting.answered(answer.status(), answer.body());
            }
        }
    });
}
