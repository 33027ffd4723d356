//! The wire between a page and the merchant proxy: sending a request, the meaning of a response, and the hosts where a
//! shopper may log in.
//!
//! The package's facade (`pkg/src`) controls time: deadlines, retries, cancellation, and reading bodies as they arrive.
#![doc = include_str!("errors.md")]

#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
pub mod fetch;
mod http_date;
mod login_host;
mod meaning;

pub use http_date::read_http_date;
pub use login_host::{Environment, LoginHosts};
pub use meaning::{Accepted, Cause, Clock, Failure, ProxyResponse, ReportedIssue, meaning};
