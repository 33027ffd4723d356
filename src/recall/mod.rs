//! The decision whether a past session can replace a bank login.
//!
//! It is a pure function of a checked list, the criteria and the time. A page uses it to choose its offer. The merchant
//! proxy uses the same code before it releases an account.

mod body;
mod criteria;
mod decision;
mod eligible;
mod lower;
mod people;
mod reason;

pub use body::{BodyDecision, decide_body};
pub use criteria::Criteria;
pub use decision::{Decision, DecisionBuilder, decide};
pub use reason::Reason;
