//! The properties, derived from the law and not from the rule: they look at the true history of a session.

use super::browser::{Device, Person};
use super::digests::{Nonce, Owner};
use super::mutations::Rule;
use super::proxy::Proxy;
use super::row::SmallRow;
use super::scenario::Scenario;
use super::session::{Login, Session};
use super::world::{Bounds, Caller, World};
use ivy_proxy_core::release::{State, Verdict};

/// A property of every step or every state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Law {
    /// A response shows only the data of the person who sees it and who logged in to that bank.
    S1,
    /// No response reveals anything of a row that is locked, forgotten, lost or orphaned, or that shares its id.
    S2,
    /// Nothing is shown after another person's browser has presented a nonce.
    P1,
    /// Nothing is released before Ivy's status is "complete".
    C1,
    /// A session that has shown one person's data never shows another's.
    D1,
    /// A nonce from another person's browser locks the session.
    K1,
    /// Nothing changes and nothing is shown while the sign-in is unavailable.
    U1,
    /// A release happens at most 30 minutes after the latest presentation.
    T1,
    /// Nothing is released after the nonce has ended.
    E1,
    /// Nothing reverts a completed login.
    W1,
    /// A forgotten row holds no data of a person.
    F1,
    /// Ivy is called only for the owner, and for the session's data only once it is released.
    Q1,
    /// A completed login that only its owner touched ends in release, if the owner signs in and presents or polls.
    L1,
    /// A new login ends in release.
    L2,
}

impl Law {
    /// Every property.
    pub(crate) const ALL: [Self; 14] = [
        Self::S1,
        Self::S2,
        Self::P1,
        Self::C1,
        Self::D1,
        Self::K1,
        Self::U1,
        Self::T1,
        Self::E1,
        Self::W1,
        Self::F1,
        Self::Q1,
        Self::L1,
        Self::L2,
    ];

    /// Returns the property as a list of one.
    pub(crate) const fn alone(self) -> &'static [Self] {
        match self {
            Self::S1 => &[Self::S1],
            Self::S2 => &[Self::S2],
            Self::P1 => &[Self::P1],
            Self::C1 => &[Self::C1],
            Self::D1 => &[Self::D1],
            Self::K1 => &[Self::K1],
            Self::U1 => &[Self::U1],
            Self::T1 => &[Self::T1],
            Self::E1 => &[Self::E1],
            Self::W1 => &[Self::W1],
            Self::F1 => &[Self::F1],
            Self::Q1 => &[Self::Q1],
            Self::L1 => &[Self::L1],
            Self::L2 => &[Self::L2],
        }
    }

    /// Returns the property's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::S1 => "S1: an answer names only the person to whom it is shown",
            Self::S2 => "S2: nothing is answered from a locked, forgotten or lost row",
            Self::P1 => "P1: nothing is shown after somebody else presented a nonce",
            Self::C1 => "C1: nothing is released that is not complete",
            Self::D1 => "D1: a session never shows a second person",
            Self::K1 => "K1: a nonce from somebody else locks",
            Self::U1 => "U1: nothing changes while the sign-in cannot be asked",
            Self::T1 => "T1: a release happens within 30 minutes of a presentation",
            Self::E1 => "E1: nothing is released after the nonce has ended",
            Self::W1 => "W1: nothing takes back a completed login",
            Self::F1 => "F1: a forgotten row holds nothing about anybody",
            Self::Q1 => "Q1: Ivy is only asked for the owner",
            Self::L1 => "L1: the owner's completed login ends in release",
            Self::L2 => "L2: a new login ends in release",
        }
    }
}

/// A set of broken properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Broken(u16);

impl Broken {
    /// The empty set.
    pub(crate) const NONE: Self = Self(0);

    /// Adds a property.
    pub(crate) const fn add(&mut self, law: Law) {
        self.0 |= 1 << law as u16;
    }

    /// Returns true if the property is in the set.
    pub(crate) const fn contains(self, law: Law) -> bool {
        self.0 & 1 << law as u16 != 0
    }
}

/// The relation of a request to a session, by the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Owner,
    BeganHere,
    FormerGuest,
    Down,
    Stranger,
}

/// Returns the relation of a request to a session, by its true owner and browser.
pub(crate) fn relation(session: &Session, caller: &Caller) -> Relation {
    let has_cookie = matches!(session.owner, Owner::Guest(device, number)
        if device == caller.device && caller.guest == Some(number));
    let began_here = caller.login && session.device == caller.device;
    match caller.signed_in {
        _ if caller.is_down => Relation::Down,
        Some(customer) if session.owner == Owner::Customer(customer) => Relation::Owner,
        Some(_) if has_cookie => Relation::FormerGuest,
        Some(_) => Relation::Stranger,
        None if has_cookie => Relation::Owner,
        None if began_here => Relation::BeganHere,
        None => Relation::Stranger,
    }
}

/// Returns true if a session must never be shown again.
pub(crate) fn is_dead(session: &Session) -> bool {
    let is_dead = |row: SmallRow| row.locked_at.is_some() || matches!(row.state, State::Forgotten | State::Lost);
    session.end.is_some() || session.row.is_some_and(is_dead)
}

/// Returns true if the state keeps L1.
pub(crate) fn owners_get_released(world: &World, scenario: &Scenario, rule: Rule) -> bool {
    (0..world.sessions.len()).filter(|session| is_earned(world, *session, scenario)).all(|session| {
        match world.sessions[session].owner {
            Owner::Customer(person) => scenario.devices.iter().all(|device| {
                let knows = world.sessions[session].knows(world.circle(*device), Nonce::Success);
                !device.customers().contains(&person)
                    || !knows
                    || signs_in_and_presents(world, session, *device, person, scenario, rule)
                        && comes_back_and_signs_in(world, session, *device, person, scenario, rule)
            }),
            Owner::Guest(device, number) => {
                let mut world = *world;
                world.cookies[device as usize].signed_in = None;
                world.cookies(device).guest != Some(number) || presents(&mut world, session, device, scenario, rule)
            }
            Owner::Nobody => true,
        }
    })
}

/// Returns true if only the owner's browsers touched the login, it was completed, and its nonce has not ended.
fn is_earned(world: &World, session: usize, scenario: &Scenario) -> bool {
    let this = &world.sessions[session];
    let is_completed = this.login == Login::Complete && this.data == Some(this.person);
    let is_untouched = this.end.is_none() && !this.met_stranger && this.elsewhere.is_none() && !this.is_in_flight;
    is_completed && is_untouched && world.now() <= world.nonce_ends_at(session, scenario)
}

fn signs_in_and_presents(
    world: &World,
    session: usize,
    device: Device,
    person: Person,
    scenario: &Scenario,
    rule: Rule,
) -> bool {
    let mut world = *world;
    Proxy::new(&mut world, scenario, rule).sign_in(device, person);
    presents(&mut world, session, device, scenario, rule)
}

/// Returns true if the session is released to an owner whose sign-in ended in the browser in which the login began.
/// After the next sign-in the reference must be enough there.
fn comes_back_and_signs_in(
    world: &World,
    session: usize,
    device: Device,
    person: Person,
    scenario: &Scenario,
    rule: Rule,
) -> bool {
    if world.sessions[session].device != device {
        return true;
    }
    let mut world = *world;
    let mut proxy = Proxy::new(&mut world, scenario, rule);
    proxy.sign_out(device);
    let caller = proxy.world.caller(device);
    let refused = proxy.present(caller, session, Nonce::Success, false);
    proxy.sign_in(device, person);
    let caller = proxy.world.caller(device);
    refused == Verdict::SignIn && proxy.poll(caller, session, false) == Verdict::Release
}

/// Presents the nonce and, if that is not enough, polls by the reference.
fn presents(world: &mut World, session: usize, device: Device, scenario: &Scenario, rule: Rule) -> bool {
    let mut proxy = Proxy::new(world, scenario, rule);
    let caller = proxy.world.caller(device);
    proxy.present(caller, session, Nonce::Success, false) == Verdict::Release
        || proxy.poll(caller, session, false) == Verdict::Release
}

/// Returns true if the state keeps L2.
pub(crate) fn new_logins_get_released(world: &World, scenario: &Scenario, rule: Rule) -> bool {
    scenario.devices.iter().filter(|device| device.is_first()).all(|device| match device.customers() {
        [] => *device != Device::Guest || logs_in_anew(world, *device, None, scenario, rule),
        customers => customers.iter().all(|person| logs_in_anew(world, *device, Some(*person), scenario, rule)),
    })
}

/// Makes a login from its creation to its release, in place of the first session.
fn logs_in_anew(world: &World, device: Device, customer: Option<Person>, scenario: &Scenario, rule: Rule) -> bool {
    let mut world = *world;
    world.call = None;
    if let Some(person) = customer {
        Proxy::new(&mut world, scenario, rule).sign_in(device, person);
    }
    world.sessions = [Session::ABSENT; 2];
    world.left = Bounds { creates: 1, ..world.left };
    let circle = world.circle(device);
    let mut proxy = Proxy::new(&mut world, scenario, rule);
    proxy.create(device, 0, false);
    let this = &mut proxy.world.sessions[0];
    this.login = Login::Complete;
    this.data = Some(this.person);
    this.learn(circle, Nonce::Success);
    presents(&mut world, 0, device, scenario, rule)
}
