//! Events of a row, and the rule's verdicts.

use super::{Digest, Identity, Origin, Outcome, Visitor};

/// An event of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Ivy has created the session.
    Opened {
        /// Ivy's `expiresAt`, if it is plausible.
        expires_at: Option<i64>,
        /// True if the table already has Ivy's id: two creates then claim one session.
        is_known: bool,
    },
    /// Ivy's response to the create was lost.
    GaveUp,
    /// A browser presents a nonce of this login.
    Present {
        /// The nonce's digest.
        nonce: Digest,
        /// The browser.
        by: Visitor,
    },
    /// A browser polls for the result of the login, by the session's reference.
    Poll {
        /// The browser.
        by: Visitor,
    },
    /// A browser, or the shop's server for it, requests the session itself.
    Use {
        /// The browser.
        by: Visitor,
    },
    /// Ivy's callback reports the end of the login.
    Callback {
        /// The outcome.
        outcome: Outcome,
        /// The person in the callback's data, if there is any.
        identity: Identity,
    },
    /// Ivy has responded, and the response is about to be shown.
    Seen(Seen),
    /// The owner forgets the session, or the shop erases it.
    Forget,
    /// The shop locks the session, or its id appeared a second time.
    Lock,
    /// The shop merges two customers: the session now belongs to another one.
    Reassign {
        /// The new owner.
        to: Digest,
    },
}

/// Ivy's response about one session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    /// The browser that would see the response.
    pub by: Visitor,
    /// The outcome by the status in the response.
    pub outcome: Option<Outcome>,
    /// The person in the response.
    pub identity: Identity,
    /// The facts that decide about a session from elsewhere.
    pub origin: Origin,
}

/// The rule's verdict on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The change is made; there is no response.
    Done,
    /// Call Ivy, read the row again, and decide [`Event::Seen`].
    CallIvy,
    /// Show the session.
    Release,
    /// The bank login is in progress, as far as the proxy knows.
    Pending,
    /// The login failed or was cancelled.
    Failed,
    /// The login expired; a new one is needed.
    Expired,
    /// Ivy's response is now about another person. Show nothing, raise an alarm, and offer a new login.
    SomebodyElse,
    /// 404: the session is not this visitor's.
    NotFound,
    /// 404, with an alarm: the nonce came from another person's browser, and the session is locked.
    Foreign,
    /// 404: forget all sessions of the guest whose cookie the browser still has.
    EndGuest,
    /// 401: nobody is signed in, in the browser that began the login.
    SignIn,
    /// 503: the sign-in is unavailable.
    Unavailable,
}
