//! The state that all routes share.

use crate::deviations::Deviations;
use crate::settings::Settings;
use crate::store::Store;
use crate::webhooks::Sender;
use std::sync::{Arc, PoisonError, RwLock};

/// A running sandbox, for the handlers of its routes.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    pub(crate) webhooks: Arc<Sender>,
    /// The origin of the API and of the login pages, such as `http://127.0.0.1:8081`.
    pub(crate) origin: String,
    deviations: RwLock<Deviations>,
}

impl App {
    /// Creates the state. Its deviations are those of the settings.
    pub(crate) fn new(store: Store, settings: Settings, webhooks: Arc<Sender>, origin: String) -> Self {
        let deviations = RwLock::new(settings.deviations);
        Self { store, settings, webhooks, origin, deviations }
    }

    /// Returns the deviations for a request. A handler calls this once, so that a change never applies to half of a request.
    pub(crate) fn deviations(&self) -> Deviations {
        *self.deviations.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the deviations of later requests and returns all of them. An error of `change` leaves them unchanged.
    pub(crate) fn change_deviations<E>(
        &self,
        change: impl FnOnce(Deviations) -> Result<Deviations, E>,
    ) -> Result<Deviations, E> {
        let mut deviations = self.deviations.write().unwrap_or_else(PoisonError::into_inner);
        *deviations = change(*deviations)?;
        Ok(*deviations)
    }
}
