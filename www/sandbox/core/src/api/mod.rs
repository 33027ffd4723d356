//! Ivy's API: create, details and list of data sessions. Every call is a POST with a JSON body and the key in
//! `X-Ivy-Api-Key`.

mod check;
mod create;
mod details;
mod list;

use crate::api_error::ApiError;
use crate::call::Call;
use crate::json_body::json_object;
use crate::operation::Operation;
use crate::random;
use crate::response::Response;
use crate::state::{Kind, RecordedCall};

/// Answers a call of `/api/…` and records it.
pub(crate) fn respond(call: &mut Call<'_>) -> Response {
    let Some(operation) = Operation::of_path(&call.request.path) else {
        let refusal = if has_key(call) { ApiError::not_found("no such endpoint") } else { no_key() };
        return refusal.response(call.settings.error_body);
    };
    let scripted = call.state.script.next(operation);
    let status = scripted.as_ref().and_then(|(response, _)| response.status);
    let result = match status {
        Some(status) => Err(ApiError::new(status, "this error was scripted")),
        None => answer(call, operation),
    };
    let response = result.unwrap_or_else(|error| {
        call.undo();
        error.response(call.settings.error_body)
    });
    if let Some((scripted, rest)) = scripted {
        call.delay_ms = scripted.delay_ms;
        call.change(Kind::Script(rest));
    }
    call.change(Kind::Called(RecordedCall {
        operation,
        at: call.now.millis(),
        status: response.status,
        idempotency_key: call.request.header("idempotency-key").map(str::to_owned),
        body: json_object(call.request).ok(),
    }));
    response
}

/// Refuses calls without the right key before any other check.
fn answer(call: &mut Call<'_>, operation: Operation) -> Result<Response, ApiError> {
    if !has_key(call) {
        return Err(no_key());
    }
    if call.request.method != "POST" {
        return Err(ApiError::new(405, "every call is a POST"));
    }
    match operation {
        Operation::Create => create::create(call),
        Operation::Details => details::details(call),
        Operation::List => list::list(call),
    }
}

fn has_key(call: &Call<'_>) -> bool {
    let key = call.request.header("x-ivy-api-key").unwrap_or_default();
    random::same_secret(key.as_bytes(), call.settings.api_key.as_bytes())
}

fn no_key() -> ApiError {
    ApiError::new(401, "the api key is missing or wrong")
}
