//! The services of one running proxy, which requests and operations share.

mod warnings;

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderValue};

use crate::address::Network;
use crate::alarm::Alarms;
use crate::api_error::ApiError;
use crate::capacity::Capacity;
use crate::config::{Config, ConfigError};
use crate::current::Current;
use crate::customer::{Customer, SignInUnavailable};
use crate::guard::Guard;
use crate::health::{Health, HealthMonitor};
use crate::host::Host;
use crate::identify::Caller;
use crate::ivy::{Endpoint, Ivy, Observers, UpstreamError};
use crate::joining::{JoinKey, Joining};
use crate::keys::KeyRing;
use crate::limit::Limit;
use crate::list_way::ListCheck;
use crate::metrics::{Gauges, Metrics};
use crate::monitored_host::MonitoredHost;
use crate::recall_switch::RecallSwitch;
use crate::return_pages::AllReturnPages;
use crate::secrets::{Renew, SecretSet, Secrets};
use crate::store::Store;
use crate::who::{LoginId, Who};
use crate::{cookie, site, urls};

/// The services of a proxy: its configuration, store, Ivy client, limits and monitoring.
pub(crate) struct Services<H> {
    host: Arc<H>,
    pub(crate) config: Config,
    pub(crate) store: Store<MonitoredHost<H>>,
    pub(crate) ivy: Ivy,
    pub(crate) guard: Guard,
    pub(crate) secrets: Current<Secrets>,
    keys: Arc<Current<KeyRing>>,
    /// The time of the last sweep, in epoch seconds; 0 before the first.
    swept_at: AtomicI64,
    pub(crate) owners: Limit<String>,
    pub(crate) addresses: Limit<Network>,
    pub(crate) callbacks: Limit<Network>,
    pub(crate) capacity: Capacity,
    /// The capacity for callbacks, separate from the pages': stalled callbacks must not keep shoppers out.
    pub(crate) callback_capacity: Capacity,
    pub(crate) alarms: Arc<Alarms>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) monitor: Arc<HealthMonitor>,
    pub(crate) return_pages: AllReturnPages,
    pub(crate) list_check: ListCheck,
    pub(crate) recall_switch: RecallSwitch,
    pub(crate) joining: Arc<Joining>,
    /// True once the log has the reason why sessions from elsewhere are not adopted.
    is_adoption_explained: AtomicBool,
    /// True once the log has the reason why no session is found by a customer's identifier.
    is_identifier_explained: AtomicBool,
    /// True once the log has the reason why an address cannot be read.
    is_address_explained: AtomicBool,
    /// True once the log has the reason why no address is known.
    is_peer_explained: AtomicBool,
    /// The origins outside of the list that the log has named.
    named_origins: Mutex<Vec<String>>,
    /// True if the shop is served over https, so that cookies are `Secure`.
    pub(crate) secure: bool,
}

impl<H: Host> Services<H> {
    /// Validates the configuration and builds the services over `host`.
    ///
    /// # Errors
    /// If an option is invalid. The error names the option and what was expected, not the value.
    pub(crate) fn new(config: Config, host: H) -> Result<Self, ConfigError> {
        let guard = Guard::new(&config.origins)?;
        let secure = config.origins.iter().any(|origin| origin.starts_with("https:"));
        let secret_set = SecretSet {
            api_key: config.api_key.clone(),
            signing_secrets: config.signing_secrets.clone(),
            table_secrets: config.table_secrets.clone(),
        };
        let (secrets, keys) = secret_set.check()?;
        let keys = Arc::new(Current::new(keys));
        urls::check(&config)?;
        let (host, monitor) = (Arc::new(host), Arc::<HealthMonitor>::default());
        let (alarms, metrics) = (Arc::<Alarms>::default(), Arc::new(Metrics::new()));
        let observers =
            Observers { alarms: Arc::clone(&alarms), metrics: Arc::clone(&metrics), monitor: Arc::clone(&monitor) };
        let joining = Arc::<Joining>::default();
        Ok(Self {
            store: Store::new(
                Arc::new(MonitoredHost::new(Arc::clone(&host), Arc::clone(&monitor))),
                Arc::clone(&keys),
                config.retention,
                Arc::clone(&alarms),
                Arc::clone(&joining),
            ),
            host,
            ivy: Ivy::new(&config, observers)?,
            owners: Limit::new(config.limits.per_owner)?,
            addresses: Limit::new(config.limits.per_address)?,
            callbacks: Limit::new(config.limits.callbacks_per_address)?,
            capacity: Capacity::new(&config.limits)?,
            callback_capacity: Capacity::new(&config.limits)?,
            return_pages: AllReturnPages::new(&config, &guard)?,
            alarms,
            metrics,
            monitor,
            list_check: ListCheck::new(config.list_by),
            recall_switch: RecallSwitch::new(&config.recall),
            joining,
            is_adoption_explained: AtomicBool::new(false),
            is_identifier_explained: AtomicBool::new(false),
            is_address_explained: AtomicBool::new(false),
            is_peer_explained: AtomicBool::new(false),
            named_origins: Mutex::default(),
            config,
            guard,
            secrets: Current::new(secrets),
            swept_at: AtomicI64::new(0),
            keys,
            secure,
        })
    }

    /// Returns the host.
    pub(crate) fn host(&self) -> &H {
        &self.host
    }

    /// Returns the time of day in epoch seconds.
    pub(crate) fn now(&self) -> i64 {
        (self.host.now_ms() / 1000) as i64
    }

    /// Migrates the tables to the current version.
    ///
    /// # Errors
    /// If the tables cannot be created, are of a later version, or hold rows of an unknown table secret.
    pub(crate) async fn prepare(&self) -> Result<(), ConfigError> {
        self.store.prepare(self.now(), self.is_adoption_possible()).await?;
        site::warn_about_other_sites(&self.config);
        Ok(())
    }

    fn is_adoption_possible(&self) -> bool {
        self.config.trust_sessions_before.is_some()
    }

    /// Returns the health by the last known states, without calling Ivy or the database.
    pub(crate) fn health(&self) -> Health {
        let swept_at = Some(self.swept_at.load(Ordering::Relaxed)).filter(|at| *at > 0);
        let breakers = self.ivy.breakers(self.host.elapsed_ms());
        self.monitor.health(breakers, &self.list_check, self.recall_switch.position(), swept_at)
    }

    /// Writes all counters in the OpenMetrics text format.
    pub(crate) fn write_metrics(&self) -> String {
        let breakers = self.ivy.named_breakers(self.host.elapsed_ms());
        self.metrics.write(
            &self.alarms,
            Gauges {
                load: self.capacity.load().and(self.callback_capacity.load()),
                ivy_in_flight: self.ivy.in_flight(),
                breakers: &breakers,
            },
        )
    }

    /// Removes expired rows and records the time. Returns the number of removed sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub(crate) async fn sweep(&self) -> Result<u64, ApiError> {
        let removed = self.store.sweep(self.now()).await?;
        self.swept_at.store(self.now(), Ordering::Relaxed);
        self.alarms.flush(self.now());
        Ok(removed)
    }

    /// Replaces secrets. Requests in flight finish with the old ones.
    ///
    /// # Errors
    /// If a secret is invalid, or rows still name a table secret that is not in the new list. Nothing changes then.
    pub(crate) async fn renew(&self, renewal: Renew) -> Result<(), ConfigError> {
        let present = self.secrets.get();
        let next = present.set.with(renewal);
        let (secrets, keys) = next.check()?;
        self.store.check_secrets(&keys, self.is_adoption_possible()).await?;
        self.keys.set(keys);
        self.secrets.set(secrets);
        Ok(())
    }

    /// Calls an endpoint of Ivy with the current API key, and returns the body of its response.
    ///
    /// # Errors
    /// If Ivy refuses the request, or its response is lost.
    pub(crate) async fn call_ivy(&self, endpoint: Endpoint, body: String) -> Result<Vec<u8>, UpstreamError> {
        let key = self.secrets.get().api_key.clone();
        self.ivy.call(self.host(), key, endpoint, body).await
    }

    /// Calls an endpoint as [`call_ivy`](Self::call_ivy) does, or shares an equal call of the same owner that is in flight.
    ///
    /// # Errors
    /// The same as for [`call_ivy`](Self::call_ivy).
    pub(crate) async fn join_call(
        &self,
        owner: String,
        endpoint: Endpoint,
        body: String,
    ) -> Result<Arc<Vec<u8>>, UpstreamError> {
        let key = JoinKey { owner, endpoint, body: body.clone() };
        self.joining.join(key, self.call_ivy(endpoint, body)).await
    }

    /// Returns true if the merchant's switch for recall is on.
    pub(crate) async fn is_recall_on(&self) -> bool {
        self.recall_switch.is_on(&self.config.recall, self.host()).await
    }

    /// Builds the caller from a request's headers and the customer that the merchant's sign-in `found`.
    pub(crate) fn caller(&self, headers: &HeaderMap, found: Result<Option<Customer>, SignInUnavailable>) -> Caller {
        Caller::new(headers, found, self.secure)
    }

    /// Counts one request of an owner against the rate limit.
    ///
    /// # Errors
    /// 429 over the limit.
    pub(crate) fn limit_owner(&self, who: &Who) -> Result<(), ApiError> {
        match who.owner() {
            Some(owner) => self.owners.check(&owner, self.host.elapsed_ms()),
            None => Ok(()),
        }
    }

    /// Returns a session's pseudonym in the log.
    pub(crate) fn log_name(&self, session_id: &str) -> String {
        self.keys.get().newest().map(|keys| keys.log_name(session_id)).unwrap_or_default()
    }

    /// Creates a guest and the `Set-Cookie` value that identifies their browser.
    ///
    /// # Errors
    /// 503 if the host has no randomness.
    pub(crate) fn new_guest(&self) -> Result<(Who, HeaderValue), ApiError> {
        let (id, cookie) = cookie::new_guest(self.host(), self.secure)?;
        Ok((Who::Guest(Some(id)), cookie))
    }

    /// Returns the browser's login cookie, or a new one, and the `Set-Cookie` value that extends it.
    ///
    /// # Errors
    /// 503 if the host has no randomness.
    pub(crate) fn keep_login(&self, known: Option<LoginId>) -> Result<(LoginId, HeaderValue), ApiError> {
        cookie::keep_login(self.host(), known, self.secure)
    }
}
