//! The release rule (SECURITY.md, 2 and 3): a pure function decides who may see a session.
//!
//! [`decide`] takes a row of the table, an [`Event`] and the time. It returns a [`Verdict`] and the row after the event. It
//! reads no clock, calls nothing and knows no SQL. The store writes the new row only if no one else has changed it in
//! between; otherwise it reads the row and decides again.
//!
//! | visitor | success nonce | error nonce |
//! |---|---|---|
//! | the owner | released if Ivy's session is complete, or becomes so within 30 minutes | gets the login's outcome |
//! | nobody signed in, in the browser that began the login | 401; recorded | 401 |
//! | a customer whose browser has the owning guest's cookie | 404; the guest's sessions are forgotten | the same |
//! | the sign-in is unavailable | 503 | 503 |
//! | anybody else | 404; locked for good | 404; locked for good |
//!
//! `tests/release` explores the rule exhaustively, together with a model of browsers, cookies and Ivy.

mod adoption;
mod digest;
mod event;
mod identity;
mod row;
mod rule;
#[cfg(test)]
mod tests;
mod visitor;

pub use adoption::{Origin, Trust, adopt};
pub use digest::Digest;
pub use event::{Event, Seen, Verdict};
pub use identity::Identity;
pub use row::{Outcome, Row, State};
pub use rule::decide;
pub use visitor::{SignIn, Visitor};

/// The time for which the owner's presentation waits for Ivy's "complete", in seconds.
pub const PENDING_SECONDS: i64 = 30 * 60;

/// The time for which a nonce is accepted after its login has ended, in seconds.
pub const NONCE_GRACE_SECONDS: i64 = 60 * 60;

/// The longest duration of a login if Ivy gives no plausible `expiresAt`, in seconds. Ivy's documentation: 24 hours.
pub const LONGEST_LOGIN_SECONDS: i64 = 24 * 60 * 60;
