//! The database, one SQLite file with all data of the sandbox. A restart loses nothing.

mod counters;
mod database;
mod deliveries;
mod logins;
mod sessions;

pub(crate) use counters::Counter;
pub(crate) use database::Store;
pub(crate) use deliveries::Delivery;
pub(crate) use logins::Login;
pub(crate) use sessions::{Created, Ended, Selector, Session, State};
