//! Brings the results of completed sessions to the merchant's `resultCallbackUrl`, signed, and again until it says 200.

use crate::Deviations;
use crate::api::{ApiError, SessionBody, Shown};
use crate::settings::Settings;
use crate::store::{Delivery, Session, Store};
use crate::{chance, clock};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// How long a merchant may take to answer.
const DEADLINE: Duration = Duration::from_secs(5);
/// How long the courier sleeps at most; it is woken for anything new.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// The body of a callback. The envelope is that of Ivy's webhooks; that a result callback has it too, that `date` is in
/// epoch seconds and that the payload is the session as details shows it are assumptions.
#[derive(Serialize)]
struct Event<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    date: i64,
    payload: Shown<SessionBody<'a>>,
}

/// The one who delivers.
#[derive(Debug)]
pub(crate) struct Courier {
    store: Store,
    client: reqwest::Client,
    secret: String,
    /// Milliseconds before the second, third, … attempt.
    pauses: Vec<i64>,
    wake: Notify,
}

impl Courier {
    pub(crate) fn new(store: Store, settings: &Settings) -> reqwest::Result<Self> {
        // Only 200 counts, so redirects are not followed; a merchant on this machine is not behind a proxy.
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().timeout(DEADLINE).build()?;
        let millis = |pause: &Duration| i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        Ok(Self {
            store,
            client,
            secret: settings.signing_secret.clone(),
            pauses: settings.callback_retries.iter().map(millis).collect(),
            wake: Notify::new(),
        })
    }

    /// The callback for a completed session, if its creator wants one.
    pub(crate) fn delivery(session: &Session, deviations: &Deviations) -> Result<Option<Delivery>, ApiError> {
        let url = &session.request.result_callback_url;
        if url.is_empty() {
            return Ok(None);
        }
        let id = chance::object_id()?;
        let event = Event {
            id: &id,
            kind: "data_session_completed",
            date: clock::seconds(),
            payload: Shown::new(SessionBody::of(session, deviations), session, deviations)?,
        };
        let body = serde_json::to_string(&event)?;
        Ok(Some(Delivery { id, url: url.clone(), body, attempts: 0 }))
    }

    /// Makes the first attempt and waits for it, but not longer than `patience`; it goes on without the one who waited.
    pub(crate) async fn deliver_now(self: &Arc<Self>, delivery: Delivery, patience: Duration) {
        let courier = Arc::clone(self);
        let attempt = tokio::spawn(async move {
            courier.attempt(delivery).await;
            courier.wake.notify_one();
        });
        let _ = tokio::time::timeout(patience, attempt).await;
    }

    /// There is a delivery whose time comes later.
    pub(crate) fn look_again(&self) {
        self.wake.notify_one();
    }

    /// Delivers whatever is due, for ever.
    pub(crate) async fn run(self: Arc<Self>) {
        let mut attempts = JoinSet::new();
        loop {
            match self.store.take_due().await {
                Ok(due) => {
                    for delivery in due {
                        let courier = Arc::clone(&self);
                        attempts.spawn(async move { courier.attempt(delivery).await });
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

    async fn attempt(&self, delivery: Delivery) {
        let sent = self
            .client
            .post(&delivery.url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Ivy-Signature", chance::signature(&self.secret, delivery.body.as_bytes()))
            .body(delivery.body)
            .send()
            .await;
        let status = sent.map(|answer| answer.status().as_u16()).ok();
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
