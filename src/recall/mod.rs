//! The decision: which past session can stand in for a bank login.
//!
//! It is pure: a checked list, what is wanted, and the time go in. The page decides with it what to show, and the
//! merchant's proxy decides with the same code before an account is used.

mod criteria;
mod decision;
mod eligible;
mod lower;
mod people;
mod reason;

pub use criteria::Criteria;
pub use decision::{Decision, DecisionBuilder, decide};
pub use reason::Reason;
