//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` traps where `fetch` fails with something that is not an `Error`, and where it gives something that is not
//! a `Response`. The package's facade stands between it and the page's `fetch` (`guarded-fetch.js`), so that neither
//! reaches it.

use super::{Answer, Failure};
use gloo_net::http::{Request, Response};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, ReadableStreamReadResult};

/// The name that the facade gives the error for what is not a `Response`.
const NOT_A_RESPONSE: &str = "NotAResponse";

/// The most that is read of the body of an answer that is not 2xx, in bytes. It holds a code and issues.
const MAX_ERROR_BYTES: f64 = 65_536.0;

/// Sends a request that the page has made (`call.js`) and reads the answer, at most `max_bytes` of it.
///
/// `stopped` rejects at the moment at which the request's own signal is aborted: a stream that was put in place of the
/// network's own does not know the signal.
///
/// # Errors
/// [`Failure::Network`] also where the request was stopped: whoever did that knows why.
pub async fn send(request: web_sys::Request, max_bytes: f64, stopped: &Promise) -> Result<Answer, Failure> {
    let response = Request::from(request).send().await.map_err(|error| failure(&error))?;
    let headers = response.headers();
    let mut answer = Answer {
        status: response.status(),
        content_type: headers.get("content-type"),
        retry_after: headers.get("retry-after"),
        date: headers.get("date"),
        request_id: headers.get("ivy-request-id"),
        recall: headers.get("ivy-recall"),
        body: Vec::new(),
    };
    let declared = headers.get("content-length").map_or(0.0, |length| length_of(&length));
    let body = if (200..300).contains(&answer.status) {
        read_body(&response, declared, max_bytes, stopped).await?
    } else {
        // The status says enough where such a body is too large or does not come through.
        read_body(&response, declared, MAX_ERROR_BYTES, stopped).await.unwrap_or_default()
    };
    answer.body = body;
    Ok(answer)
}

fn failure(error: &gloo_net::Error) -> Failure {
    match error {
        gloo_net::Error::JsError(error) if error.name == NOT_A_RESPONSE => Failure::NotAResponse,
        _ => Failure::Network,
    }
}

/// Reads a body as it arrives, and stops as soon as it is larger than allowed: at once where `content-length` says so.
async fn read_body(response: &Response, declared: f64, max: f64, stopped: &Promise) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    if declared > max {
        return Err(Failure::TooLarge);
    }
    let Some(stream) = response.body() else { return Ok(body) };
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| Failure::Network)?;
    loop {
        let either = Array::of2(&reader.read(), stopped);
        let read: JsValue = JsFuture::from(Promise::race(&either)).await.map_err(|_| Failure::Network)?;
        let read: ReadableStreamReadResult = read.unchecked_into();
        if read.get_done().unwrap_or(false) {
            return Ok(body);
        }
        let chunk: Uint8Array = read.get_value().dyn_into().map_err(|_| Failure::Network)?;
        let length = body.len();
        if length as f64 + f64::from(chunk.length()) > max {
            return Err(Failure::TooLarge);
        }
        body.resize(length + chunk.length() as usize, 0);
        if let Some(room) = body.get_mut(length..) {
            chunk.copy_to(room);
        }
    }
}

/// A `Content-Length`; 0 for what is not one.
fn length_of(text: &str) -> f64 {
    let valid = text.bytes().all(|byte| byte.is_ascii_digit());
    if valid { text.bytes().fold(0.0, |length, byte| length * 10.0 + f64::from(byte - b'0')) } else { 0.0 }
}
