//! Talking to the merchant proxy, as far as it is the same in a page and in the proxy: sending a request, reading the
//! dates of an answer, and the hosts where a shopper may log in.
//!
//! What a page asks in which order, how often it tries and what it makes of an answer's status is written in the
//! package's facade (`pkg/src`): that is waiting and branching, which weighs a third there.
#![doc = include_str!("errors.md")]

#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
pub mod fetch;
mod http_date;
mod login_host;

pub use http_date::read_http_date;
pub use login_host::{Environment, LoginHosts};
