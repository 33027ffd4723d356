//! The release rule (SECURITY.md, 2 and 3): who may see a session, decided in one pure function.
//!
//! [`decide`] takes a row of the table, an [`Event`] and the time, and returns an [`Verdict`] and the row as it is
//! afterwards. It reads no clock, asks nobody and knows no SQL. The store writes the new row only if nobody changed it
//! in between, and otherwise asks the rule again.
//!
//! | who presents | success nonce | error nonce |
//! |---|---|---|
//! | the owner | released if Ivy's session is complete, or becomes so within 30 minutes | told what became of the login |
//! | nobody signed in, in the browser that began the login | 401; noted | 401 |
//! | a customer whose browser has the owning guest's cookie | 404; the guest's sessions are forgotten | the same |
//! | the sign-in cannot be asked | 503 | 503 |
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

/// How long the owner's presentation waits for Ivy's "complete", in seconds.
pub const PENDING_SECONDS: i64 = 30 * 60;

/// How long a nonce is taken after its session has expired, in seconds.
pub const NONCE_GRACE_SECONDS: i64 = 60 * 60;

/// How long a session can be open if Ivy gives no plausible `expiresAt`, in seconds (Ivy's documentation: 24 hours at
/// most).
pub const LONGEST_LOGIN_SECONDS: i64 = 24 * 60 * 60;
