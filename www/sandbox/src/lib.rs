#![doc = include_str!("../README.md")]

mod api;
mod banks;
mod chance;
mod clock;
mod control;
mod courier;
mod deviations;
mod hosted;
mod serve;
mod settings;
mod store;

pub use deviations::{CancelledStatus, Deviations};
pub use serve::{Running, StartError, serve};
pub use settings::Settings;

use courier::Courier;
use std::sync::{Arc, PoisonError, RwLock};
use store::Store;

/// What every handler knows.
#[derive(Debug)]
struct App {
    store: Store,
    settings: Settings,
    courier: Arc<Courier>,
    /// Where the login pages are, such as `http://127.0.0.1:8081`.
    origin: String,
    deviations: RwLock<Deviations>,
}

impl App {
    /// Returns the deviations that apply to a request. A handler asks once, so that a change never applies to half of it.
    fn deviations(&self) -> Deviations {
        *self.deviations.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the deviations of later requests and returns all of them. On an error nothing changes.
    fn change_deviations<E>(&self, change: impl FnOnce(Deviations) -> Result<Deviations, E>) -> Result<Deviations, E> {
        let mut deviations = self.deviations.write().unwrap_or_else(PoisonError::into_inner);
        *deviations = change(*deviations)?;
        Ok(*deviations)
    }
}
