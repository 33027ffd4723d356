//! The network of a page. No other file uses `gloo-net`.
//!
//! `gloo-net` panics if `fetch` rejects with a value that is not an `Error`, and if it resolves with a value that is not a
//! `Response`. The package's `guarded-fetch.ts` therefore wraps the page's `fetch`: it rejects with an `Error` whose
//! message is one of the codes here.

use crate::model::ErrorCode;
use gloo_net::Error;
use gloo_net::http;
use web_sys::{Request, Response};

/// Sends a request once and returns the response, whose body is not read yet. The page builds the request
/// with the signal that aborts it (`exchange.ts`).
///
/// # Errors
/// [`ErrorCode::Network`] if no response arrives. Browsers do not expose the cause.
/// [`ErrorCode::Unsupported`] if the page has replaced `fetch` by a function that does not return a `Response`.
pub async fn send(request: Request) -> Result<Response, ErrorCode> {
    http::Request::from(request).send().await.map(Response::from).map_err(|error| match error {
        Error::JsError(error) if error.message == ErrorCode::Unsupported.name() => ErrorCode::Unsupported,
        _ => ErrorCode::Network,
    })
}
