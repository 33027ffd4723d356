//! `POST /api/service/data/session/list`. The user's document shows the call and its response. The path and the parameters
//! other than `externalUserEmail` are assumed.

use crate::api_error::ApiError;
use crate::banks::SessionData;
use crate::call::Call;
use crate::create_request::ExternalUser;
use crate::deviations::{Deviations, RefusedSelectors};
use crate::json_body::json_object;
use crate::moment::Moment;
use crate::response::Response;
use crate::session_body::Shown;
use crate::state::{Counter, Selector, Session};
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

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
pub(super) fn list(call: &mut Call<'_>) -> Result<Response, ApiError> {
    let (deviations, now) = (call.deviations(), call.now);
    if deviations.missing_list {
        return Err(ApiError::not_found("no such endpoint"));
    }
    let selector = selector(&json_object(call.request)?, deviations.refuse_selectors)?;
    let selector = Some(&selector).filter(|_| !deviations.ignore_selectors);
    let mut sessions: Vec<&Session> = call.state.completed(selector, now).collect();
    if deviations.reverse_list {
        sessions.reverse();
    }
    let item = |session| Shown::new(item(session, &deviations, now), session, &deviations);
    let data_sessions = sessions.into_iter().map(item).collect::<Result<_, _>>()?;
    let response = Response::json(200, &ListBody { data_sessions })?;
    call.count(Counter::Lists);
    Ok(response)
}

fn item<'a>(session: &'a Session, deviations: &Deviations, now: Moment) -> Item<'a> {
    Item {
        id: &session.shown_id,
        reference_id: &session.request.reference_id,
        status: session.status(now).name(),
        created_at: deviations.dates.then_some(session.created_at),
        external_user: session.request.external_user.as_ref().filter(|_| deviations.list_external_user),
        data: session.data(now).map(|data| data.shown(deviations)),
    }
}

/// Reads the only parameter. Ivy's document: "You can always only query with one parameter at a time. Otherwise, the request
/// will be invalid."
fn selector(body: &Map<String, Value>, refused: Option<RefusedSelectors>) -> Result<Selector, ApiError> {
    let mut parameters = body.iter();
    let (Some((name, value)), None) = (parameters.next(), parameters.next()) else {
        let expected = "(or externalUserPhone, or externalUserReferenceId) must be the one and only parameter";
        return Err(ApiError::invalid("externalUserEmail", body.get("externalUserEmail"), expected));
    };
    let is_refused = match refused {
        Some(RefusedSelectors::All) => true,
        Some(RefusedSelectors::Assumed) => name != "externalUserEmail",
        None => false,
    };
    if is_refused {
        return Err(ApiError::invalid(name, Some(value), "is not a parameter of this call"));
    }
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
