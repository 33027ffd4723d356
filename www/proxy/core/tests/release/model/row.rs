//! A row of the table in a few bytes, since the model checker holds millions of them.

use super::browser::{Device, Person};
use super::digests::{self, Nonce, Owner};
use super::world::{Moment, OPEN_SECONDS};
use ivy_proxy_core::release::{Outcome, Row, State};

/// A row with the model's digests and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SmallRow {
    pub(crate) state: State,
    pub(crate) owner: Owner,
    /// True if the row holds the nonces of its session.
    pub(crate) nonces: bool,
    /// The browser whose login cookie the row holds.
    pub(crate) login: Option<Device>,
    pub(crate) created_at: Moment,
    /// True if the row holds Ivy's `expiresAt`, which is always [`OPEN_SECONDS`] after the creation.
    pub(crate) is_dated: bool,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) completed_at: Option<Moment>,
    pub(crate) returned_at: Option<Moment>,
    pub(crate) cancelled_at: Option<Moment>,
    pub(crate) presented_at: Option<Moment>,
    pub(crate) released_at: Option<Moment>,
    pub(crate) locked_at: Option<Moment>,
    /// The person whose digests the row holds.
    pub(crate) identity: Option<Person>,
}

impl SmallRow {
    /// Returns the row of a session whose create is at Ivy.
    pub(crate) const fn asking(owner: Owner, login: Device, created_at: Moment) -> Self {
        Self {
            state: State::Asking,
            owner,
            nonces: true,
            login: Some(login),
            created_at,
            is_dated: false,
            outcome: None,
            completed_at: None,
            returned_at: None,
            cancelled_at: None,
            presented_at: None,
            released_at: None,
            locked_at: None,
            identity: None,
        }
    }

    /// Returns the row without data of a person. The times of its creation and lock stay.
    pub(crate) const fn emptied(&self) -> Self {
        let empty = Self::asking(Owner::Nobody, Device::Ada, self.created_at);
        Self { state: State::Forgotten, nonces: false, login: None, locked_at: self.locked_at, ..empty }
    }

    /// Returns the row in the rule's form.
    pub(crate) fn expand(&self, session: usize) -> Row {
        let nonce = |nonce: Nonce| self.nonces.then(|| nonce.digest(session));
        let time = |moment: Option<Moment>| moment.map(Moment::seconds);
        Row {
            state: self.state,
            owner: self.owner.digest(),
            success: nonce(Nonce::Success),
            error: nonce(Nonce::Error),
            login: self.login.map(digests::login),
            created_at: self.created_at.seconds(),
            expires_at: self.is_dated.then(|| self.created_at.seconds() + OPEN_SECONDS),
            outcome: self.outcome,
            completed_at: time(self.completed_at),
            returned_at: time(self.returned_at),
            cancelled_at: time(self.cancelled_at),
            presented_at: time(self.presented_at),
            released_at: time(self.released_at),
            locked_at: time(self.locked_at),
            identity: digests::identity(self.identity),
        }
    }

    /// Compresses a row that the rule returned. `owners` are the owners that it may name.
    ///
    /// # Panics
    /// If the row holds a digest or time that the model does not have, so that the rule invented it.
    pub(crate) fn compress(row: &Row, session: usize, owners: &[Owner]) -> Self {
        let time = |seconds: Option<i64>| seconds.map(Moment::at);
        let owner = owners.iter().find(|owner| owner.digest() == row.owner).copied();
        let login = row.login.map(|login| Device::ALL.into_iter().find(|device| digests::login(*device) == login));
        let mut people = Person::ALL.into_iter().filter(|_| !row.identity.is_empty());
        let identity = people.find(|person| row.identity == digests::identity(Some(*person)));
        let small = Self {
            state: row.state,
            owner: owner.unwrap_or(Owner::Nobody),
            nonces: row.success.is_some(),
            login: login.flatten(),
            created_at: Moment::at(row.created_at),
            is_dated: row.expires_at.is_some(),
            outcome: row.outcome,
            completed_at: time(row.completed_at),
            returned_at: time(row.returned_at),
            cancelled_at: time(row.cancelled_at),
            presented_at: time(row.presented_at),
            released_at: time(row.released_at),
            locked_at: time(row.locked_at),
            identity,
        };
        assert_eq!(&small.expand(session), row, "the rule returned a row outside the model");
        small
    }
}
