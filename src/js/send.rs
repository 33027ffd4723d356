//! One request to the proxy.

use super::plain::{Plain, object};
use crate::client::fetch;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::ReadableStream;

#[wasm_bindgen]
extern "C" {
    /// What waits for an answer in the page (`exchange.js`).
    pub type Waiting;

    /// Takes the body of the answer, not read yet; undefined where there is none.
    #[wasm_bindgen(method, setter)]
    fn set_body(this: &Waiting, body: Option<ReadableStream>);
}

/// Sends a request, once. Resolves with the status and the headers that matter, and rejects with an error code.
#[wasm_bindgen]
pub async fn send(request: web_sys::Request, waiting: Waiting) -> Result<JsValue, JsValue> {
    let answer = fetch::send(request).await.map_err(|failure| JsValue::from_str(failure.code()))?;
    waiting.set_body(answer.body);
    Ok(object(&[
        ("status", Plain::Number(f64::from(answer.status))),
        ("contentType", Plain::text(answer.content_type.as_deref())),
        ("contentLength", Plain::text(answer.content_length.as_deref())),
        ("retryAfter", Plain::text(answer.retry_after.as_deref())),
        ("date", Plain::text(answer.date.as_deref())),
        ("requestId", Plain::text(answer.request_id.as_deref())),
        ("recall", Plain::text(answer.recall.as_deref())),
    ]))
}
