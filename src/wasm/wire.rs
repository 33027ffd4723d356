//! The wire: sending a request, and the meaning of a response.

use super::output::into_js;
use crate::client::{Clock, Failure, ProxyResponse, fetch, meaning};
use js_sys::Date;
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Request, Response};

/// Sends a request once and returns the response, whose body is not read yet.
///
/// # Errors
/// The error code, a string.
#[wasm_bindgen]
pub async fn send(request: Request) -> Result<Response, JsValue> {
    fetch::send(request).await.map_err(|code| code.name().into())
}

/// Returns the meaning of a response to an operation. Its request may have been sent by Rust or by JavaScript. `body` is the
/// response's body.
///
/// Returns `{requestId?, now?, login?}` if the body is to be read, or else `{failure}`: see [`meaning`].
#[wasm_bindgen(js_name = responseMeaning)]
pub fn response_meaning(operation: &str, response: &Response, body: &[u8]) -> JsValue {
    let headers = response.headers();
    let header = |name| headers.get(name).ok().flatten();
    let clock = Clock { now: Date::now() / 1000.0, read_date };
    let meaning = meaning(
        operation,
        &ProxyResponse {
            status: response.status(),
            content_type: header("content-type").as_deref(),
            retry_after: header("retry-after").as_deref(),
            date: header("date").as_deref(),
            request_id: header("ivy-request-id").as_deref(),
            recall: header("ivy-recall").as_deref(),
            body,
        },
        clock,
    );
    match meaning {
        Ok(accepted) => into_js(&accepted),
        Err(failure) => into_js(&Failed { failure: &failure }),
    }
}

/// Parses the date of an HTTP header by the page's `Date`. `Date` accepts many other forms, but those of HTTP end with
/// `GMT`.
fn read_date(text: &str) -> Option<f64> {
    Some(Date::parse(text) / 1000.0).filter(|seconds| !seconds.is_nan() && text.as_bytes().ends_with(b" GMT"))
}

#[derive(Serialize)]
struct Failed<'a> {
    failure: &'a Failure,
}
