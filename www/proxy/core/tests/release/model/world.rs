//! The state of the model, and the bounds of a path.

use super::actions::Kind;
use super::browser::{Cookies, Device, Person};
use super::cell::Cell;
use super::digests::{Nonce, Owner};
use super::law::Broken;
use super::scenario::{Assumptions, Scenario};
use super::session::{Age, Login, Session};
use ivy_proxy_core::release::{LONGEST_LOGIN_SECONDS, NONCE_GRACE_SECONDS, Origin, Outcome};
use std::fmt;

/// The duration of an open login by Ivy's `expiresAt`, in seconds.
pub(crate) const OPEN_SECONDS: i64 = 1_800;

/// The seconds of each [`Moment`]. The first four are the moments of a path. A login that began at 0, and whose nonce
/// was presented then, still waits for "complete" at the second moment but not at the third, and its nonce ends with
/// the third. A nonce that was presented at the third has ended at the fourth, although 30 minutes have not passed.
const SECONDS: [i64; 7] = [0, 1_800, 5_400, 5_401, -3_000, -2_000, -1_000];

/// The seconds of a path's moments in a replay.
const REPLAYED_SECONDS: [i64; 4] = [0, 1_500, 5_000, 5_800];

/// A point of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Moment(u8);

impl Moment {
    /// The start of a path.
    pub(crate) const START: Self = Self(0);

    /// A time before the customers' identifiers were verified.
    const BEFORE_VERIFICATION: Self = Self(4);

    /// A time after that, and before the merchant used this proxy.
    const TRUSTED: Self = Self(5);

    /// A time after that, and before the path.
    const AFTER_TRUST: Self = Self(6);

    /// The time of verification of the customers' identifiers, in seconds.
    pub(crate) const VERIFIED_SECONDS: i64 = -2_500;

    /// The merchant's `trustSessionsBefore`, in seconds.
    pub(crate) const TRUST_SECONDS: i64 = -1_500;

    /// Returns the moment's seconds.
    pub(crate) const fn seconds(self) -> i64 {
        SECONDS[self.0 as usize]
    }

    /// Returns the moment's seconds in a replay, whose clock cannot be stopped: far from each limit of the rule, and on
    /// the same side of it.
    pub(crate) const fn replayed_seconds(self) -> i64 {
        REPLAYED_SECONDS[self.0 as usize]
    }

    /// Returns the moments of a path.
    pub(crate) fn of_path() -> [Self; 4] {
        [0, 1, 2, 3].map(Self)
    }

    /// Returns the moment of these seconds.
    ///
    /// # Panics
    /// If there is none.
    pub(crate) fn at(seconds: i64) -> Self {
        let index = SECONDS.iter().position(|known| *known == seconds).expect("a moment of the model");
        Self(u8::try_from(index).expect("a small table"))
    }

    /// Returns the next moment of a path.
    pub(crate) const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Returns Ivy's date of creation of a session from elsewhere.
    pub(crate) const fn of_age(age: Age) -> Option<Self> {
        match age {
            Age::BeforeVerification => Some(Self::BEFORE_VERIFICATION),
            Age::Trusted => Some(Self::TRUSTED),
            Age::AfterTrust => Some(Self::AFTER_TRUST),
            Age::Unknown => None,
        }
    }
}

/// The number of times that each kind of step can still be made on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bounds {
    pub(crate) creates: u8,
    pub(crate) opens: u8,
    pub(crate) cancels: u8,
    pub(crate) reopens: u8,
    pub(crate) completions: u8,
    pub(crate) presentations: u8,
    /// The bound of sign-ins and sign-outs.
    pub(crate) sign_ins: u8,
    pub(crate) callbacks: u8,
    pub(crate) forgets: u8,
    pub(crate) restarts: u8,
    pub(crate) lost_rows: u8,
    /// The bound of calls to Ivy whose response arrives in a separate step. Other calls get their response at once.
    pub(crate) slow_calls: u8,
    /// The bound of presented nonces that are passed on.
    pub(crate) passed_on: u8,
    /// The bound of moves to the next moment.
    pub(crate) waits: u8,
}

impl Bounds {
    /// Returns every bound with its name.
    pub(crate) const fn named(&self) -> [(&'static str, u8); 14] {
        [
            ("creates", self.creates),
            ("opens", self.opens),
            ("cancels", self.cancels),
            ("reopens", self.reopens),
            ("completions", self.completions),
            ("presentations", self.presentations),
            ("sign-ins or sign-outs", self.sign_ins),
            ("callbacks", self.callbacks),
            ("forgets", self.forgets),
            ("restarts", self.restarts),
            ("lost rows", self.lost_rows),
            ("slow questions", self.slow_calls),
            ("passed on", self.passed_on),
            ("waits", self.waits),
        ]
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, line: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bounds = self.named().into_iter().filter(|(_, bound)| *bound > 0);
        let texts: Vec<String> = bounds.map(|(name, bound)| format!("{name} {bound}")).collect();
        line.write_str(&texts.join(", "))
    }
}

/// The person and browser behind a request, as they were at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Caller {
    pub(crate) device: Device,
    pub(crate) person: Person,
    pub(crate) signed_in: Option<Person>,
    pub(crate) guest: Option<u8>,
    pub(crate) login: bool,
    /// True if the merchant's sign-in is unavailable.
    pub(crate) is_down: bool,
}

/// A call to Ivy in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct IvyCall {
    pub(crate) caller: Caller,
    pub(crate) session: u8,
    /// True for a list: a session without a row can then be adopted.
    pub(crate) is_list: bool,
    /// True if the row was released at the time of the call.
    pub(crate) was_released: bool,
    /// Ivy's status at the time of the call.
    pub(crate) outcome: Option<Outcome>,
    pub(crate) data: Option<Person>,
}

/// The latest step, for properties that demand that something is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LastStep {
    /// The kind of the step.
    pub(crate) step: Kind,
    /// The cell of the table (SECURITY.md, 2) that it reached.
    pub(crate) cell: Option<Cell>,
}

/// A state of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) moment: Moment,
    pub(crate) cookies: [Cookies; 7],
    /// The person at the shared browser.
    pub(crate) seat: Person,
    pub(crate) sessions: [Session; 2],
    pub(crate) call: Option<IvyCall>,
    pub(crate) left: Bounds,
    /// The properties that the latest step broke.
    pub(crate) broken: Broken,
    /// The latest step, in scenarios that watch it.
    pub(crate) last_step: Option<LastStep>,
}

impl World {
    /// Returns the initial state: both customers are signed in in their first browsers, the guest has a cookie.
    pub(crate) fn start(scenario: &Scenario) -> Self {
        let mut cookies = [Cookies::default(); 7];
        cookies[Device::Ada as usize].signed_in = Some(Person::Ada);
        cookies[Device::Ben as usize].signed_in = Some(Person::Ben);
        Self {
            moment: Moment::START,
            cookies,
            seat: Person::Ada,
            sessions: [Session::ABSENT; 2],
            call: None,
            left: scenario.bounds,
            broken: Broken::NONE,
            last_step: None,
        }
    }

    /// Returns the kind of the latest step.
    pub(crate) fn last_kind(&self) -> Option<Kind> {
        self.last_step.map(|last_step| last_step.step)
    }

    /// Returns the cell that the latest step reached.
    pub(crate) fn last_cell(&self) -> Option<Cell> {
        self.last_step.and_then(|last_step| last_step.cell)
    }

    /// Returns the time in seconds.
    pub(crate) const fn now(&self) -> i64 {
        self.moment.seconds()
    }

    /// Returns the cookies of a browser.
    pub(crate) const fn cookies(&self, device: Device) -> &Cookies {
        &self.cookies[device as usize]
    }

    /// Returns the person at a browser.
    pub(crate) fn person(&self, device: Device) -> Person {
        device.keeper().unwrap_or(self.seat)
    }

    /// Puts a person at a browser, if it is shared.
    pub(crate) fn take_seat(&mut self, device: Device, person: Person) {
        if device == Device::Shared {
            self.seat = person;
        }
    }

    /// Returns the browser behind a request that is made now.
    pub(crate) fn caller(&self, device: Device) -> Caller {
        let cookies = self.cookies(device);
        Caller {
            device,
            person: self.person(device),
            signed_in: cookies.signed_in,
            guest: cookies.guest,
            login: cookies.login,
            is_down: false,
        }
    }

    /// Returns the people who know everything that this browser knows: its person, through all of their browsers, and
    /// everyone who uses a shared browser.
    pub(crate) fn circle(&self, device: Device) -> u8 {
        device.keeper().map_or(u8::MAX, Person::bit)
    }

    /// Returns the owners that a row can name.
    pub(crate) const fn owners(&self) -> [Owner; 4] {
        let [first, second] = &self.sessions;
        [first.owner, second.owner, Owner::Customer(Person::Ada), Owner::Customer(Person::Ben)]
    }

    /// Returns the time at which a session's nonces end.
    pub(crate) fn nonce_ends_at(&self, session: usize, scenario: &Scenario) -> i64 {
        let open = if scenario.has_expiry { OPEN_SECONDS } else { LONGEST_LOGIN_SECONDS };
        self.sessions[session].created_at.seconds() + open + NONCE_GRACE_SECONDS
    }

    /// Returns Ivy's status of a session, and the person whose data Ivy would return.
    pub(crate) fn status(&self, session: usize, scenario: &Scenario) -> (Option<Outcome>, Option<Person>) {
        let [first, second] = &self.sessions;
        let this = &self.sessions[session];
        let is_complete = |session: &Session| session.login == Login::Complete;
        if is_complete(this) || second.is_double && (is_complete(first) || is_complete(second)) {
            return (Some(Outcome::Complete), this.data);
        }
        let is_over = scenario.has_expiry && self.now() > this.created_at.seconds() + OPEN_SECONDS;
        match this.login {
            Login::Cancelled => (Some(Outcome::Error), None),
            Login::Open if is_over => (Some(Outcome::Expired), None),
            _ => (None, None),
        }
    }

    /// Returns the facts in Ivy's response that decide about an adoption.
    pub(crate) fn origin(&self, session: usize, caller: &Caller) -> Origin {
        let this = &self.sessions[session];
        let created_at = this.elsewhere.map_or(Some(this.created_at), |elsewhere| Moment::of_age(elsewhere.age));
        let customer = caller.signed_in;
        let named = match (this.elsewhere, this.owner) {
            (Some(elsewhere), _) => elsewhere.names,
            (None, Owner::Customer(person)) => Some(person),
            (None, _) => None,
        };
        Origin {
            created_at: created_at.map(Moment::seconds),
            names_customer: customer.is_some() && customer == named,
            is_tagged: this.elsewhere.is_none(),
        }
    }

    /// Returns true if opening or finishing the completed login again would give a nonce of this session to another
    /// person.
    pub(crate) fn leads_on(&self, session: usize, assumptions: Assumptions) -> bool {
        self.sessions[session].login == Login::Complete && !(assumptions.one_return && assumptions.one_completion)
    }

    /// Returns the session whose return URLs Ivy uses: without assumption C those of the later create.
    pub(crate) const fn returns_as(&self, session: usize) -> usize {
        if self.sessions[1].is_double { 1 } else { session }
    }

    /// Returns true if a nonce was presented and somebody knows it.
    pub(crate) fn can_be_passed_on(&self, session: usize, nonce: Nonce) -> bool {
        let this = &self.sessions[session];
        this.presented[nonce as usize] && this.known[nonce as usize] != 0
    }
}
