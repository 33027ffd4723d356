//! The error pages of the bank login.

use super::page;
use super::texts::Texts;
use crate::api_error::ApiError;
use crate::host::NoRandomness;
use crate::request::Request;
use crate::response::Response;

/// The reason why a request gets no step of the login.
#[derive(Debug)]
pub(super) enum PageError {
    /// No session has this id, or the path is unknown.
    UnknownLink,
    /// The form is malformed, or its token is unknown.
    UnknownForm,
    /// The sandbox failed.
    Failed,
}

impl PageError {
    /// Returns the page, in the language of the browser.
    pub(super) fn response(self, request: &Request) -> Response {
        let texts = Texts::of(None, request.header("accept-language"));
        match self {
            Self::UnknownLink => page::notice(404, texts, texts.unknown_link_title, texts.unknown_link_text),
            Self::UnknownForm => page::notice(400, texts, texts.unknown_form_title, texts.unknown_form_text),
            Self::Failed => page::notice(500, texts, texts.failure_title, texts.failure_text),
        }
    }
}

impl From<NoRandomness> for PageError {
    fn from(error: NoRandomness) -> Self {
        ApiError::from(error).into()
    }
}

impl From<ApiError> for PageError {
    fn from(_: ApiError) -> Self {
        Self::Failed
    }
}
