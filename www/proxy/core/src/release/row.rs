//! The part of a table's row that the release rule reads.

use super::{Digest, Identity, LONGEST_LOGIN_SECONDS, NONCE_GRACE_SECONDS, PENDING_SECONDS};

/// The progress of a session at the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Ivy is called to create it; there is no response yet.
    Asking,
    /// Ivy has created it.
    Open,
    /// Ivy's response was lost. The session that it may have created is an orphan and never released.
    Lost,
    /// Created elsewhere, and attributed to the owner by Ivy's response.
    Adopted,
    /// Forgotten. Only digests are left, by which the session is recognised and never released again.
    Forgotten,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Asking, Self::Open, Self::Lost, Self::Adopted, Self::Forgotten];

    /// Returns the state's name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asking => "asking",
            Self::Open => "open",
            Self::Lost => "lost",
            Self::Adopted => "adopted",
            Self::Forgotten => "forgotten",
        }
    }
}

/// The outcome of a bank login, as far as Ivy has reported it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The bank is connected. Later statuses do not change it.
    Complete,
    /// The login failed or was cancelled.
    Error,
    /// The login was not finished in time.
    Expired,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Complete, Self::Error, Self::Expired];

    /// Returns the outcome's name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Error => "error",
            Self::Expired => "expired",
        }
    }
}

/// A session's row. All times are epoch seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// The progress at the proxy.
    pub state: State,
    /// The customer or guest for whom it was created.
    pub owner: Digest,
    /// The nonce in the success URL.
    pub success: Option<Digest>,
    /// The nonce in the error URL.
    pub error: Option<Digest>,
    /// The login cookie of the browser in which the login began.
    pub login: Option<Digest>,
    /// The time of creation by the proxy; for an adopted session Ivy's date.
    pub created_at: i64,
    /// The end of the login, if Ivy gave a plausible date.
    pub expires_at: Option<i64>,
    /// The outcome of the login.
    pub outcome: Option<Outcome>,
    /// The time at which the proxy learned that the login is complete.
    pub completed_at: Option<i64>,
    /// The time at which the browser that began the login returned from its success with nobody signed in.
    pub returned_at: Option<i64>,
    /// The time at which the owner presented the nonce of the error URL.
    pub cancelled_at: Option<i64>,
    /// The last time at which the owner presented the nonce of the success URL.
    pub presented_at: Option<i64>,
    /// The time of the release to the owner.
    pub released_at: Option<i64>,
    /// The time of the lock. A locked session is never released.
    pub locked_at: Option<i64>,
    /// The person whose data was released.
    pub identity: Identity,
}

impl Row {
    /// Returns the row of a session in which nothing has happened.
    #[must_use]
    pub const fn new(state: State, owner: Digest, created_at: i64) -> Self {
        Self {
            state,
            owner,
            success: None,
            error: None,
            login: None,
            created_at,
            expires_at: None,
            outcome: None,
            completed_at: None,
            returned_at: None,
            cancelled_at: None,
            presented_at: None,
            released_at: None,
            locked_at: None,
            identity: Identity { birth: None, accounts: Vec::new() },
        }
    }

    /// Returns the end of the login: Ivy's date, else 24 hours after its creation.
    #[must_use]
    pub fn ends_at(&self) -> i64 {
        self.expires_at.unwrap_or(self.created_at + LONGEST_LOGIN_SECONDS)
    }

    /// Returns the last second at which a nonce of this login can release it.
    #[must_use]
    pub fn nonce_ends_at(&self) -> i64 {
        self.ends_at() + NONCE_GRACE_SECONDS
    }

    /// Returns true if a retried create may still get the stored response: the login is open, and nothing was decided.
    #[must_use]
    pub fn is_under_way(&self, now: i64) -> bool {
        let ended = [self.presented_at, self.returned_at, self.cancelled_at, self.released_at, self.locked_at];
        self.state == State::Open
            && self.outcome.is_none()
            && ended.iter().all(Option::is_none)
            && now <= self.ends_at()
    }

    /// Returns the time of the login's completion, as far as the proxy knows; `None` for a session from elsewhere.
    #[must_use]
    pub fn date(&self) -> Option<i64> {
        match self.state {
            State::Adopted => None,
            _ => Some(self.completed_at.unwrap_or(self.created_at)),
        }
    }

    /// Returns true if the owner's presentation still waits for Ivy's "complete".
    pub(super) fn is_waiting(&self, now: i64) -> bool {
        let in_time = |presented: i64| now <= presented + PENDING_SECONDS && now <= self.nonce_ends_at();
        self.state == State::Open
            && self.locked_at.is_none()
            && self.released_at.is_none()
            && self.presented_at.is_some_and(in_time)
    }

    /// Erases everything except the digests by which a retried create is recognised.
    pub(super) fn forget(&mut self) {
        self.state = State::Forgotten;
        self.owner = Digest::NOBODY;
        self.success = None;
        self.error = None;
        self.login = None;
        self.expires_at = None;
        self.outcome = None;
        self.completed_at = None;
        self.returned_at = None;
        self.cancelled_at = None;
        self.presented_at = None;
        self.released_at = None;
        self.identity = Identity::default();
    }
}
