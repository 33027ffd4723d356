//! The scan of a response into checked, indexed sessions, in one pass over its bytes.
//!
//! A page seldom needs more than one session of a list, so the scan builds no objects. It checks the bytes, compares every
//! session with the documented shapes, and records the range of each session and the fields that [`crate::recall`] decides
//! by. To get a session as an object, parse its slice of the body.
//!
//! The parts, from the bottom:
//!
//! | part | does |
//! |---|---|
//! | [`crate::json`]'s lexer | consumes strings, numbers and whole values, eight bytes at a time if possible |
//! | [`crate::model`] | defines the documented fields and their roles, as tables |
//! | `predictor` | predicts the next field from the object before |
//! | `scanner` | reads an object by its table |
//! | `entry` | holds the extracted fields of a session |
//! | `list`, `session` | read the two kinds of response |
//! | `spans` | reads a list through a small window, so that a page's memory does not grow with the response |
//!
//! Findings have three levels:
//!
//! - **Fatal** ([`SyntaxError`]): the structure is not that of JSON as [`crate::json`] reads it, or a list has no envelope. A
//!   truncated or garbled response is never used in part.
//! - **Problems** make one session unusable and leave the others alone: a documented field of another type (`null` counts as
//!   absent if the field is optional), a missing `id` or `status`, a duplicate key, a damaged string. Parsers differ in the
//!   duplicate that they use, and in their reading of an unpaired surrogate.
//! - **Warnings** leave the session usable: a wrong IBAN, BIC, date or point in time, a BBAN that is not the tail of its IBAN, an unknown
//!   status. Ivy's own documentation has such values.

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
