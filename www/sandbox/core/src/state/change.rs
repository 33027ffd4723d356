//! The changes of a state.

use super::counter::Counter;
use super::delivery::Delivery;
use super::login::Login;
use super::recorded_call::RecordedCall;
use super::row::Row;
use super::session::Session;
use crate::deviations::Deviations;
use crate::script::Script;

/// A change of the state that a host stores, then commits.
#[derive(Debug, Clone)]
pub struct Change(pub(crate) Kind);

/// The kinds of changes. Each holds a whole record, which replaces the one with the same key.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Session(Box<Session>),
    Login(Login),
    Delivery(Delivery),
    /// A counter and its new count.
    Count(Counter, i64),
    /// The deviations for later requests. They are in no row: a restart goes back to the settings.
    Deviations(Deviations),
    /// The scripted responses that are left. They are in no row.
    Script(Script),
    /// A call to record. It is in no row.
    Called(RecordedCall),
    /// The milliseconds by which the clock is moved forward. They are in no row.
    Advance(i64),
}

impl Change {
    /// Returns the rows that store the change.
    pub fn rows(&self) -> Vec<Row> {
        match &self.0 {
            Kind::Session(session) => session.rows(),
            Kind::Login(login) => vec![login.row()],
            Kind::Delivery(delivery) => vec![delivery.row()],
            Kind::Count(counter, value) => vec![counter.row(*value)],
            Kind::Deviations(_) | Kind::Script(_) | Kind::Called(_) | Kind::Advance(_) => Vec::new(),
        }
    }
}
