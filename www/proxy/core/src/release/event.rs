//! What can happen to a row, and what the rule answers.

use super::{Digest, Identity, Origin, Outcome, Visitor};

/// Something that happens to a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Ivy has created the session.
    Opened {
        /// Ivy's `expiresAt`, if it is plausible.
        expires_at: Option<i64>,
        /// Whether the table already has Ivy's id: then two creates would answer for one session.
        is_known: bool,
    },
    /// Ivy's response to the create was lost.
    GaveUp,
    /// A browser posts a nonce of this login.
    Present {
        /// The nonce's digest.
        nonce: Digest,
        /// The browser.
        by: Visitor,
    },
    /// A browser asks how the login ended, by the session's reference.
    Poll {
        /// The browser.
        by: Visitor,
    },
    /// A browser, or the shop's server for it, wants the session itself.
    Use {
        /// The browser.
        by: Visitor,
    },
    /// Ivy's callback says how the login ended.
    Callback {
        /// How.
        outcome: Outcome,
        /// Of the data in the callback, if there is any.
        identity: Identity,
    },
    /// Ivy has answered, and the answer is about to be shown.
    Seen(Seen),
    /// The owner forgets the session, or the shop erases it.
    Forget,
    /// The shop locks the session, or its id turned up a second time.
    Lock,
    /// The shop merges two customers: the session now belongs to this one.
    Reassign {
        /// The new owner.
        to: Digest,
    },
}

/// Ivy's answer about one session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    /// The browser that it would be shown to.
    pub by: Visitor,
    /// How the login ended, by the status in the answer.
    pub outcome: Option<Outcome>,
    /// The person in the answer.
    pub identity: Identity,
    /// The facts that decide about a session from elsewhere.
    pub origin: Origin,
}

/// The rule's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The change is made; nobody is answered.
    Done,
    /// Ask Ivy, read the row again, and decide [`Event::Seen`].
    CallIvy,
    /// Show the session.
    Release,
    /// The bank login is still under way, as far as the proxy knows.
    Pending,
    /// The login failed or was cancelled.
    Failed,
    /// The login came to nothing in time; a new one is needed.
    Expired,
    /// Ivy's answer is now about somebody else. Show nothing, warn, and offer a new login.
    SomebodyElse,
    /// 404, for whoever has no right to know more.
    NotFound,
    /// 404, with a warning: the nonce came from somebody else's browser, and the session is locked.
    Foreign,
    /// 404, and everything of the guest whose cookie the browser still has is forgotten.
    EndGuest,
    /// 401: nobody is signed in, in the browser that began the login.
    SignIn,
    /// 503: the sign-in cannot be asked.
    Unavailable,
}
