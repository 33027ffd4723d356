//! A sandbox, as its host uses it.

use crate::api;
use crate::api_error::ApiError;
use crate::call::Call;
use crate::control;
use crate::host::Host;
use crate::hosted;
use crate::moment::Moment;
use crate::request::Request;
use crate::response::Response;
use crate::settings::Settings;
use crate::state::{Change, Delivery, InvalidRow, Kind, Row, State};
use crate::webhook::{self, Post};
use std::time::Duration;

/// The result of a request. A host stores the rows of the changes, commits them, posts the callbacks, waits for their
/// attempts at most [`Settings::callback_wait`], waits for the delay, and then sends the response.
#[derive(Debug)]
pub struct Outcome {
    /// The response.
    pub response: Response,
    /// The changes.
    pub changes: Vec<Change>,
    /// The callbacks to post now.
    pub posts: Vec<Post>,
    /// The time for which the response is kept back after the changes are committed.
    pub delay: Duration,
}

/// Callbacks to post, and the changes by which no other attempt gets them meanwhile.
#[derive(Debug)]
pub struct Attempts {
    /// The changes to store and commit before the callbacks are posted.
    pub changes: Vec<Change>,
    /// The callbacks.
    pub posts: Vec<Post>,
}

/// A sandbox without sockets. Between a call and [`Sandbox::commit`] of its changes a host makes no other call.
#[derive(Debug)]
pub struct Sandbox<H> {
    host: H,
    settings: Settings,
    origin: String,
    state: State,
}

impl<H: Host> Sandbox<H> {
    /// Creates a sandbox without sessions. `origin` is that of the API and of the login pages, such as
    /// `http://127.0.0.1:8081`.
    pub fn new(settings: Settings, origin: impl Into<String>, host: H) -> Self {
        let state = State::new(settings.deviations);
        Self { host, settings, origin: origin.into(), state }
    }

    /// Applies a row that an earlier run stored. The last row with a key counts.
    ///
    /// # Errors
    /// If the row is invalid.
    pub fn load(&mut self, row: &Row) -> Result<(), InvalidRow> {
        self.state.load(row)
    }

    /// Returns the changes that make the callbacks of an earlier run due now, except those of sessions that wait for a late
    /// bank.
    pub fn resume(&self) -> Vec<Change> {
        let now = self.now();
        let waiting = self.state.waiting(now);
        let early = self.state.due().filter(|delivery| delivery.next_at > now);
        let resumed = early.filter(|delivery| !waiting.contains(&*delivery.reference_id));
        resumed.map(|delivery| Change(Kind::Delivery(Delivery { next_at: now, ..delivery.clone() }))).collect()
    }

    /// Returns the origin of the API and of the login pages, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Answers a request.
    pub fn handle(&self, request: &Request) -> Outcome {
        let mut call = Call {
            request,
            settings: &self.settings,
            origin: &self.origin,
            state: &self.state,
            host: &self.host,
            now: self.now(),
            changes: Vec::new(),
            posts: Vec::new(),
            delay_ms: 0,
        };
        let is_api = request.path.strip_prefix("/api/").is_some_and(|rest| !rest.is_empty());
        let response = if is_api {
            api::respond(&mut call)
        } else {
            control::respond(&mut call).unwrap_or_else(|| hosted::respond(&mut call))
        };
        let delay = Duration::from_millis(call.delay_ms.into());
        Outcome { response, changes: call.changes, posts: call.posts, delay }
    }

    /// Returns the response for a host that cannot store the changes of a request.
    pub fn failure(&self) -> Response {
        ApiError::failed().response(self.settings.error_body)
    }

    /// Returns the response to a request during which the sandbox of a host stopped, once the host has made this new one.
    /// `sessions_kept` is true if the new one has the sessions.
    pub fn restarted(&self, sessions_kept: bool) -> Response {
        let sessions = if sessions_kept { "were kept" } else { "are lost" };
        let message = format!("the sandbox stopped and was started again; its sessions {sessions}");
        ApiError::new(500, message).response(self.settings.error_body)
    }

    /// Returns the callbacks that are due, each with the change by which no other attempt gets it for some time.
    pub fn take_due(&self) -> Attempts {
        let now = self.now();
        let due = self.waiting().filter(|delivery| delivery.next_at <= now);
        let leased = due.map(|delivery| delivery.clone().leased(now));
        let (posts, changes) =
            leased.map(|delivery| (Post::of(&delivery, &self.settings), Change(Kind::Delivery(delivery)))).unzip();
        Attempts { changes, posts }
    }

    /// Returns the milliseconds until the next callback is due, or `None` if there is none.
    pub fn next_due_in_ms(&self) -> Option<u64> {
        let next = self.waiting().map(|delivery| delivery.next_at).min()?;
        Some(u64::try_from(next.millis() - self.now().millis()).unwrap_or(0))
    }

    /// Returns the changes after an attempt. `status` is that of the merchant's response, if there was one.
    pub fn settle(&self, id: &str, status: Option<u16>) -> Vec<Change> {
        let settled = |delivery| webhook::settle(delivery, status, &self.settings, self.now());
        self.state.delivery(id).map(|delivery| Change(Kind::Delivery(settled(delivery)))).into_iter().collect()
    }

    /// Applies changes that the host has stored.
    pub fn commit(&mut self, changes: Vec<Change>) {
        changes.into_iter().for_each(|change| self.state.apply(change));
    }

    /// Returns the callbacks that have a time, which are none while they are held.
    fn waiting(&self) -> impl Iterator<Item = &Delivery> {
        self.state.due().filter(|_| !self.state.deviations.hold_callbacks)
    }

    fn now(&self) -> Moment {
        Moment(self.host.now_ms().saturating_add(self.state.ahead_ms))
    }
}
