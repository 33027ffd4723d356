//! What is sent to Ivy and what it answers: constants, and serde types with requests and answers apart. No rules.
//!
//! The types are for Rust programs: the merchant proxy, the sandbox, tests. The WebAssembly build has the constants
//! only, since it checks requests and answers without making such values, and derived code weighs.

pub mod assumed;
pub mod locale;
pub mod path;
pub mod permission;
pub mod status;

#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
mod answer;
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
mod request;

#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub use answer::{
    Account, AccountIdentifier, DataSession, DataSessionList, FinancialAddress, Iban, Identity, Prefill, SessionData,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub use request::{
    DataSessionRequest, ExternalUser, ListQuery, MatchAddress, MatchData, MatchIban, PrefillRequest, SessionQuery,
};

/// A JSON object of anything: metadata, and the fields of an answer that are not documented.
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// Seconds since 1970-01-01T00:00:00Z.
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub type EpochSeconds = serde_json::Number;
