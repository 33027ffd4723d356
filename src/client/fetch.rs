//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` panics if `fetch` rejects with a value that is not an `Error`, and if it resolves with a value that is not a
//! `Response`. The package's `guarded-fetch.ts` stands between it and the page's `fetch`: it rejects with an `Error` whose
//! message is one of the codes here.

use crate::model::ErrorCode;
use gloo_net::Error;
use gloo_net::http;
use web_sys::{Request, Response};

/// Sends a request once and returns the response, whose body is not read yet. The page makes the request, and with it the
/// signal that aborts it (`exchange.js`).
///
/// # Errors
/// [`ErrorCode::Network`] if no response arrives, for whatever reason: a browser does not tell them apart.
/// [`ErrorCode::Unsupported`] if the page's `fetch` is one that does not return a response.
pub async fn send(request: Request) -> Result<Response, ErrorCode> {
    http::Request::from(request).send().await.map(Response::from).map_err(|error| match error {
        Error::JsError(error) if error.message == ErrorCode::Unsupported.name() => ErrorCode::Unsupported,
        _ => ErrorCode::Network,
    })
}
