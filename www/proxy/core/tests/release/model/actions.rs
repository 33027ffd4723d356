//! The steps of a path.

use super::browser::{Device, Person};
use super::digests::Nonce;
use super::reachable::reachable;
use super::world::World;
use ivy_proxy_core::release::Outcome;

/// The mode of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RequestMode {
    /// Ivy responds within the step.
    Fast,
    /// Ivy responds in a separate step.
    Slow,
    /// The merchant's sign-in is unavailable.
    Down,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// The browser creates a session.
    Create { device: Device, is_slow: bool },
    /// Ivy's response to a slow create arrives.
    Opened { session: usize },
    /// The browser opens the link.
    Open { device: Device, session: usize },
    /// The browser cancels the login and gets the error URL.
    Cancel { device: Device, session: usize },
    /// The browser opens the link of a cancelled login, which begins again.
    Reopen { device: Device, session: usize },
    /// The browser finishes the login and gets the success URL.
    Complete { device: Device, session: usize },
    /// Ivy's status becomes "complete".
    Finish { session: usize },
    /// The browser posts a nonce.
    Present { device: Device, session: usize, nonce: Nonce, mode: RequestMode },
    /// The browser polls by the reference.
    Poll { device: Device, session: usize, mode: RequestMode },
    /// The browser requests the details, or the shop's server requests the account for it.
    Fetch { device: Device, session: usize, mode: RequestMode },
    /// The browser requests the list; the step covers this session.
    List { device: Device, session: usize, mode: RequestMode },
    /// Ivy responds to a slow call. A fresh response has the state at its arrival, any other the state at the call.
    IvyResponds { is_fresh: bool },
    /// A customer signs in.
    SignIn { device: Device, person: Person },
    /// The customer signs out, or the sign-in expires.
    SignOut { device: Device },
    /// Another person takes over the shared browser, in which nobody is signed in.
    Sit { person: Person },
    /// Ivy's callback arrives.
    Callback { session: usize, outcome: Outcome },
    /// The session is forgotten.
    Forget { session: usize },
    /// The proxy restarts.
    Restart,
    /// The row disappears from the table.
    LoseRow { session: usize },
    /// A person who knows a presented nonce passes it on.
    PassOn { session: usize, nonce: Nonce, to: Person },
    /// Time passes.
    Wait,
}

reachable! {
    /// The kind of a step.
    Kind, World::last_kind {
        Create,
        Opened,
        Open,
        Cancel,
        Reopen,
        Complete,
        Finish,
        Present,
        Poll,
        Fetch,
        List,
        IvyResponds,
        SignIn,
        SignOut,
        Sit,
        Callback,
        Forget,
        Restart,
        LoseRow,
        PassOn,
        Wait,
    }
}

impl Action {
    /// Returns the step's kind.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Create { .. } => Kind::Create,
            Self::Opened { .. } => Kind::Opened,
            Self::Open { .. } => Kind::Open,
            Self::Cancel { .. } => Kind::Cancel,
            Self::Reopen { .. } => Kind::Reopen,
            Self::Complete { .. } => Kind::Complete,
            Self::Finish { .. } => Kind::Finish,
            Self::Present { .. } => Kind::Present,
            Self::Poll { .. } => Kind::Poll,
            Self::Fetch { .. } => Kind::Fetch,
            Self::List { .. } => Kind::List,
            Self::IvyResponds { .. } => Kind::IvyResponds,
            Self::SignIn { .. } => Kind::SignIn,
            Self::SignOut { .. } => Kind::SignOut,
            Self::Sit { .. } => Kind::Sit,
            Self::Callback { .. } => Kind::Callback,
            Self::Forget { .. } => Kind::Forget,
            Self::Restart => Kind::Restart,
            Self::LoseRow { .. } => Kind::LoseRow,
            Self::PassOn { .. } => Kind::PassOn,
            Self::Wait => Kind::Wait,
        }
    }
}
