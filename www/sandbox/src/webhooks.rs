//! The result callbacks. They post the result of a completed session to the merchant's `resultCallbackUrl`, signed, and are
//! retried until the merchant responds with 200.

use crate::api_error::ApiError;
use crate::deviations::Deviations;
use crate::session_body::{SessionBody, Shown};
use crate::settings::Settings;
use crate::store::{Delivery, Session, Store};
use crate::{clock, random};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// The time limit for the response of a merchant.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest sleep of the sender. A new delivery wakes it earlier.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

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

/// The sender of result callbacks.
#[derive(Debug)]
pub(crate) struct Sender {
    store: Store,
    client: reqwest::Client,
    secret: String,
    /// The pauses before the second, third, … attempt, in milliseconds.
    pauses: Vec<i64>,
    wake: Notify,
}

impl Sender {
    /// Creates a sender. [`Sender::run`] starts it.
    pub(crate) fn new(store: Store, settings: &Settings) -> reqwest::Result<Self> {
        // Redirects are not followed, because only 200 counts as delivered. A merchant on this machine is not behind a proxy.
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().timeout(TIMEOUT).build()?;
        let millis = |pause: &Duration| i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        Ok(Self {
            store,
            client,
            secret: settings.signing_secret.clone(),
            pauses: settings.callback_retries.iter().map(millis).collect(),
            wake: Notify::new(),
        })
    }

    /// Returns the callback for a completed session, or `None` if its request has no `resultCallbackUrl`.
    pub(crate) fn delivery(session: &Session, deviations: &Deviations) -> Result<Option<Delivery>, ApiError> {
        let url = &session.request.result_callback_url;
        if url.is_empty() {
            return Ok(None);
        }
        let id = random::object_id()?;
        let event = Event {
            id: &id,
            kind: "data_session_completed",
            date: clock::seconds(),
            payload: Shown::new(SessionBody::of(session, deviations), session, deviations)?,
        };
        let body = serde_json::to_string(&event)?;
        Ok(Some(Delivery { id, url: url.clone(), body, attempts: 0 }))
    }

    /// Makes the first attempt and waits for it, at most for `timeout`. After that the attempt goes on in the background.
    pub(crate) async fn deliver_now(self: &Arc<Self>, delivery: Delivery, timeout: Duration) {
        let sender = Arc::clone(self);
        let attempt = tokio::spawn(async move {
            sender.attempt(delivery).await;
            sender.wake.notify_one();
        });
        let _ = tokio::time::timeout(timeout, attempt).await;
    }

    /// Wakes the sender, so that it notices a new delivery with a later time.
    pub(crate) fn wake_up(&self) {
        self.wake.notify_one();
    }

    /// Sends each delivery when it is due. Never returns.
    pub(crate) async fn run(self: Arc<Self>) {
        let mut attempts = JoinSet::new();
        loop {
            match self.store.take_due().await {
                Ok(due) => {
                    for delivery in due {
                        let sender = Arc::clone(&self);
                        attempts.spawn(async move { sender.attempt(delivery).await });
                    }
                }
                Err(error) => tracing::error!(%error, "the database failed"),
            }
            let pause = match self.store.next_due().await {
                Ok(Some(at)) => Duration::from_millis(u64::try_from(at - clock::millis()).unwrap_or(0)),
                _ => LONGEST_SLEEP,
            };
            tokio::select! {
                () = tokio::time::sleep(pause.clamp(Duration::from_millis(10), LONGEST_SLEEP)) => {}
                () = self.wake.notified() => {}
                Some(_) = attempts.join_next() => {}
            }
        }
    }

    /// Sends a delivery once, and records the result in the database.
    async fn attempt(&self, delivery: Delivery) {
        let sent = self
            .client
            .post(&delivery.url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Ivy-Signature", random::signature(&self.secret, delivery.body.as_bytes()))
            .body(delivery.body)
            .send()
            .await;
        let status = sent.map(|response| response.status().as_u16()).ok();
        let settled = if status == Some(200) {
            self.store.delivered(&delivery.id).await
        } else {
            let pause = usize::try_from(delivery.attempts).ok().and_then(|made| self.pauses.get(made)).copied();
            tracing::warn!(event = %delivery.id, status, given_up = pause.is_none(), "a result callback was not taken");
            self.store.not_delivered(&delivery.id, pause).await
        };
        if let Err(error) = settled {
            tracing::error!(%error, "the database failed");
        }
    }
}
