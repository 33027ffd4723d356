//! `POST /api/service/data/session/create`.

use super::{ApiError, JsonObject, SessionBody, Shown, check};
use crate::store::{Created, Session, State as SessionState};
use crate::{App, chance, clock};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// Seconds that a session lives unless `expiresAt` says otherwise.
const LIFETIME: i64 = 60 * 60;
/// The markets whose banks the login page offers.
const AVAILABLE_MARKETS: [&str; 1] = ["DE"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateBody<'a> {
    #[serde(flatten)]
    session: SessionBody<'a>,
    redirect_url: String,
    available_markets: [&'static str; 1],
}

/// Stores a session and answers with it and the address of its bank login. `Idempotency-Key` is not looked at: this call
/// is not on Ivy's list of idempotent ones, so a repeated call meets the 409 of its own referenceId.
pub(super) async fn create(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let request = check::request(&body)?;
    let deviations = app.deviations();
    let now = clock::seconds();
    let created_at = request.created_at.unwrap_or(now);
    let id = chance::object_id()?;
    let repeated = if deviations.repeat_id { app.store.last_shown_id().await? } else { None };
    let session = Session {
        shown_id: repeated.unwrap_or_else(|| id.clone()),
        id,
        state: SessionState::Open,
        created_at,
        updated_at: now,
        expires_at: request.expires_at.unwrap_or(created_at.saturating_add(LIFETIME)),
        request,
        data: None,
        ended_by: None,
    };
    match app.store.create(&session).await? {
        Created::ReferenceIdUsed => Err(ApiError::new(StatusCode::CONFLICT, "referenceId was used before")),
        Created::Stored => {
            let body = CreateBody {
                redirect_url: format!("{}/init?id={}", app.origin, session.id),
                session: SessionBody::created(&session, &deviations),
                available_markets: AVAILABLE_MARKETS,
            };
            Ok(Json(Shown::new(body, &session, &deviations)?).into_response())
        }
    }
}
