//! Endpoints for tests on this machine, which Ivy does not have: counts and recorded calls, deviations, scripted responses
//! and the clock, and the login, completion, expiry and result callbacks of a session.

mod choices;
mod sessions;

use crate::api_error::ApiError;
use crate::call::Call;
use crate::error_body::ErrorBody;
use crate::response::Response;

/// The function that answers requests for a path.
type Operation = fn(&mut Call<'_>) -> Result<Response, ApiError>;

/// Answers a request for `/sandbox/…`, with 404 to callers from other machines. Returns `None` for other paths.
pub(crate) fn respond(call: &mut Call<'_>) -> Option<Response> {
    let (allowed, operation): (_, Operation) = match (&*call.request.path, call.request.route_method()) {
        ("/sandbox/stats", _) => ("GET,HEAD", stats),
        ("/sandbox/calls", _) => ("GET,HEAD", calls),
        ("/sandbox/expire", _) => ("POST", sessions::expire),
        ("/sandbox/complete", _) => ("POST", sessions::complete),
        ("/sandbox/login", _) => ("POST", sessions::log_in),
        ("/sandbox/deliver", _) => ("POST", sessions::deliver),
        ("/sandbox/deviations", "POST") => ("POST", choices::deviate),
        ("/sandbox/deviations", _) => ("GET,HEAD,POST", choices::deviations),
        ("/sandbox/script", "POST") => ("POST", choices::write_script),
        ("/sandbox/script", _) => ("GET,HEAD,POST", choices::script),
        ("/sandbox/clock", "POST") => ("POST", choices::advance),
        ("/sandbox/clock", _) => ("GET,HEAD,POST", choices::clock),
        _ => return None,
    };
    let is_local = call.request.peer.is_some_and(|peer| peer.to_canonical().is_loopback());
    let is_allowed = allowed.split(',').any(|method| method == call.request.route_method());
    let result = match (is_local, is_allowed) {
        (false, _) => Err(ApiError::not_found("no such endpoint")),
        (true, false) => Ok(Response::method_not_allowed(allowed)),
        (true, true) => operation(call),
    };
    Some(result.unwrap_or_else(|error| {
        call.undo();
        error.response(ErrorBody::Union)
    }))
}

/// Returns the counts since the sandbox was first started. `creates`, `lists` and `details` are calls with status 200,
/// `bankLogins` are logins with the right password, `callbacksSent` are callbacks to which the merchant responded with 200.
fn stats(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &call.state.stats())?)
}

/// Returns the last calls of Ivy's API since the start, the oldest first, also those that were refused.
fn calls(call: &mut Call<'_>) -> Result<Response, ApiError> {
    Ok(Response::json(200, &call.state.calls)?)
}
