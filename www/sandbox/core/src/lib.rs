//! The rules of the sandbox, for every program that hosts it: Ivy's API, the hosted bank login, the result callbacks and
//! the endpoints for tests.
//!
//! A [`Sandbox`] has no sockets, no files and no timers. It takes a [`Request`] and returns an [`Outcome`]: the response, the
//! callbacks to post and the changes of its state. A host stores the changes as [`Row`]s, commits them, posts the
//! callbacks and then responds. A [`Host`] provides the clock and randomness. So the rules are written once, for a Rust
//! server and, compiled to WebAssembly, for a JavaScript server.
//!
//! The modules are floors: a lower one never imports a higher one, and no modules import each other in a circle.
//! `tests/floors` checks this table.
//!
//! | floor | does |
//! |---|---|
//! | `host`, `moment`, `operation`, `request`, `response`, `deviations`, `error_body`, `script`, `create_request` | define the host, plain requests and responses, and the choices of a tester |
//! | `banks`, `random`, `settings` | define the test banks, ids and signatures, and the settings |
//! | `state` | holds sessions, logins, callbacks and counts, and their rows |
//! | `api_error`, `json_body`, `session_body`, `webhook` | define the shapes of the API |
//! | `call` | holds the parts of one request |
//! | `api`, `hosted`, `control` | answer the API, the bank login and the endpoints for tests |
//! | `sandbox` | offer all of it to a host |

mod api;
mod api_error;
mod banks;
mod call;
mod control;
mod create_request;
mod deviations;
mod error_body;
mod host;
mod hosted;
mod json_body;
mod moment;
mod operation;
mod random;
mod request;
mod response;
mod sandbox;
mod script;
mod session_body;
mod settings;
mod state;
mod webhook;

pub use deviations::{CancelledStatus, Deviations};
pub use error_body::ErrorBody;
pub use host::{Host, NoRandomness};
pub use request::{BodyError, MAX_BODY, Request};
pub use response::Response;
pub use sandbox::{Attempts, Outcome, Sandbox};
pub use settings::Settings;
pub use state::{Change, InvalidRow, Row, Table};
pub use webhook::Post;
