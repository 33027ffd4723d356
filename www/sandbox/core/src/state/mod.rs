//! The state of a sandbox, in memory. A host stores its changes as rows, so that a restart loses nothing.

mod change;
mod counter;
mod delivery;
mod login;
mod recorded_call;
mod row;
mod session;
mod tables;

pub use change::Change;
pub(crate) use change::Kind;
pub(crate) use counter::Counter;
pub(crate) use delivery::{Delivery, Progress};
pub(crate) use login::Login;
pub(crate) use recorded_call::RecordedCall;
pub use row::{InvalidRow, Row, Table};
pub(crate) use session::{Ending, Session, Status, last_completed};
pub(crate) use tables::{Selector, State};
