//! The session in the responses of the API.

use crate::banks::SessionData;
use crate::create_request::{ExternalUser, Generation, Prefill};
use crate::deviations::Deviations;
use crate::moment::Moment;
use crate::state::{Session, Status};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The id of the merchant in every sandbox.
const MERCHANT_ID: &str = "5a4d0c8e1b2f3a6d7e908172";

/// The response of details, and the payload of a result callback. The fields up to `prefill` are those of Ivy's newest
/// documentation. The fields after it are assumed; `data` is there once the session is completed. A session of
/// [`Generation::Sdk`] has `data` of them alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionBody<'a> {
    id: &'a str,
    reference_id: &'a str,
    display_id: &'a str,
    merchant_id: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<i64>,
    updated_at: i64,
    expires_at: i64,
    disable_bank_selection: bool,
    success_callback_url: &'a str,
    error_callback_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefill: Option<&'a Prefill>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permissions: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_user: Option<&'a ExternalUser>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result_callback_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Cow<'a, SessionData>>,
}

impl<'a> SessionBody<'a> {
    /// Returns the session for the response of create.
    pub(crate) fn created(session: &'a Session, deviations: &Deviations, now: Moment) -> Self {
        let request = &session.request;
        let is_sdk = request.generation == Generation::Sdk;
        let status = match session.status(now) {
            Status::Complete | Status::Failed if is_sdk => "closed",
            status => status.name(),
        };
        Self {
            id: &session.shown_id,
            reference_id: &request.reference_id,
            display_id: request.display_id.as_deref().unwrap_or(&request.reference_id),
            merchant_id: MERCHANT_ID,
            status,
            created_at: Some(session.created_at),
            updated_at: session.updated_at,
            expires_at: session.expires_at,
            disable_bank_selection: request.disable_bank_selection,
            success_callback_url: &request.success_callback_url,
            error_callback_url: &request.error_callback_url,
            locale: request.locale.as_deref(),
            market: request.market.as_deref(),
            metadata: request.metadata.as_ref(),
            prefill: request.prefill.as_ref(),
            permissions: Some(&*request.permissions).filter(|_| !is_sdk),
            external_user: request.external_user.as_ref(),
            result_callback_url: Some(&*request.result_callback_url).filter(|_| !is_sdk),
            data: session.data(now).map(|data| data.shown(deviations)),
        }
    }

    /// Returns the session for the response of details and for result callbacks.
    pub(crate) fn of(session: &'a Session, deviations: &Deviations, now: Moment) -> Self {
        let mut body = Self::created(session, deviations, now);
        if deviations.omit_details_created_at {
            body.created_at = None;
        }
        if deviations.omit_details_external_user {
            body.external_user = None;
        }
        body
    }
}

/// A part of a response about one session.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Shown<T> {
    /// The part alone.
    Plain(T),
    /// The part with the fields of the create request that it lacks, and the whole request in `request`.
    Echoed(Map<String, Value>),
}

impl<T: Serialize> Shown<T> {
    /// Returns the part as the deviations require.
    pub(crate) fn new(part: T, session: &Session, deviations: &Deviations) -> serde_json::Result<Self> {
        if !deviations.echo_request {
            return Ok(Self::Plain(part));
        }
        let sent = &session.request.body;
        let mut echoed = sent.clone();
        echoed.insert("request".to_owned(), json!(sent));
        if let Value::Object(part) = serde_json::to_value(part)? {
            echoed.extend(part);
        }
        Ok(Self::Echoed(echoed))
    }
}
