//! The error pages of the bank login.

use super::page;
use super::texts::Texts;
use crate::api_error::ApiError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

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

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let texts = Texts::of(None);
        match self {
            Self::UnknownLink => {
                page::notice(StatusCode::NOT_FOUND, texts, texts.unknown_link_title, texts.unknown_link_text)
            }
            Self::UnknownForm => {
                page::notice(StatusCode::BAD_REQUEST, texts, texts.unknown_form_title, texts.unknown_form_text)
            }
            Self::Failed => {
                page::notice(StatusCode::INTERNAL_SERVER_ERROR, texts, texts.failure_title, texts.failure_text)
            }
        }
    }
}

impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database failed");
        Self::Failed
    }
}

impl From<getrandom::Error> for PageError {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "no random bytes");
        Self::Failed
    }
}

impl From<ApiError> for PageError {
    fn from(_: ApiError) -> Self {
        Self::Failed
    }
}
