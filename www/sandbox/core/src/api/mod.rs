//! Ivy's API: create, details and list of data sessions. Every call is a POST with a JSON body and the key in
//! `X-Ivy-Api-Key`.

mod check;
mod create;
mod details;
mod list;

use crate::api_error::ApiError;
use crate::call::Call;
use crate::random;
use crate::response::Response;

/// Answers a call of `/api/…`.
pub(crate) fn respond(call: &mut Call<'_>) -> Response {
    answer(call).unwrap_or_else(|error| {
        call.undo();
        error.response(call.settings.error_body)
    })
}

/// Refuses calls without the right key before any other check.
fn answer(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let key = call.request.header("x-ivy-api-key").unwrap_or_default();
    if !random::same_secret(key.as_bytes(), call.settings.api_key.as_bytes()) {
        return Err(ApiError::new(401, "the api key is missing or wrong"));
    }
    let operation = match call.request.path.strip_prefix("/api/service/data/session/") {
        Some("create") => create::create,
        Some("details") => details::details,
        Some("list") => list::list,
        _ => return Err(ApiError::not_found("no such endpoint")),
    };
    if call.request.method != "POST" {
        return Err(ApiError::new(405, "every call is a POST"));
    }
    operation(call)
}
