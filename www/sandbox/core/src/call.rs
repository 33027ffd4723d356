//! One request, with the parts of the sandbox that answer it.

use crate::deviations::Deviations;
use crate::host::Host;
use crate::moment::Moment;
use crate::request::Request;
use crate::settings::Settings;
use crate::state::{Change, Counter, Delivery, Kind, Session, State};
use crate::webhook::Post;

/// One request. Its handler reads the state and collects the changes and the callbacks to post.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) settings: &'a Settings,
    /// The origin of the API and of the login pages, such as `http://127.0.0.1:8081`.
    pub(crate) origin: &'a str,
    pub(crate) state: &'a State,
    pub(crate) host: &'a dyn Host,
    /// The time of the request.
    pub(crate) now: Moment,
    pub(crate) changes: Vec<Change>,
    pub(crate) posts: Vec<Post>,
    /// The milliseconds for which the host keeps the response back.
    pub(crate) delay_ms: u32,
}

impl Call<'_> {
    /// Returns the deviations for the request.
    pub(crate) fn deviations(&self) -> Deviations {
        self.state.deviations
    }

    /// Adds a change.
    pub(crate) fn change(&mut self, kind: Kind) {
        self.changes.push(Change(kind));
    }

    /// Adds one to a counter.
    pub(crate) fn count(&mut self, counter: Counter) {
        self.changes.push(self.state.counted(counter));
    }

    /// Makes the first attempt of a callback, unless the callbacks are held.
    pub(crate) fn announce(&mut self, delivery: Delivery) {
        if self.deviations().hold_callbacks {
            self.change(Kind::Delivery(delivery));
        } else {
            self.post(delivery);
        }
    }

    /// Makes the next attempt of a callback.
    pub(crate) fn post(&mut self, delivery: Delivery) {
        let delivery = delivery.leased(self.now);
        self.posts.push(Post::of(&delivery, self.settings));
        self.change(Kind::Delivery(delivery));
    }

    /// Returns a session as the changes of this request leave it.
    pub(crate) fn session_after<'b>(&'b self, session: &'b Session) -> &'b Session {
        let changed = self.changes.iter().rev().find_map(|change| match &change.0 {
            Kind::Session(changed) if changed.id == session.id => Some(&**changed),
            _ => None,
        });
        changed.unwrap_or(session)
    }

    /// Drops all changes and callbacks, because the request fails.
    pub(crate) fn undo(&mut self) {
        self.changes.clear();
        self.posts.clear();
    }
}
