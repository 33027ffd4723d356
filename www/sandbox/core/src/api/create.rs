//! `POST /api/service/data/session/create`.

use super::check;
use crate::api_error::ApiError;
use crate::call::Call;
use crate::json_body::json_object;
use crate::random;
use crate::response::Response;
use crate::session_body::{SessionBody, Shown};
use crate::state::{Counter, Kind, Session};
use serde::Serialize;

/// The seconds after which a session without `expiresAt` expires.
const LIFETIME: i64 = 60 * 60;
/// The markets of the banks on the login page.
const AVAILABLE_MARKETS: [&str; 1] = ["DE"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateBody<'a> {
    #[serde(flatten)]
    session: SessionBody<'a>,
    redirect_url: String,
    available_markets: [&'static str; 1],
}

/// Stores a session and returns it with the URL of its bank login. `Idempotency-Key` is ignored, because create is not on
/// Ivy's list of idempotent calls. So a repeated call gets a 409 for its referenceId.
pub(super) fn create(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let request = check::request(&json_object(call.request)?)?;
    if call.state.has_reference(&request.reference_id) {
        return Err(ApiError::new(409, "referenceId was used before"));
    }
    let deviations = call.deviations();
    let id = random::object_id(call.host)?;
    let repeated = call.state.last_shown_id().filter(|_| deviations.repeat_id);
    let shown_id = repeated.map_or_else(|| id.clone(), str::to_owned);
    let session = Session::new(id, shown_id, request, LIFETIME, call.now);
    let body = CreateBody {
        redirect_url: format!("{}/init?id={}", call.origin, session.id),
        session: SessionBody::created(&session, &deviations, call.now),
        available_markets: AVAILABLE_MARKETS,
    };
    let response = Response::json(200, &Shown::new(body, &session, &deviations)?)?;
    call.change(Kind::Session(Box::new(session)));
    call.count(Counter::Creates);
    Ok(response)
}
