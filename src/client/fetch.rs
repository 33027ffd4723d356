//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` traps where `fetch` fails with something that is not an `Error`, and where it gives something that is not
//! a `Response`. The package's facade stands between it and the page's `fetch` (`guarded-fetch.js`), so that neither
//! reaches it.

use gloo_net::http::{Request, Response};
use web_sys::ReadableStream;

/// The name that the facade gives the error for what is not a `Response`.
const NOT_A_RESPONSE: &str = "NotAResponse";

/// What the proxy answered.
#[derive(Debug)]
pub struct Answer(Response);

impl Answer {
    /// The headers that matter.
    pub const HEADERS: [&str; 6] =
        ["content-type", "content-length", "retry-after", "date", "ivy-request-id", "ivy-recall"];

    /// The HTTP status; 0 for a redirect, which is never followed.
    pub fn status(&self) -> u16 {
        self.0.status()
    }

    /// A header as it was received. A browser hides some from a page of another origin.
    pub fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name)
    }

    /// The body, not read yet.
    pub fn body(&self) -> Option<ReadableStream> {
        self.0.body()
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The request did not arrive, or was stopped. A browser says the same of a refused CORS request.
    Network,
    /// The page's `fetch` was replaced by something that does not answer with a `Response`.
    NotAResponse,
}

impl Failure {
    /// The error code of the package.
    pub const fn code(self) -> &'static str {
        match self {
            Failure::Network => "network",
            Failure::NotAResponse => "unsupported",
        }
    }
}

/// Sends a request that the page has made (`exchange.js`), once.
///
/// # Errors
/// [`Failure::Network`] also where the request was stopped: whoever did that knows why.
pub async fn send(request: web_sys::Request) -> Result<Answer, Failure> {
    Request::from(request).send().await.map(Answer).map_err(|error| failure(&error))
}

fn failure(error: &gloo_net::Error) -> Failure {
    match error {
        gloo_net::Error::JsError(error) if error.name == NOT_A_RESPONSE => Failure::NotAResponse,
        _ => Failure::Network,
    }
}
