//! `POST /api/service/data/session/list`. The call and its answer are shown by the user's document; the path and the two
//! parameters beside `externalUserEmail` are assumed.

use super::{ApiError, JsonObject};
use crate::App;
use crate::banks::SessionData;
use crate::store::{Counter, Selector, Session};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A completed session, in the fields and the order of the user's document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    id: &'a str,
    reference_id: &'a str,
    status: &'static str,
    /// Only with `--dates`.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<i64>,
    data: &'a Option<SessionData>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListBody<'a> {
    data_sessions: Vec<Item<'a>>,
}

/// The completed sessions that were created with exactly this e-mail address, phone number or customer reference.
pub(super) async fn list(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let selector = selector(&body)?;
    let sessions = app.store.completed(&selector).await?;
    app.store.count(Counter::Lists).await?;
    let item = |session| item(session, app.settings.dates);
    Ok(Json(ListBody { data_sessions: sessions.iter().map(item).collect() }).into_response())
}

fn item(session: &Session, dates: bool) -> Item<'_> {
    Item {
        id: &session.id,
        reference_id: &session.request.reference_id,
        status: session.state.word(),
        created_at: dates.then_some(session.created_at),
        data: &session.data,
    }
}

/// "You can always only query with one parameter at a time. Otherwise, the request will be invalid."
fn selector(body: &Map<String, Value>) -> Result<Selector, ApiError> {
    let mut parameters = body.iter();
    let (Some((name, value)), None) = (parameters.next(), parameters.next()) else {
        let expected = "(or externalUserPhone, or externalUserReferenceId) must be the one and only parameter";
        return Err(ApiError::invalid("externalUserEmail", body.get("externalUserEmail"), expected));
    };
    let text = value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    match (name.as_str(), text) {
        ("externalUserEmail", Some(text)) => Ok(Selector::Email(text)),
        ("externalUserPhone", Some(text)) => Ok(Selector::Phone(text)),
        ("externalUserReferenceId", Some(text)) => Ok(Selector::ReferenceId(text)),
        ("externalUserEmail" | "externalUserPhone" | "externalUserReferenceId", None) => {
            Err(ApiError::invalid(name, Some(value), "must be a string with at least one character"))
        }
        _ => Err(ApiError::invalid(name, Some(value), "is not a parameter of this call")),
    }
}
