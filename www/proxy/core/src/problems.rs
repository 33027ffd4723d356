//! All problems of a configuration at once, for a program that reads it from a file.

use std::sync::Arc;

use crate::capacity::Capacity;
use crate::config::{Config, ConfigError};
use crate::guard::Guard;
use crate::ivy::{Ivy, Observers};
use crate::limit::Limit;
use crate::metrics::Metrics;
use crate::return_pages::AllReturnPages;
use crate::secrets::SecretSet;
use crate::urls;

impl Config {
    /// Returns the problems of this configuration: at most one of each group of options that are checked together. A proxy
    /// with a configuration without problems starts, if its database can be used.
    #[must_use]
    pub fn problems(&self) -> Vec<ConfigError> {
        let guard = Guard::new(&self.origins);
        let limits = &self.limits;
        let observers =
            Observers { alarms: Arc::default(), metrics: Arc::new(Metrics::new()), monitor: Arc::default() };
        let secrets = SecretSet {
            api_key: self.api_key.clone(),
            signing_secrets: self.signing_secrets.clone(),
            table_secrets: self.table_secrets.clone(),
        };
        let return_pages = guard.as_ref().ok().and_then(|guard| AllReturnPages::new(self, guard).err());
        let rates = [limits.per_owner, limits.per_address, limits.callbacks_per_address];
        let rate = rates.into_iter().find_map(|rate| Limit::<String>::new(rate).err());
        let problems =
            secrets.problems().into_iter().chain(guard.err()).chain(return_pages).chain(urls::problems(self));
        let problems = problems.chain(Ivy::new(self, observers).err()).chain(rate).chain(Capacity::new(limits).err());
        problems.collect()
    }
}
