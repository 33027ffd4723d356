//! The result callbacks. They post the result of a completed session to the merchant's `resultCallbackUrl`, signed, and are
//! retried until the merchant responds with 200.

use crate::api_error::ApiError;
use crate::deviations::Deviations;
use crate::host::Host;
use crate::moment::Moment;
use crate::random;
use crate::session_body::{SessionBody, Shown};
use crate::settings::Settings;
use crate::state::{Delivery, Progress, Session};
use serde::Serialize;

/// An attempt to deliver a callback. A host posts it without following redirects, because only 200 counts as delivered, and
/// reports the status to the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The id of the callback.
    pub id: String,
    /// The URL of the merchant.
    pub url: String,
    /// The headers.
    pub headers: [(&'static str, String); 2],
    /// The body.
    pub body: String,
}

/// The body of a callback, in the envelope of Ivy's webhooks. Three facts are assumed: a result callback has this envelope,
/// `date` is in epoch seconds, and the payload is the session as details returns it.
#[derive(Serialize)]
struct Event<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    date: i64,
    payload: Shown<SessionBody<'a>>,
}

impl Post {
    /// Returns the attempt for a callback.
    pub(crate) fn of(delivery: &Delivery, settings: &Settings) -> Self {
        let signature = random::signature(&settings.signing_secret, delivery.body.as_bytes());
        Self {
            id: delivery.id.clone(),
            url: delivery.url.clone(),
            headers: [("content-type", "application/json".to_owned()), ("x-ivy-signature", signature)],
            body: delivery.body.clone(),
        }
    }
}

/// Returns the callback for a completed session, due in `late_by` seconds, or `None` if its request has no
/// `resultCallbackUrl`.
pub(crate) fn delivery(
    session: &Session,
    deviations: &Deviations,
    host: &dyn Host,
    now: Moment,
    late_by: i64,
) -> Result<Option<Delivery>, ApiError> {
    let request = &session.request;
    if request.result_callback_url.is_empty() {
        return Ok(None);
    }
    let id = random::object_id(host)?;
    let event = Event {
        id: &id,
        kind: "data_session_completed",
        date: now.seconds(),
        payload: Shown::new(SessionBody::of(session, deviations, now), session, deviations)?,
    };
    let body = serde_json::to_string(&event)?;
    Ok(Some(Delivery {
        id,
        reference_id: request.reference_id.clone(),
        url: request.result_callback_url.clone(),
        body,
        progress: Progress::Due,
        attempts: 0,
        next_at: Moment(now.millis().saturating_add(late_by.saturating_mul(1000))),
    }))
}

/// Returns the callback after an attempt. `status` is that of the merchant's response, if there was one.
pub(crate) fn settle(delivery: &Delivery, status: Option<u16>, settings: &Settings, now: Moment) -> Delivery {
    let mut settled = Delivery { attempts: delivery.attempts + 1, ..delivery.clone() };
    if status == Some(200) {
        settled.progress = Progress::Delivered;
        return settled;
    }
    let made = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
    let pause = settings.callback_retries.get(made);
    tracing::warn!(event = %delivery.id, status, given_up = pause.is_none(), "a result callback was not taken");
    match pause {
        Some(pause) => {
            let pause = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
            settled.next_at = Moment(now.millis().saturating_add(pause));
        }
        None => settled.progress = Progress::GivenUp,
    }
    settled
}
