//! A row of the table, as far as the release rule looks at it.

use super::{Digest, Identity, LONGEST_LOGIN_SECONDS, NONCE_GRACE_SECONDS, PENDING_SECONDS};

/// How far the proxy is with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Ivy is being asked to create it.
    Asking,
    /// Ivy has created it.
    Open,
    /// Ivy's response was lost. The session that it may have created is an orphan and never released.
    Lost,
    /// Created elsewhere, and believed to be the owner's.
    Adopted,
    /// Forgotten. Only digests are left, so that the session is recognised and not released again.
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

/// How a bank login ended, as far as Ivy has said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The bank is connected. Later statuses do not change this.
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
    /// How far the proxy is with it.
    pub state: State,
    /// The customer or guest for whom it was created.
    pub owner: Digest,
    /// The nonce in the success URL.
    pub success: Option<Digest>,
    /// The nonce in the error URL.
    pub error: Option<Digest>,
    /// The login cookie of the browser in which the login began.
    pub login: Option<Digest>,
    /// When the proxy created it; for an adopted session Ivy's own date.
    pub created_at: i64,
    /// When Ivy ends the login, if Ivy gave a plausible date.
    pub expires_at: Option<i64>,
    /// How the login ended.
    pub outcome: Option<Outcome>,
    /// When the proxy learned that it is complete.
    pub completed_at: Option<i64>,
    /// When the browser that began it came back from its success, with nobody signed in.
    pub returned_at: Option<i64>,
    /// When the owner presented the nonce of its error URL.
    pub cancelled_at: Option<i64>,
    /// When the owner last presented the nonce of its success.
    pub presented_at: Option<i64>,
    /// When it was released to the owner.
    pub released_at: Option<i64>,
    /// When it was locked: from then on it is never released to anybody.
    pub locked_at: Option<i64>,
    /// The person whose data was released.
    pub identity: Identity,
}

impl Row {
    /// Returns the end of the login: Ivy's date, else 24 hours after its creation.
    #[must_use]
    pub fn ends_at(&self) -> i64 {
        self.expires_at.unwrap_or(self.created_at + LONGEST_LOGIN_SECONDS)
    }

    /// Returns the last second at which a nonce of this login releases anything.
    #[must_use]
    pub fn nonce_ends_at(&self) -> i64 {
        self.ends_at() + NONCE_GRACE_SECONDS
    }

    /// Whether a repeated create may still return the login's stored response: it is open, and nothing was decided.
    #[must_use]
    pub fn is_under_way(&self, now: i64) -> bool {
        let ended = [self.presented_at, self.returned_at, self.cancelled_at, self.released_at, self.locked_at];
        self.state == State::Open
            && self.outcome.is_none()
            && ended.iter().all(Option::is_none)
            && now <= self.ends_at()
    }

    /// Returns when the login was completed, as far as the proxy knows; `None` for a session from elsewhere.
    #[must_use]
    pub fn date(&self) -> Option<i64> {
        match self.state {
            State::Adopted => None,
            _ => Some(self.completed_at.unwrap_or(self.created_at)),
        }
    }

    /// Whether the owner's presentation still waits for Ivy's "complete".
    pub(super) fn is_waiting(&self, now: i64) -> bool {
        let in_time = |presented: i64| now <= presented + PENDING_SECONDS && now <= self.nonce_ends_at();
        self.state == State::Open
            && self.locked_at.is_none()
            && self.released_at.is_none()
            && self.presented_at.is_some_and(in_time)
    }

    /// Empties everything but the digests by which a repeated create is recognised.
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
