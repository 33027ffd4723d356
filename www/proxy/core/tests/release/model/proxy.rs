//! The proxy's flow: its calls of the rule and of Ivy, and its writes. Also the shop's sign-in, because it ends guests.

use super::browser::{Device, Person};
use super::cell::Cell;
use super::digests::{self, Nonce, Owner};
use super::law::{Broken, Law, Relation};
use super::mutations::Rule;
use super::row::SmallRow;
use super::scenario::Scenario;
use super::session::{End, Login, Session};
use super::world::{Caller, IvyCall, OPEN_SECONDS, World};
use ivy_proxy_core::release::{Event, Outcome, Seen, SignIn, State, Verdict, Visitor};

/// The proxy in a state of the world. It changes the state, and records each broken property.
#[derive(Debug)]
pub(crate) struct Proxy<'a> {
    pub(crate) world: &'a mut World,
    pub(super) scenario: &'a Scenario,
    rule: Rule,
    /// The properties that were broken.
    pub(crate) broken: Broken,
    /// The cell of the table (SECURITY.md, 2) that was reached.
    pub(crate) cell: Option<Cell>,
}

impl<'a> Proxy<'a> {
    /// Wraps a state.
    pub(crate) const fn new(world: &'a mut World, scenario: &'a Scenario, rule: Rule) -> Self {
        Self { world, scenario, rule, broken: Broken::NONE, cell: None }
    }

    /// Creates a session for the person at the browser. A slow response of Ivy arrives with [`Self::opened`].
    pub(crate) fn create(&mut self, device: Device, session: usize, is_slow: bool) {
        let person = self.world.person(device);
        let moment = self.world.moment;
        let cookies = &mut self.world.cookies[device as usize];
        cookies.login = true;
        let owner = match (cookies.signed_in, cookies.guest) {
            (Some(customer), _) => Owner::Customer(customer),
            (None, Some(number)) => Owner::Guest(device, number),
            (None, None) => {
                cookies.guests += 1;
                cookies.guest = Some(cookies.guests);
                Owner::Guest(device, cookies.guests)
            }
        };
        self.world.sessions[session] = Session {
            row: Some(SmallRow::asking(owner, device, moment)),
            login: Login::Open,
            owner,
            device,
            person,
            created_at: moment,
            is_in_flight: true,
            is_double: session == 1 && !self.scenario.assumptions.unique_ids,
            ..Session::ABSENT
        };
        if !is_slow {
            self.opened(session);
        }
    }

    /// Takes Ivy's response to a create.
    pub(crate) fn opened(&mut self, session: usize) {
        let [first, second] = &self.world.sessions;
        let has_id = |row: SmallRow| !matches!(row.state, State::Asking | State::Lost);
        let is_double = session == 1 && second.is_double && first.row.is_some_and(has_id);
        let is_known = self.rule.finds_known(is_double);
        let expires_at =
            self.scenario.has_expiry.then(|| self.world.sessions[session].created_at.seconds() + OPEN_SECONDS);
        self.world.sessions[session].is_in_flight = false;
        self.decide(session, &Event::Opened { expires_at, is_known });
        if is_known && is_double {
            self.decide(0, &Event::Lock);
        }
        if is_double {
            self.cell = Some(Cell::IdKnownTwice);
            self.world.sessions.iter_mut().for_each(|session| session.end = session.end.or(Some(End::Doubled)));
        }
    }

    /// Restarts: gives up every create without a response.
    pub(crate) fn restart(&mut self) {
        for session in 0..self.world.sessions.len() {
            if self.world.sessions[session].row.is_some_and(|row| row.state == State::Asking) {
                self.decide(session, &Event::GaveUp);
                self.end(session, End::Orphaned);
            }
        }
    }

    /// Takes Ivy's callback.
    pub(crate) fn callback(&mut self, session: usize, outcome: Outcome) {
        let data = self.world.sessions[session].data.filter(|_| outcome == Outcome::Complete);
        let was_released = self.is_released(session);
        self.decide(session, &Event::Callback { outcome, identity: digests::identity(data) });
        if !was_released && self.is_released(session) {
            self.cell = Some(Cell::OwnerSuccessReleasedByCallback);
        }
    }

    /// Forgets a session.
    pub(crate) fn forget(&mut self, session: usize) {
        self.decide(session, &Event::Forget);
        self.end(session, End::Forgotten);
    }

    /// Loses a session's row.
    pub(crate) fn lose_row(&mut self, session: usize) {
        self.world.sessions[session].row = None;
        self.end(session, End::RowLost);
    }

    /// Handles `POST /result` with a nonce.
    pub(crate) fn present(&mut self, caller: Caller, session: usize, nonce: Nonce, is_slow: bool) -> Verdict {
        let Some(before) = self.world.sessions[session].row.filter(|row| row.nonces) else {
            return Verdict::NotFound;
        };
        let relation = self.note_presentation(&caller, session, nonce);
        let event = Event::Present { nonce: nonce.digest(session), by: self.visitor(&caller) };
        let mut verdict = self.decide(session, &event);
        let after = self.world.sessions[session].row;
        if relation == Relation::Stranger && after.is_none_or(|row| row.locked_at.is_none()) {
            self.broken.add(Law::K1);
        }
        if relation == Relation::Down && (verdict != Verdict::Unavailable || after != Some(before)) {
            self.broken.add(Law::U1);
        }
        if verdict == Verdict::EndGuest {
            self.end_guest(caller.device);
        }
        if verdict == Verdict::CallIvy {
            self.check_call(&caller, session, false);
            verdict = self.call_ivy(caller, session, false, is_slow);
        }
        self.note_cell(relation, nonce, &before, session, verdict);
        self.check(session, verdict);
        verdict
    }

    /// Handles `POST /result` with the reference.
    pub(crate) fn poll(&mut self, caller: Caller, session: usize, is_slow: bool) -> Verdict {
        let Some(before) = self.world.sessions[session].row else { return Verdict::NotFound };
        let is_back = self.note_return(&caller, session);
        let by = self.visitor(&caller);
        let verdict = self.decide_and_call(&caller, session, &Event::Poll { by }, is_slow);
        if before.released_at.is_none() && self.is_released(session) {
            self.cell = Some(if is_back { Cell::BeganHereThenSignedIn } else { Cell::OwnerSuccessReleasedByAsking });
        }
        if verdict == Verdict::Expired && before.presented_at.is_some() && before.outcome.is_none() {
            self.cell = Some(Cell::OwnerSuccessTooLate);
        }
        verdict
    }

    /// Handles details, or a payment.
    pub(crate) fn fetch(&mut self, caller: Caller, session: usize, is_slow: bool) -> Verdict {
        if self.world.sessions[session].row.is_none() {
            return Verdict::NotFound;
        }
        let by = self.visitor(&caller);
        self.decide_and_call(&caller, session, &Event::Use { by }, is_slow)
    }

    /// Handles one session of a list: Ivy is called before the table is read.
    pub(crate) fn list(&mut self, caller: Caller, session: usize, is_slow: bool) -> Verdict {
        self.call_ivy(caller, session, true, is_slow)
    }

    /// Takes Ivy's response to a call, and applies the rule again.
    pub(crate) fn ivy_responded(&mut self, call: &IvyCall) -> Verdict {
        let session = usize::from(call.session);
        let verdict = if call.was_released && !self.rule.checks_again() {
            Verdict::Release
        } else if self.world.sessions[session].row.is_some() {
            let seen = Seen {
                by: self.visitor(&call.caller),
                outcome: call.outcome,
                identity: digests::identity(call.data),
                origin: self.world.origin(session, &call.caller),
            };
            self.decide(session, &Event::Seen(seen))
        } else if call.is_list && self.adopt(call) {
            Verdict::Release
        } else {
            Verdict::NotFound
        };
        if verdict == Verdict::Release {
            self.show(session, &call.caller, call.data);
        }
        self.check(session, verdict);
        verdict
    }

    /// Signs a customer in. The shop's sign-in ends the guest, if the scenario says so.
    pub(crate) fn sign_in(&mut self, device: Device, person: Person) {
        self.world.cookies[device as usize].signed_in = Some(person);
        self.world.take_seat(device, person);
        self.end_guest_by_shop(device);
    }

    /// Signs the customer out, or lets the sign-in expire.
    pub(crate) fn sign_out(&mut self, device: Device) {
        if self.world.cookies[device as usize].signed_in.take().is_some() {
            self.end_guest_by_shop(device);
        }
    }

    fn end_guest_by_shop(&mut self, device: Device) {
        if self.scenario.shop_ends_guests && self.rule.ends_guests() {
            self.end_guest(device);
        }
    }

    /// Ends the guest whose cookie a customer's browser still has, if requests do so in the scenario. This changes only
    /// the guest's own sessions, of which the request's response has nothing.
    pub(crate) fn end_stale_guest(&mut self, device: Device) {
        if self.scenario.requests_end_guests && self.world.cookies(device).signed_in.is_some() {
            self.end_guest(device);
        }
    }

    /// Ends a browser's guest cookie and forgets the guest's sessions.
    fn end_guest(&mut self, device: Device) {
        let Some(number) = self.world.cookies[device as usize].guest.take() else { return };
        let owner = Owner::Guest(device, number);
        for session in 0..self.world.sessions.len() {
            if self.world.sessions[session].row.is_some_and(|row| row.owner == owner) {
                self.decide(session, &Event::Forget);
            }
            if self.world.sessions[session].owner == owner {
                self.end(session, End::Forgotten);
            }
        }
    }

    fn decide_and_call(&mut self, caller: &Caller, session: usize, event: &Event, is_slow: bool) -> Verdict {
        let before = self.world.sessions[session].row;
        let mut verdict = self.decide(session, event);
        if verdict == Verdict::CallIvy {
            self.check_call(caller, session, matches!(event, Event::Use { .. }));
            verdict = self.call_ivy(*caller, session, false, is_slow);
        }
        if caller.is_down && (before != self.world.sessions[session].row || verdict != Verdict::Unavailable) {
            self.broken.add(Law::U1);
        }
        self.check(session, verdict);
        verdict
    }

    /// Calls Ivy. A slow response arrives with [`Self::ivy_responded`].
    fn call_ivy(&mut self, caller: Caller, session: usize, is_list: bool, is_slow: bool) -> Verdict {
        let (outcome, data) = self.world.status(session, self.scenario);
        let was_released = !is_list && self.is_released(session);
        let number = u8::from(session == 1);
        let call = IvyCall { caller, session: number, is_list, was_released, outcome, data };
        if is_slow {
            self.world.call = Some(call);
            return Verdict::CallIvy;
        }
        self.ivy_responded(&call)
    }

    /// Adopts a session without a row. Returns true if it was adopted.
    fn adopt(&mut self, call: &IvyCall) -> bool {
        let session = usize::from(call.session);
        let Some(customer) = call.caller.signed_in.filter(|_| !call.caller.is_down) else { return false };
        let owner = Owner::Customer(customer);
        let origin = self.world.origin(session, &call.caller);
        let identity = digests::identity(call.data);
        let trust = self.visitor(&call.caller).trust;
        let row = self.rule.adopt(owner.digest(), origin, identity, trust, self.world.now());
        let owners = self.world.owners();
        self.world.sessions[session].row = row.map(|row| SmallRow::compress(&row, session, &owners));
        self.world.sessions[session].row.is_some()
    }

    /// Applies the rule, writes the row, and checks a release.
    fn decide(&mut self, session: usize, event: &Event) -> Verdict {
        let Some(before) = self.world.sessions[session].row else { return Verdict::NotFound };
        let now = self.world.now();
        let row_before = before.expand(session);
        let (verdict, row) = self.rule.decide(&row_before, event, now);
        if row == row_before {
            return verdict;
        }
        let after = SmallRow::compress(&row, session, &self.world.owners());
        self.world.sessions[session].row = Some(after);
        if before.released_at.is_none() && after.released_at.is_some() {
            self.check_release(session);
        }
        let was_complete = before.outcome == Some(Outcome::Complete) && after.state != State::Forgotten;
        if was_complete && after.outcome != Some(Outcome::Complete) {
            self.broken.add(Law::W1);
        }
        if after.state == State::Forgotten && after != after.emptied() {
            self.broken.add(Law::F1);
        }
        verdict
    }

    fn end(&mut self, session: usize, end: End) {
        let this = &mut self.world.sessions[session];
        this.end = this.end.or(Some(end));
    }

    pub(super) fn is_released(&self, session: usize) -> bool {
        self.world.sessions[session].row.is_some_and(|row| row.released_at.is_some())
    }

    fn visitor(&self, caller: &Caller) -> Visitor {
        let sign_in = match caller.signed_in {
            _ if caller.is_down => SignIn::Unavailable,
            Some(person) => SignIn::Customer(Owner::Customer(person).digest()),
            None => SignIn::Nobody,
        };
        Visitor {
            sign_in,
            guest: caller.guest.map(|number| Owner::Guest(caller.device, number).digest()),
            login: caller.login.then(|| digests::login(caller.device)),
            trust: self.scenario.trust.filter(|_| caller.signed_in.is_some() && !caller.is_down),
        }
    }
}
