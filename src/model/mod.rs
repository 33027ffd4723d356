//! The one definition of every shape, enumeration and path that is sent to Ivy or returned by it, and of the proxy's own
//! paths and codes. No rules.
//!
//! A field is one line in [`request`] or [`response`]. From it follow the serde type, the tables by which
//! [`crate::rules`] and [`crate::decode`] check, the TypeScript type, the schema in `openapi.yaml`, and the fields that
//! the proxy passes on to a page.

pub mod assumed;
pub mod choice;
mod codes;
mod definition;
pub mod error_code;
mod key;
pub mod locale;
mod macros;
mod names;
pub mod operation;
pub mod path;
pub mod permission;
pub mod request;
pub mod response;
mod role;
mod shape;
pub mod status;

pub use definition::{Audience, Defined, Definition, Note};
pub use error_code::ErrorCode;
pub use operation::Operation;
pub use request::{
    DataSessionRequest, ExternalUser, ListQuery, MatchAddress, MatchData, MatchIban, PrefillRequest, SessionQuery,
};
pub use response::{
    Account, BankCode, Bban, DataSession, DataSessionList, FinancialAddress, Iban, Identity, Prefill, SessionData,
    SessionUser, SortCode, Wallet,
};
pub use role::Role;
pub use shape::{Field, Kind, Presence, Shape};

pub(crate) use codes::codes;
pub(crate) use shape::MAX_FIELDS;

/// A JSON object with any members: metadata, or the undocumented fields of an object.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// Seconds since 1970-01-01T00:00:00Z.
pub type EpochSeconds = serde_json::Number;
