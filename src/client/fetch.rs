//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` traps where `fetch` fails with something that is not an `Error`, and where it gives something that is not
//! a `Response`. The package's facade stands between it and the page's `fetch` (`guarded-fetch.js`), so that neither
//! reaches it.

use super::{Answer, Failure, Request};
use gloo_net::http::{Headers, Request as Post, Response};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReadableStreamReadResult, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestRedirect,
};

/// The name that the facade gives the error for what is not a `Response`.
const NOT_A_RESPONSE: &str = "NotAResponse";

/// The most that is read of the body of an answer that is not 2xx, in bytes. It holds a code and issues.
const MAX_ERROR_BYTES: f64 = 65_536.0;

/// How a page sends.
#[derive(Debug)]
pub struct Page {
    /// The proxy's base URL, without a slash at its end.
    pub proxy_url: String,
    /// The merchant's own headers, checked by the page's `Headers`. What this library sends wins over them.
    pub headers: web_sys::Headers,
    /// Whether cookies go along.
    pub credentials: RequestCredentials,
    /// The most that is read of a body, in bytes.
    pub max_bytes: f64,
}

/// What ends a request early. Both speak at the same moment.
#[derive(Debug)]
pub struct Stop {
    /// Aborted with an `Error`, never with anything else.
    pub signal: AbortSignal,
    /// Rejected. A stream that was put in place of the network's own does not know the signal.
    pub promise: Promise,
}

/// Sends one request and reads the answer.
///
/// Redirects are not followed, nothing is cached, and a `Referer` names the origin alone, since the URL of a return page
/// holds the nonce.
///
/// # Errors
/// [`Failure::Network`] also where `stop` spoke: whoever made it knows why.
pub async fn send(page: Page, request: &Request<'_>, stop: &Stop) -> Result<Answer, Failure> {
    let mut url = page.proxy_url;
    url.push_str(request.operation.path());
    let mut post = Post::post(&url)
        .headers(Headers::from_raw(page.headers))
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .header("ivy-client", "1")
        .credentials(page.credentials)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Manual)
        .referrer_policy(ReferrerPolicy::StrictOrigin)
        .abort_signal(Some(&stop.signal));
    if let Some(key) = request.idempotency_key {
        post = post.header("idempotency-key", key);
    }
    let post = post.body(request.body).map_err(|error| failure(&error))?;
    let response = post.send().await.map_err(|error| failure(&error))?;
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
        read_body(&response, declared, page.max_bytes, stop).await?
    } else {
        // The status says enough where such a body is too large or does not come through.
        read_body(&response, declared, MAX_ERROR_BYTES, stop).await.unwrap_or_default()
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
async fn read_body(response: &Response, declared: f64, max: f64, stop: &Stop) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    if declared > max {
        return Err(Failure::TooLarge);
    }
    let Some(stream) = response.body() else { return Ok(body) };
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| Failure::Network)?;
    loop {
        let either = Array::of2(&reader.read(), &stop.promise);
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
