//! The proxy, as a host and the shop's own server call it.

mod for_browser;
mod for_shop;

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::config::{Config, ConfigError};
use crate::health::Health;
use crate::host::Host;
use crate::list_way::ListPath;
use crate::request::{Head, RequestContext};
use crate::response::Response;
use crate::services::Services;
use crate::{operations, serve};

/// The interval at which a host calls [`Proxy::sweep`].
pub const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);

/// The proxy. A cheap handle: all clones share one proxy.
pub struct Proxy<H> {
    services: Arc<Services<H>>,
}

impl<H> Clone for Proxy<H> {
    fn clone(&self) -> Self {
        Self { services: Arc::clone(&self.services) }
    }
}

/// A handle that does not keep the proxy alive, for background tasks.
pub struct WeakProxy<H>(Weak<Services<H>>);

impl<H> WeakProxy<H> {
    /// Returns the proxy, or `None` if its last handle was dropped.
    #[must_use]
    pub fn upgrade(&self) -> Option<Proxy<H>> {
        self.0.upgrade().map(|services| Proxy { services })
    }
}

impl<H> fmt::Debug for WeakProxy<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakProxy")
    }
}

impl<H: Host> Proxy<H> {
    /// Builds a proxy with this configuration over `host`. Call [`prepare`](Self::prepare) before anything else.
    ///
    /// # Errors
    /// If an option is invalid. The error names the option and what was expected, not the value.
    pub fn new(config: Config, host: H) -> Result<Self, ConfigError> {
        Ok(Self { services: Arc::new(Services::new(config, host)?) })
    }

    /// Returns a handle that does not keep the proxy alive.
    #[must_use]
    pub fn downgrade(&self) -> WeakProxy<H> {
        WeakProxy(Arc::downgrade(&self.services))
    }

    /// Migrates the tables to the current version. Call it once, before the first request.
    ///
    /// # Errors
    /// If the tables cannot be created, are of a later version, or hold rows of an unknown table secret.
    pub async fn prepare(&self) -> Result<(), ConfigError> {
        self.services.prepare().await
    }

    /// Returns the host.
    pub fn host(&self) -> &H {
        self.services.host()
    }

    /// Handles a request: checks it, performs its operation, builds the response and logs one line.
    ///
    /// Do not drop the future before it is ready. Ivy's response is stored even if the browser disconnects, so that a retry
    /// finds it.
    pub async fn handle(&self, head: Head, context: impl RequestContext) -> Response {
        serve::serve(&self.services, head, context).await
    }

    /// Returns the response to a request whose [`handle`](Self::handle) panicked: a 503, logged like any other.
    pub fn stopped(&self, head: &Head) -> Response {
        serve::stopped(&self.services, head)
    }

    /// Requests Ivy's list for a user that does not exist, and logs the way to past sessions that is taken. Meant for the
    /// start of the shop; otherwise the first list does it. A failed check does not stop the proxy.
    pub async fn check_list_path(&self) -> ListPath {
        operations::check_list_path(&self.services).await
    }

    /// Returns the health by the last known states, without calling Ivy or the database. Do not serve it on a public route:
    /// it shows attackers when the proxy is weak.
    pub fn health(&self) -> Health {
        self.services.health()
    }

    /// Returns the counters in the OpenMetrics text format (`application/openmetrics-text; version=1.0.0; charset=utf-8`).
    /// Do not serve them on a public route.
    pub fn metrics(&self) -> String {
        self.services.write_metrics()
    }
}

impl<H> fmt::Debug for Proxy<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("config", &self.services.config).finish_non_exhaustive()
    }
}
