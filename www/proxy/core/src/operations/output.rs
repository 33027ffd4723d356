//! The result of an operation.

use http::{HeaderValue, StatusCode};

use crate::api_error::ApiError;
use crate::ivy::undecodable;
use crate::who::Who;

/// The result of a successful operation, from which the response is built.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) status: StatusCode,
    /// The body, as JSON text.
    pub(crate) body: Option<String>,
    pub(crate) location: Option<HeaderValue>,
    pub(crate) cookies: Vec<HeaderValue>,
    /// The value of the header `Ivy-Recall`: the reason why a list is empty.
    pub(crate) recall: Option<&'static str>,
    /// The guest who begins with this response.
    pub(crate) new_guest: Option<Who>,
    /// Ivy's id of the session concerned, for the log.
    pub(crate) session_id: Option<String>,
    /// The error behind a redirect to the shop's error page, for the log.
    pub(crate) logged_error: Option<ApiError>,
}

impl Output {
    /// Returns a 204 without a body.
    pub(crate) fn empty() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
            location: None,
            cookies: Vec::new(),
            recall: None,
            new_guest: None,
            session_id: None,
            logged_error: None,
        }
    }

    /// Returns a 200 with this JSON text.
    pub(crate) fn json(body: String) -> Self {
        Self { status: StatusCode::OK, body: Some(body), ..Self::empty() }
    }

    /// Returns a 303, which makes the browser load `url` with GET.
    ///
    /// # Errors
    /// 502 if the URL cannot be a header's value.
    pub(crate) fn see_other(url: &str) -> Result<Self, ApiError> {
        let location = HeaderValue::try_from(url).map_err(|_| undecodable("a url that is no header"))?;
        Ok(Self { status: StatusCode::SEE_OTHER, location: Some(location), ..Self::empty() })
    }

    /// Sets the session concerned, for the log.
    pub(crate) fn about(mut self, session_id: Option<String>) -> Self {
        self.session_id = session_id;
        self
    }

    /// Adds `Set-Cookie` values.
    pub(crate) fn with_cookies(mut self, cookies: impl IntoIterator<Item = HeaderValue>) -> Self {
        self.cookies.extend(cookies);
        self
    }
}
