//! Bytes of an answer to checked, indexed sessions, in one pass.
//!
//! A page seldom needs more than one of the sessions that a list holds. So no objects are made here: the bytes are
//! checked, every session is held against the documented shapes, and what stays is where each session lies and the few
//! facts that [`crate::recall`] decides by. Whoever wants a session as an object reads its slice of the body.
//!
//! How it works, from the bottom:
//!
//! | part | does |
//! |---|---|
//! | [`crate::json`]'s lexer | moves over strings, numbers, whole values, eight bytes at a time where it can |
//! | [`crate::model`] | defines the fields that an object may have and their meaning: tables to read, no code |
//! | `scanner` | walks an object along its table, and guesses each key from the object before |
//! | `facts` | what is remembered of a session |
//! | `list`, `session` | the two kinds of answer |
//! | `places` | a list through a small window, for a page whose memory should not grow with the answer |
//!
//! **Fatal** ([`SyntaxError`]): what is not JSON as [`crate::json`] reads it, and an answer without its envelope. What
//! was cut off or garbled on the way must not be half believed.
//! **Problems** set one session aside and leave the others alone: a known field of another type (`null` counts as absent
//! where a field is optional), no string `id` or `status`, a known key that stands there twice. Which of two values
//! counts is for a reader to guess, and two readers guess differently.
//! **Warnings** leave the session usable: an IBAN, BIC or date that is wrong, a BBAN that is not the tail of its IBAN, an
//! unknown status. Ivy's own documentation has such values.
//! Unknown fields are nobody's business: only their syntax is checked.

mod bban;
mod entry;
mod list;
mod predictor;
mod scanner;
mod session;
mod spans;

pub use entry::{Number, SessionEntry, Status, Text};
pub use list::{Finding, SessionList, scan_list};
pub use session::{ScannedSession, check_session, scan_session};
pub use spans::{Body, SessionSpans, WINDOW, scan_spans};

#[doc(no_inline)]
pub use crate::json::SyntaxError;
