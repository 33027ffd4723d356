//! A bank login: Ivy's record, its link, its nonces, and its true history.

use super::browser::{Device, Person};
use super::digests::{Nonce, Owner};
use super::row::SmallRow;
use super::world::Moment;

/// Ivy's record of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Login {
    /// Ivy was never called for it.
    Absent,
    /// The link leads to a bank.
    Open,
    /// Cancelled. By default any person may open the link once more.
    Cancelled,
    /// The shopper is back at the shop; Ivy's status is not "complete" yet.
    Finishing,
    /// Complete.
    Complete,
}

/// The reason why a session must never be shown, by its true history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum End {
    /// A person forgot it.
    Forgotten,
    /// Its row was lost.
    RowLost,
    /// Ivy's response to the create was lost.
    Orphaned,
    /// Ivy returned its id for two creates.
    Doubled,
}

/// The age of a session from elsewhere, compared with the customer's trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Age {
    /// Before the identifier was verified for the customer, so it may be another person's.
    BeforeVerification,
    /// Before the merchant used this proxy.
    Trusted,
    /// After the merchant's date: this proxy should have created it.
    AfterTrust,
    /// Ivy gives no plausible date.
    Unknown,
}

/// A session that this proxy did not create.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Elsewhere {
    pub(crate) age: Age,
    /// The customer whose identifier Ivy's response names.
    pub(crate) names: Option<Person>,
}

impl Elsewhere {
    /// Returns the person who connected the bank: the named customer if it may be adopted (SECURITY.md, 3), else a
    /// stranger.
    pub(crate) fn person(self) -> Person {
        self.names.filter(|_| self.age == Age::Trusted).unwrap_or(Person::Eve)
    }
}

/// One of a path's two sessions. The row is the proxy's view; the rest is the truth, which the proxy does not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Session {
    /// The row; `None` before the create, and after it was lost.
    pub(crate) row: Option<SmallRow>,
    /// Ivy's record.
    pub(crate) login: Login,
    /// The facts of a session that this proxy did not create.
    pub(crate) elsewhere: Option<Elsewhere>,
    /// The owner for whom it was created.
    pub(crate) owner: Owner,
    /// The browser in which it began.
    pub(crate) device: Device,
    /// The person who began it.
    pub(crate) person: Person,
    /// The time of its creation.
    pub(crate) created_at: Moment,
    /// True while Ivy's response to the create is in flight.
    pub(crate) is_in_flight: bool,
    /// True if Ivy has given it the id of the other session (without assumption C).
    pub(crate) is_double: bool,
    /// The people who have opened the link.
    pub(crate) opened: u8,
    /// The people who can present the success nonce and the error nonce.
    pub(crate) known: [u8; 2],
    /// True for each nonce, success and error, that was presented.
    pub(crate) presented: [bool; 2],
    /// True if it was ever cancelled.
    pub(crate) was_cancelled: bool,
    /// The person whose bank is connected.
    pub(crate) data: Option<Person>,
    /// The reason why it must never be shown.
    pub(crate) end: Option<End>,
    /// True if another person's browser has presented a nonce.
    pub(crate) met_stranger: bool,
    /// True if the browser that began it has presented its success with nobody signed in.
    pub(crate) came_back: bool,
    /// The last time at which the owner presented its success.
    pub(crate) latest: Option<Moment>,
    /// The first person whose data was shown. Only kept if one session can have the data of several people.
    pub(crate) shown: Option<Person>,
}

impl Session {
    /// A session before its creation.
    pub(crate) const ABSENT: Self = Self {
        row: None,
        login: Login::Absent,
        elsewhere: None,
        owner: Owner::Nobody,
        device: Device::Ada,
        person: Person::Ada,
        created_at: Moment::START,
        is_in_flight: false,
        is_double: false,
        opened: 0,
        known: [0; 2],
        presented: [false; 2],
        was_cancelled: false,
        data: None,
        end: None,
        met_stranger: false,
        came_back: false,
        latest: None,
        shown: None,
    };

    /// Returns true if people in this set can present a nonce.
    pub(crate) const fn knows(&self, people: u8, nonce: Nonce) -> bool {
        self.known[nonce as usize] & people != 0
    }

    /// Adds people to those who can present a nonce.
    pub(crate) const fn learn(&mut self, people: u8, nonce: Nonce) {
        self.known[nonce as usize] |= people;
    }

    /// Returns true if these people have opened the link.
    pub(crate) const fn is_opened_by(&self, people: u8) -> bool {
        self.opened & people != 0
    }
}
