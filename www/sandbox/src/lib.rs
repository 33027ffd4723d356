//! The sandbox as a server in Rust. `ivy-sandbox-core` has the rules; this crate has the socket, the database and the
//! sender of callbacks.
//!
//! | floor | does |
//! |---|---|
//! | `settings`, `store`, `system` | hold the settings, store rows in SQLite, read the system's clock and randomness |
//! | `app` | answer requests, store their changes, post callbacks |
//! | `serve` | start and stop the server |
#![doc = ""]
#![doc = include_str!("../README.md")]

mod app;
mod serve;
mod settings;
mod store;
mod system;

pub use ivy_sandbox_core::{CancelledStatus, Deviations, ErrorBody, Settings as Rules};
pub use serve::{Running, StartError, serve};
pub use settings::Settings;
