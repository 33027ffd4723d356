#![doc = include_str!("../README.md")]

mod api;
mod banks;
mod chance;
mod clock;
mod control;
mod courier;
mod hosted;
mod serve;
mod settings;
mod store;

pub use serve::{Running, StartError, serve};
pub use settings::Settings;

use courier::Courier;
use std::sync::Arc;
use store::Store;

/// What every handler knows.
#[derive(Debug)]
struct App {
    store: Store,
    settings: Settings,
    courier: Arc<Courier>,
    /// Where the login pages are, such as `http://127.0.0.1:8081`.
    origin: String,
}
