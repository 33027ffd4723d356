//! The tables in memory.

use super::change::{Change, Kind};
use super::counter::{Counter, Stats};
use super::delivery::{Delivery, Progress};
use super::login::Login;
use super::recorded_call::RecordedCalls;
use super::row::{InvalidRow, Row, Table};
use super::session::{Session, Status};
use crate::deviations::Deviations;
use crate::moment::Moment;
use crate::script::Script;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The state of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The sessions, in the order in which they were created.
    sessions: Vec<Session>,
    /// The places of the sessions by their ids in login links.
    by_id: HashMap<String, usize>,
    /// The places of the sessions by their ids in the API, in their order.
    by_shown_id: HashMap<String, Vec<usize>>,
    references: HashSet<String>,
    logins: HashMap<String, Login>,
    /// The callbacks that the merchant has not accepted.
    due: BTreeMap<String, Delivery>,
    stats: Stats,
    pub(crate) deviations: Deviations,
    pub(crate) script: Script,
    pub(crate) calls: RecordedCalls,
    /// The milliseconds by which a tester has moved the clock forward.
    pub(crate) ahead_ms: i64,
}

/// The parameter of a list.
#[derive(Debug)]
pub(crate) enum Selector {
    Email(String),
    Phone(String),
    ReferenceId(String),
}

impl Selector {
    /// Returns true if the session was created with exactly this value.
    fn selects(&self, session: &Session) -> bool {
        session.request.external_user.as_ref().is_some_and(|user| match self {
            Self::Email(email) => user.email.as_ref() == Some(email),
            Self::Phone(phone) => user.phone.as_ref() == Some(phone),
            Self::ReferenceId(id) => user.reference_id.as_ref() == Some(id),
        })
    }
}

impl State {
    /// Returns a state without sessions.
    pub(crate) fn new(deviations: Deviations) -> Self {
        Self { deviations, ..Self::default() }
    }

    /// Returns true if a session has this reference.
    pub(crate) fn has_reference(&self, reference_id: &str) -> bool {
        self.references.contains(reference_id)
    }

    /// Returns the session that a login link names.
    pub(crate) fn session(&self, id: &str) -> Option<&Session> {
        self.by_id.get(id).and_then(|place| self.sessions.get(*place))
    }

    /// Returns the sessions with this id in the API, in the order in which they were created.
    pub(crate) fn shown(&self, shown_id: &str) -> impl Iterator<Item = &Session> {
        self.by_shown_id.get(shown_id).into_iter().flatten().filter_map(|place| self.sessions.get(*place))
    }

    /// Returns the id under which the API shows the session that was created last.
    pub(crate) fn last_shown_id(&self) -> Option<&str> {
        self.sessions.last().map(|session| session.shown_id.as_str())
    }

    /// Returns the completed sessions of exactly this user, or of everybody without a selector, in the order in which
    /// they were created.
    pub(crate) fn completed(
        &self,
        selector: Option<&Selector>,
        now: Moment,
    ) -> impl DoubleEndedIterator<Item = &Session> {
        self.sessions.iter().filter(move |session| {
            session.status(now) == Status::Complete && selector.is_none_or(|selector| selector.selects(session))
        })
    }

    /// Returns the login with this token.
    pub(crate) fn login(&self, token_hash: &str) -> Option<&Login> {
        self.logins.get(token_hash)
    }

    /// Returns the callbacks that the merchant has not accepted.
    pub(crate) fn due(&self) -> impl Iterator<Item = &Delivery> {
        self.due.values()
    }

    /// Returns the callback with this id, unless the merchant has accepted it.
    pub(crate) fn delivery(&self, id: &str) -> Option<&Delivery> {
        self.due.get(id)
    }

    /// Returns the references of the sessions that wait for a late bank.
    pub(crate) fn waiting(&self, now: Moment) -> HashSet<&str> {
        let waiting = self.sessions.iter().filter(|session| session.waits_for_bank(now));
        waiting.map(|session| session.request.reference_id.as_str()).collect()
    }

    /// Returns all counts.
    pub(crate) fn stats(&self) -> Stats {
        self.stats
    }

    /// Returns the change that adds one to a counter.
    pub(crate) fn counted(&self, counter: Counter) -> Change {
        Change(Kind::Count(counter, *self.stats().count(counter) + 1))
    }

    /// Applies a change.
    pub(crate) fn apply(&mut self, change: Change) {
        match change.0 {
            Kind::Session(session) => self.put_session(*session),
            Kind::Login(login) => drop(self.logins.insert(login.token_hash.clone(), login)),
            Kind::Delivery(delivery) => self.put_delivery(delivery),
            Kind::Count(counter, value) => *self.stats.count(counter) = value,
            Kind::Deviations(deviations) => self.deviations = deviations,
            Kind::Script(script) => self.script = script,
            Kind::Called(call) => self.calls.add(call),
            Kind::Advance(ms) => self.ahead_ms = self.ahead_ms.saturating_add(ms),
        }
    }

    /// Applies a stored row.
    ///
    /// # Errors
    /// If a column is missing or invalid.
    pub(crate) fn load(&mut self, row: &Row) -> Result<(), InvalidRow> {
        match row.table {
            Table::Sessions => {
                let mut session = Session::read(row)?;
                if let Some(earlier) = self.session(&session.id) {
                    session.shown_id.clone_from(&earlier.shown_id);
                }
                self.put_session(session);
            }
            Table::RepeatedIds => {
                let id = row.text("session_id")?;
                let mut session = self.session(id).ok_or(row.invalid("session_id"))?.clone();
                session.shown_id = row.text("shown_id")?.to_owned();
                self.put_session(session);
            }
            Table::Logins => self.apply(Change(Kind::Login(Login::read(row)?))),
            Table::Deliveries => self.put_delivery(Delivery::read(row)?),
            Table::Counters => {
                let (counter, value) = Counter::read(row)?;
                *self.stats.count(counter) = value;
            }
        }
        Ok(())
    }

    fn put_session(&mut self, session: Session) {
        let place = self.by_id.get(&session.id).copied().unwrap_or(self.sessions.len());
        if let Some(earlier) = self.sessions.get(place)
            && earlier.shown_id != session.shown_id
        {
            self.by_shown_id.entry(earlier.shown_id.clone()).or_default().retain(|other| *other != place);
        }
        let shown = self.by_shown_id.entry(session.shown_id.clone()).or_default();
        if let Err(position) = shown.binary_search(&place) {
            shown.insert(position, place);
        }
        match self.sessions.get_mut(place) {
            Some(earlier) => *earlier = session,
            None => {
                self.by_id.insert(session.id.clone(), place);
                self.references.insert(session.request.reference_id.clone());
                self.sessions.push(session);
            }
        }
    }

    fn put_delivery(&mut self, delivery: Delivery) {
        self.due.remove(&delivery.id);
        match delivery.progress {
            Progress::Due => drop(self.due.insert(delivery.id.clone(), delivery)),
            Progress::Delivered => self.stats.callbacks_sent += 1,
            Progress::GivenUp | Progress::Replaced => {}
        }
    }
}
