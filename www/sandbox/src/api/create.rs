//! `POST /api/service/data/session/create`.

use super::check;
use crate::api_error::ApiError;
use crate::app::App;
use crate::json_body::JsonObject;
use crate::session_body::{SessionBody, Shown};
use crate::store::{Created, Session, State as SessionState};
use crate::{clock, random};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

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
pub(super) async fn create(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let request = check::request(&body)?;
    let deviations = app.deviations();
    let now = clock::seconds();
    let created_at = request.created_at.unwrap_or(now);
    let id = random::object_id()?;
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
