//! Talking to the merchant proxy: requests, retries, deadlines, errors, and the main job, [`connect_bank`].
//!
//! Everything here is generic over a [`Transport`], so that it runs natively against a scripted one with a virtual
//! clock. `fetch`, which exists in the WebAssembly build only, is the one place that knows `gloo-net`.
#![doc = include_str!("errors.md")]

mod call;
mod classify;
mod connect;
mod connect_options;
mod error;
#[cfg(target_arch = "wasm32")]
pub mod fetch;
mod http_date;
mod login_host;
mod retry;
mod sessions;
mod steps;
mod transport;

pub use call::{Limits, call};
pub(crate) use classify::undecodable;
pub use connect::{Connect, Connecting, Login, Outcome, Recalled, connect_bank};
pub use connect_options::{ConnectOptions, check_connect_options};
pub use error::{Cause, Code, Error};
pub use http_date::read_http_date;
pub use login_host::{Environment, LoginHosts};
pub use sessions::{Listed, details_question, list_question, list_sessions, read_list, read_session};
pub use steps::{Came, Next, Question, drive};
pub use transport::{Answer, Event, Failure, Operation, Request, Transport};
