//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` traps where `fetch` fails with something that is not an `Error`, and where it gives something that is not
//! a `Response`. The package's facade stands between it and the page's `fetch` (`guarded-fetch.js`): what the library
//! calls always gives a `Response`, which holds the failure where there is one.

use gloo_net::http::{Request, Response};

/// Sends a request that the page has made (`exchange.js`), once, and gives the answer, its body not read yet; an error
/// where `fetch` rejects, which the facade's does not.
pub fn send(request: web_sys::Request) -> impl Future<Output = Result<Response, gloo_net::Error>> {
    Request::from(request).send()
}
