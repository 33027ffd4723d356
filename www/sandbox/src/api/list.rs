//! `POST /api/service/data/session/list`. The user's document shows the call and its response. The path and the parameters
//! other than `externalUserEmail` are assumed.

use crate::api_error::ApiError;
use crate::app::App;
use crate::banks::SessionData;
use crate::deviations::Deviations;
use crate::json_body::JsonObject;
use crate::request::ExternalUser;
use crate::session_body::Shown;
use crate::store::{Counter, Selector, Session};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// A completed session, with the fields and the order of the user's document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    id: &'a str,
    reference_id: &'a str,
    status: &'static str,
    /// Sent only with `--dates`.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<i64>,
    /// Sent only with `--list-external-user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_user: Option<&'a ExternalUser>,
    data: Option<Cow<'a, SessionData>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListBody<'a> {
    data_sessions: Vec<Shown<Item<'a>>>,
}

/// Returns the completed sessions that were created with exactly this e-mail address, phone number or customer reference.
pub(super) async fn list(State(app): State<Arc<App>>, JsonObject(body): JsonObject) -> Result<Response, ApiError> {
    let selector = selector(&body)?;
    let deviations = app.deviations();
    let mut sessions = app.store.completed(Some(&selector).filter(|_| !deviations.ignore_selectors)).await?;
    if deviations.reverse_list {
        sessions.reverse();
    }
    app.store.count(Counter::Lists).await?;
    let item = |session| Shown::new(item(session, &deviations), session, &deviations);
    let data_sessions = sessions.iter().map(item).collect::<Result<_, _>>()?;
    Ok(Json(ListBody { data_sessions }).into_response())
}

fn item<'a>(session: &'a Session, deviations: &Deviations) -> Item<'a> {
    Item {
        id: &session.shown_id,
        reference_id: &session.request.reference_id,
        status: session.state.name(),
        created_at: deviations.dates.then_some(session.created_at),
        external_user: session.request.external_user.as_ref().filter(|_| deviations.list_external_user),
        data: session.data.as_ref().map(|data| data.shown(deviations)),
    }
}

/// Reads the only parameter. Ivy's document: "You can always only query with one parameter at a time. Otherwise, the request
/// will be invalid."
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
