//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` traps where `fetch` fails with something that is not an `Error`, and where it gives something that is not
//! a `Response`. The package's facade stands between it and the page's `fetch` (`guarded-fetch.js`), so that neither
//! reaches it.

use super::{Answer, Failure};
use gloo_net::http::{Request, Response};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;

/// The name that the facade gives the error for what is not a `Response`.
const NOT_A_RESPONSE: &str = "NotAResponse";

/// The most that is read of the body of an answer that is not 2xx, in bytes. It holds a code and issues.
const MAX_ERROR_BYTES: f64 = 65_536.0;

/// Sends a request that the page has made (`call.js`) and reads the answer, at most `max_bytes` of it.
///
/// `next` gives the next piece of a body as a `Uint8Array`, undefined at its end, and rejects when the request is stopped: a
/// stream that was put in place of the network's own does not know the request's signal.
///
/// # Errors
/// [`Failure::Network`] also where the request was stopped: whoever did that knows why.
pub async fn send(
    request: web_sys::Request,
    max_bytes: f64,
    next: impl Fn(&ReadableStream) -> Promise,
) -> Result<Answer, Failure> {
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
    let is_right = (200..300).contains(&answer.status);
    let body = read_body(&response, declared, if is_right { max_bytes } else { MAX_ERROR_BYTES }, next).await;
    // Where something is wrong the status says enough, also if such a body is too large or does not come through.
    answer.body = if is_right { body? } else { body.unwrap_or_default() };
    Ok(answer)
}

fn failure(error: &gloo_net::Error) -> Failure {
    match error {
        gloo_net::Error::JsError(error) if error.name == NOT_A_RESPONSE => Failure::NotAResponse,
        _ => Failure::Network,
    }
}

/// Reads a body as it arrives, and stops as soon as it is larger than allowed: at once where `content-length` says so.
async fn read_body(
    response: &Response,
    declared: f64,
    max: f64,
    next: impl Fn(&ReadableStream) -> Promise,
) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    if declared > max {
        return Err(Failure::TooLarge);
    }
    let Some(stream) = response.body() else { return Ok(body) };
    loop {
        let chunk = JsFuture::from(next(&stream)).await.map_err(|_| Failure::Network)?;
        if chunk.is_undefined() {
            return Ok(body);
        }
        let chunk: Uint8Array = chunk.unchecked_into();
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
