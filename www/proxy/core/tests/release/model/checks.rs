//! Checks of the law on each step of the proxy, and the cells of the table that a step reaches.

use super::browser::Person;
use super::cell::Cell;
use super::digests::{Nonce, Owner};
use super::law::{Law, Relation, is_dead, relation};
use super::proxy::Proxy;
use super::row::SmallRow;
use super::session::End;
use super::world::Caller;
use ivy_proxy_core::release::{Outcome, PENDING_SECONDS, Verdict};

impl Proxy<'_> {
    pub(super) fn check_release(&mut self, session: usize) {
        let now = self.world.now();
        let latest = self.world.sessions[session].latest;
        if latest.is_none_or(|latest| now > latest.seconds() + PENDING_SECONDS) {
            self.broken.add(Law::T1);
        }
        if now > self.world.nonce_ends_at(session, self.scenario) {
            self.broken.add(Law::E1);
        }
        if self.world.status(session, self.scenario).0 != Some(Outcome::Complete) {
            self.broken.add(Law::C1);
        }
        if self.world.sessions[session].row.is_some_and(|row| row.cancelled_at.is_some()) {
            self.cell = Some(Cell::OwnerErrorThenSuccess);
        }
    }

    /// Checks that Ivy may be called about a session.
    pub(super) fn check_call(&mut self, caller: &Caller, session: usize, must_be_released: bool) {
        let this = &self.world.sessions[session];
        // The owner of a session from elsewhere is the customer who adopted it.
        let is_owner = match this.elsewhere {
            Some(_) => this.row.is_some_and(|row| caller.signed_in.map(Owner::Customer) == Some(row.owner)),
            None => relation(this, caller) == Relation::Owner,
        };
        if !is_owner || is_dead(this) || must_be_released && !self.is_released(session) {
            self.broken.add(Law::Q1);
        }
    }

    /// Checks that a verdict that reveals something about a session is allowed.
    pub(super) fn check(&mut self, session: usize, verdict: Verdict) {
        let tells = matches!(
            verdict,
            Verdict::Release | Verdict::Pending | Verdict::Failed | Verdict::Expired | Verdict::SomebodyElse
        );
        if tells && is_dead(&self.world.sessions[session]) {
            self.broken.add(Law::S2);
        }
    }

    /// Shows a response with the data of `person` to the caller. A response that is older than the login has none.
    pub(super) fn show(&mut self, session: usize, caller: &Caller, person: Option<Person>) {
        let this = &mut self.world.sessions[session];
        if this.met_stranger {
            self.broken.add(Law::P1);
        }
        let Some(person) = person else { return };
        if person != caller.person {
            self.broken.add(Law::S1);
        }
        if this.shown.is_some_and(|shown| shown != person) {
            self.broken.add(Law::D1);
        }
        if !self.scenario.assumptions.keep_people() {
            this.shown = this.shown.or(Some(person));
        }
    }

    /// Records who presents. Returns the presenter's relation to the session.
    pub(super) fn note_presentation(&mut self, caller: &Caller, session: usize, nonce: Nonce) -> Relation {
        let is_in_time = self.world.now() <= self.world.nonce_ends_at(session, self.scenario);
        let moment = self.world.moment;
        let passes_on = self.scenario.bounds.passed_on > 0;
        let this = &mut self.world.sessions[session];
        let relation = relation(this, caller);
        let is_success = nonce == Nonce::Success;
        if passes_on && relation != Relation::Down {
            this.presented[nonce as usize] = true;
        }
        match relation {
            Relation::Owner if is_success && is_in_time => this.latest = Some(moment),
            Relation::BeganHere if is_success && is_in_time => this.came_back = true,
            Relation::Stranger => this.met_stranger = true,
            Relation::FormerGuest => this.end = this.end.or(Some(End::Forgotten)),
            Relation::Owner | Relation::BeganHere | Relation::Down => {}
        }
        relation
    }

    /// Records a poll of the owner in the browser to which the login returned, which counts as a presentation. Returns
    /// true if it is one.
    pub(super) fn note_return(&mut self, caller: &Caller, session: usize) -> bool {
        let is_in_time = self.world.now() <= self.world.nonce_ends_at(session, self.scenario);
        let now = self.world.now();
        let moment = self.world.moment;
        let this = &mut self.world.sessions[session];
        let is_waiting = this.latest.is_some_and(|latest| now <= latest.seconds() + PENDING_SECONDS);
        let is_back = this.came_back
            && caller.login
            && this.device == caller.device
            && relation(this, caller) == Relation::Owner
            && this.row.is_some_and(|row| row.released_at.is_none())
            && is_in_time
            && !is_waiting;
        if is_back {
            this.latest = Some(moment);
        }
        is_back
    }

    pub(super) fn note_cell(
        &mut self,
        relation: Relation,
        nonce: Nonce,
        before: &SmallRow,
        session: usize,
        verdict: Verdict,
    ) {
        let has_ended = self.world.now() > self.world.nonce_ends_at(session, self.scenario);
        let was_released = before.released_at.is_some();
        let cell = match (relation, nonce) {
            (Relation::Owner, _) if verdict == Verdict::Expired && has_ended => Cell::OwnerNonceEnded,
            (Relation::Owner, Nonce::Success) if verdict == Verdict::Release => Cell::OwnerSuccessReleased,
            (Relation::Owner, Nonce::Success) if verdict == Verdict::Pending => Cell::OwnerSuccessPending,
            (Relation::Owner, Nonce::Error) if verdict == Verdict::Failed => Cell::OwnerErrorTold,
            (Relation::Owner, _) => return,
            (Relation::BeganHere, Nonce::Success) => Cell::BeganHereSuccess,
            (Relation::BeganHere, Nonce::Error) => Cell::BeganHereError,
            (Relation::FormerGuest, Nonce::Success) => Cell::FormerGuestSuccess,
            (Relation::FormerGuest, Nonce::Error) => Cell::FormerGuestError,
            (Relation::Down, Nonce::Success) => Cell::DownSuccess,
            (Relation::Down, Nonce::Error) => Cell::DownError,
            (Relation::Stranger, _) if has_ended => Cell::StrangerNonceEnded,
            (Relation::Stranger, Nonce::Success) if was_released => Cell::StrangerSuccessAfter,
            (Relation::Stranger, Nonce::Success) => Cell::StrangerSuccessBefore,
            (Relation::Stranger, Nonce::Error) if was_released => Cell::StrangerErrorAfter,
            (Relation::Stranger, Nonce::Error) => Cell::StrangerErrorBefore,
        };
        self.cell = self.cell.or(Some(cell));
    }
}
