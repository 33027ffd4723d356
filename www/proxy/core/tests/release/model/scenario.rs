//! A bounded world: its people, bounds and assumptions.

use super::actions::Kind;
use super::browser::{Device, Person};
use super::cell::Cell;
use super::law::Law;
use super::session::{Age, Elsewhere, Login, Session};
use super::world::{Bounds, Moment, World};
use ivy_proxy_core::release::Trust;

/// The assumptions of a scenario: three about Ivy, which the law names, and one about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Assumptions {
    /// Assumption A: only the browser that completed a login gets the success URL; a finished link leads nowhere.
    pub(crate) one_return: bool,
    /// Assumption B: nobody else can complete the session afterwards.
    pub(crate) one_completion: bool,
    /// Assumption C: an id belongs to one session.
    pub(crate) unique_ids: bool,
    /// In a shared browser nobody finishes a login that another person began there, unless they are signed in and the
    /// return page posts the nonce at once.
    pub(crate) own_tabs: bool,
}

impl Assumptions {
    /// All assumptions hold.
    pub(crate) const ALL: Self = Self { one_return: true, one_completion: true, unique_ids: true, own_tabs: true };

    /// Returns true if a session can only have the data of one person.
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
    /// True if Ivy gives an `expiresAt`.
    pub(crate) has_expiry: bool,
    /// True if Ivy's status becomes "complete" in a separate step after the return.
    pub(crate) is_pending: bool,
    /// True if Ivy's response to a create can arrive in a separate step.
    pub(crate) slow_creates: bool,
    /// True if customers also create as guests while they are not signed in.
    pub(crate) customers_as_guests: bool,
    /// True if the shop's sign-in and sign-out end the guest.
    pub(crate) shop_ends_guests: bool,
    /// True if a customer's request ends the guest whose cookie the browser still has. The proxy does that, too;
    /// without it the rule has more to decide.
    pub(crate) requests_end_guests: bool,
    /// The sessions from elsewhere that are attributed to a customer.
    pub(crate) trust: Option<Trust>,
    /// True if the sessions are from elsewhere, of every kind.
    pub(crate) are_elsewhere: bool,
    /// The steps and the cells of the table (SECURITY.md, 2) that must be reached. If there are any, the latest step is
    /// part of the state.
    pub(crate) steps: &'static [Kind],
    pub(crate) cells: &'static [Cell],
    /// The properties that fail because an assumption does not hold. All others hold.
    pub(crate) fails: &'static [Law],
}

impl Scenario {
    /// Returns true if the latest step is part of the state.
    pub(crate) const fn watches(&self) -> bool {
        !self.steps.is_empty() || !self.cells.is_empty()
    }

    /// Returns the initial states of all paths.
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
