//! A bounded world: its people, bounds and assumptions.

use super::actions::Kind;
use super::browser::{Device, Person};
use super::law::{Cell, Law};
use super::session::{Age, Elsewhere, Login, Session};
use super::world::{Bounds, Moment, World};
use ivy_proxy_core::release::Trust;

/// The assumptions about Ivy, and one about people. The first three are those of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Assumptions {
    /// A: only the browser that completed a login gets the success URL; a finished link leads nowhere.
    pub(crate) one_return: bool,
    /// B: after that nobody else can complete this session.
    pub(crate) one_completion: bool,
    /// C: one id belongs to one session.
    pub(crate) unique_ids: bool,
    /// In a browser that several people use, nobody finishes a login that somebody else began there, unless signed in,
    /// and with a return page that posts the nonce at once.
    pub(crate) own_tabs: bool,
}

impl Assumptions {
    /// Every assumption holds.
    pub(crate) const ALL: Self = Self { one_return: true, one_completion: true, unique_ids: true, own_tabs: true };

    /// Whether a session can only ever have the data of one person.
    pub(crate) const fn keep_people(self) -> bool {
        self.one_completion && self.unique_ids
    }
}

/// A bounded world.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) devices: &'static [Device],
    pub(crate) bounds: Bounds,
    pub(crate) assumptions: Assumptions,
    /// Whether Ivy gives an `expiresAt`.
    pub(crate) has_expiry: bool,
    /// Whether Ivy's status becomes "complete" in a step of its own, after the return.
    pub(crate) is_pending: bool,
    /// Whether Ivy's response to a create can come in a step of its own.
    pub(crate) slow_creates: bool,
    /// Whether customers also create as guests while they are not signed in.
    pub(crate) customers_as_guests: bool,
    /// Whether the shop's sign-in and sign-out end the guest.
    pub(crate) shop_ends_guests: bool,
    /// Whether a customer's request ends the guest whose cookie the browser still has. The proxy does that, too; without
    /// it more is left to the rule.
    pub(crate) requests_end_guests: bool,
    /// Which sessions from elsewhere are believed to be a customer's.
    pub(crate) trust: Option<Trust>,
    /// Whether the sessions are from elsewhere, of every kind.
    pub(crate) are_elsewhere: bool,
    /// The steps that must be reached, and the cells of the table (SECURITY.md, 2). If there are any, the latest step is
    /// part of the state.
    pub(crate) steps: &'static [Kind],
    pub(crate) cells: &'static [Cell],
    /// The properties that fail, because an assumption does. All others hold.
    pub(crate) fails: &'static [Law],
}

impl Scenario {
    /// Whether the latest step is part of the state.
    pub(crate) const fn watches(&self) -> bool {
        !self.steps.is_empty() || !self.cells.is_empty()
    }

    /// Returns the beginnings of all paths.
    pub(crate) fn starts(&self) -> Vec<World> {
        let start = World::start(self);
        if self.devices == [Device::Shared] {
            let mut signed_in = start;
            signed_in.cookies[Device::Shared as usize].signed_in = Some(Person::Ada);
            return vec![start, signed_in];
        }
        if !self.are_elsewhere {
            return vec![start];
        }
        let ages = [Age::BeforeVerification, Age::Trusted, Age::AfterTrust, Age::Unknown];
        let names = [None, Some(Person::Ada), Some(Person::Ben)];
        let kinds = ages.into_iter().flat_map(|age| names.into_iter().map(move |names| Elsewhere { age, names }));
        let sessions = kinds.map(|elsewhere| Session {
            login: Login::Complete,
            elsewhere: Some(elsewhere),
            created_at: Moment::of_age(elsewhere.age).unwrap_or(Moment::START),
            data: Some(elsewhere.person()),
            ..Session::ABSENT
        });
        let sessions: Vec<Session> = sessions.collect();
        let pairs = sessions.iter().flat_map(|first| sessions.iter().map(|second| [*first, *second]));
        pairs.map(|sessions| World { sessions, ..start }).collect()
    }
}
