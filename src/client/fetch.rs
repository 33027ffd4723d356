//! The page's network. The only file that knows `gloo-net`.
//!
//! `gloo-net` traps where `fetch` fails with something that is not an `Error`, and where it gives something that is not
//! a `Response`. The package's facade stands between it and the page's `fetch` (`guarded-fetch.js`), so that neither
//! reaches it.

use gloo_net::http::Request;
use web_sys::ReadableStream;

/// The name that the facade gives the error for what is not a `Response`.
const NOT_A_RESPONSE: &str = "NotAResponse";

/// The headers of an answer that matter.
const HEADERS: [&str; 6] = ["content-type", "content-length", "retry-after", "date", "ivy-request-id", "ivy-recall"];

/// What the proxy answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status; 0 for a redirect, which is never followed.
    pub status: u16,
    /// The headers that matter, by their names in lower case, as they were received. A browser hides some from a page of
    /// another origin.
    pub headers: Vec<(&'static str, String)>,
    /// The body, not read yet.
    pub body: Option<ReadableStream>,
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
    let response = Request::from(request).send().await.map_err(|error| failure(&error))?;
    let headers = response.headers();
    let headers = HEADERS.iter().filter_map(|name| Some((*name, headers.get(name)?))).collect();
    Ok(Answer { status: response.status(), headers, body: response.body() })
}

fn failure(error: &gloo_net::Error) -> Failure {
    match error {
        gloo_net::Error::JsError(error) if error.name == NOT_A_RESPONSE => Failure::NotAResponse,
        _ => Failure::Network,
    }
}
