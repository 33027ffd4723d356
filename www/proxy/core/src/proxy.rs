//! The proxy as a host uses it: how a request is answered, and what the shop's own server asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use http::{HeaderMap, HeaderValue};
use ivy_data_session::recall::Wanted;
use url::Url;

use crate::address::Network;
use crate::alarm::Alarms;
use crate::capacity::Capacity;
use crate::guard::Guard;
use crate::health::{Watch, Watched};
use crate::ivy::{Ivy, Observers};
use crate::limit::Limit;
use crate::metrics::{Gauges, Metrics};
use crate::operations::{self, ListPath, Login, ReleasedAccount};
use crate::secrets::Signing;
use crate::store::Store;
use crate::{
    Answered, Asked, Config, ConfigError, Customer, Head, Health, Host, Refused, SignInUnavailable, Who, guest, places,
    serve,
};

/// The longest customer id: Ivy takes references of 200 characters.
const LONGEST_CUSTOMER_ID: usize = 200;

/// The proxy. Cheap to clone; all clones are one.
pub struct Proxy<H> {
    pub(crate) parts: Arc<Parts<H>>,
}

impl<H> Clone for Proxy<H> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

/// What the proxy is made of.
pub(crate) struct Parts<H> {
    host: Arc<H>,
    pub(crate) config: Config,
    pub(crate) store: Store<Watched<H>>,
    pub(crate) ivy: Ivy,
    pub(crate) guard: Guard,
    pub(crate) signing: Signing,
    pub(crate) owners: Limit<String>,
    pub(crate) addresses: Limit<Network>,
    pub(crate) callbacks: Limit<Network>,
    pub(crate) capacity: Capacity,
    pub(crate) alarms: Arc<Alarms>,
    pub(crate) metrics: Arc<Metrics>,
    watch: Arc<Watch>,
    pub(crate) return_url: Url,
    pub(crate) plain_return_url: Url,
    /// When answers that are kept no longer were last removed.
    pub(crate) swept_at: AtomicI64,
    /// Whether the shop is served over https, so that cookies are `Secure`.
    secure: bool,
}

impl<H: Host> Proxy<H> {
    /// A proxy with these settings that stands on `host`, whose tables were [brought up to date](crate::migrate).
    ///
    /// # Errors
    /// A setting that cannot be run with: named, and what was expected, not its value.
    pub fn new(config: Config, host: H) -> Result<Self, ConfigError> {
        let guard = Guard::new(&config.origins)?;
        let secure = config.origins.iter().any(|origin| origin.starts_with("https:"));
        let signing = Signing::new(&config)?;
        places::check(&config)?;
        let page = |setting, text: &str| {
            let url = places::secure_url(setting, text)?;
            guard.check_page(setting, &url)?;
            Ok(url)
        };
        let (host, watch) = (Arc::new(host), Arc::<Watch>::default());
        let (alarms, metrics) = (Arc::<Alarms>::default(), Arc::new(Metrics::new()));
        let observers =
            Observers { alarms: Arc::clone(&alarms), metrics: Arc::clone(&metrics), watch: Arc::clone(&watch) };
        Ok(Self {
            parts: Arc::new(Parts {
                store: Store::new(Arc::new(Watched::new(Arc::clone(&host), Arc::clone(&watch)))),
                host,
                ivy: Ivy::new(&config, observers)?,
                owners: Limit::new(config.limits.per_owner)?,
                addresses: Limit::new(config.limits.per_address)?,
                callbacks: Limit::new(config.limits.callbacks_per_address)?,
                capacity: Capacity::new(&config.limits)?,
                return_url: page("return_url", &config.return_url)?,
                plain_return_url: page("plain_return_url", &config.plain_return_url)?,
                alarms,
                metrics,
                watch,
                swept_at: AtomicI64::new(0),
                config,
                guard,
                signing,
                secure,
            }),
        })
    }

    /// What it stands on.
    pub fn host(&self) -> &H {
        &self.parts.host
    }

    /// Epoch seconds.
    pub(crate) fn now(&self) -> i64 {
        (self.host().now_ms() / 1000) as i64
    }

    /// Answers a request: checks, operation, headers, and one line in the log. Not to be dropped before it has ended:
    /// where a browser hangs up, Ivy's answer is still to be written down, so that a repeat finds it.
    pub async fn handle(&self, head: Head, asked: impl Asked) -> Answered {
        serve::serve(self, head, asked).await
    }

    /// What is answered where [`handle`](Self::handle) did not come to its end: 503, logged like every answer.
    pub fn stopped(&self, head: &Head) -> Answered {
        serve::stopped(self, head)
    }

    /// Asks Ivy at the list path for a user that does not exist, and logs what that says about the path. Meant for the
    /// start: nothing depends on it.
    pub async fn check_list_path(&self) -> ListPath {
        let said = operations::check_list_path(self).await;
        self.parts.watch.list_path(said);
        said
    }

    /// Returns how the proxy does by what it learned last. Asks neither Ivy nor the database. Not for a public route: it
    /// tells everybody when to attack.
    pub fn health(&self) -> Health {
        let swept_at = Some(self.parts.swept_at.load(Ordering::Relaxed)).filter(|at| *at > 0);
        self.parts.watch.health(self.parts.ivy.breakers(self.host().elapsed_ms()), swept_at)
    }

    /// Returns the counters in the OpenMetrics text format (`application/openmetrics-text; version=1.0.0; charset=utf-8`).
    /// Not for a public route.
    pub fn metrics(&self) -> String {
        let Parts { metrics, alarms, capacity, ivy, .. } = &*self.parts;
        let breakers = ivy.named_breakers(self.host().elapsed_ms());
        metrics.write(alarms, Gauges { load: capacity.load(), ivy_in_flight: ivy.in_flight(), breakers: &breakers })
    }

    /// Who sent a request with these headers: the customer whom the merchant's sign-in `found`, else the guest by the
    /// cookie.
    ///
    /// # Errors
    /// 503 where the sign-in cannot be asked, or gave an id that cannot be one.
    pub fn who(&self, headers: &HeaderMap, found: Result<Option<Customer>, SignInUnavailable>) -> Result<Who, Refused> {
        match found.map_err(|_| Refused::unavailable().because("sign-in"))? {
            None => Ok(Who::Guest(guest::read(headers, self.parts.secure))),
            Some(customer) if customer.id.trim().is_empty() || customer.id.chars().count() > LONGEST_CUSTOMER_ID => {
                Err(Refused::unavailable().because("the sign-in gave a customer id that is blank or too long"))
            }
            Some(customer) => Ok(Who::Customer(customer)),
        }
    }

    /// A guest cookie for a browser that has none and is not signed in, as the value of `Set-Cookie`. `list` and
    /// `create` set one too; a shop that sets it with its page makes even the very first create repeatable.
    ///
    /// # Errors
    /// 503 where there is no randomness.
    pub fn guest_cookie(&self, who: &Who) -> Result<Option<HeaderValue>, Refused> {
        match who {
            Who::Guest(None) => Ok(Some(guest::issue(self.host(), self.parts.secure)?.1)),
            _ => Ok(None),
        }
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type and
    /// the header `Ivy-Client: 1`. For the shop's own routes; the proxy's check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<(), Refused> {
        self.parts.guard.json(headers)
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// A page with such a form needs a referrer policy other than `no-referrer` (`same-origin` is as good): with that
    /// one browsers send `Origin: null` with a form (Fetch standard, "append a request `Origin` header").
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<(), Refused> {
        self.parts.guard.form(headers)
    }

    /// A browser of `who` came back with this nonce in the URL: what became of the login. `/result` does the same.
    ///
    /// # Errors
    /// 404 for every nonce that is not of this customer's or guest's own login; Ivy's faults.
    pub async fn present_nonce(&self, who: &Who, nonce: &str) -> Result<Login, Refused> {
        serve::limit_owner(self, who)?;
        operations::present_nonce(self, who, nonce).await
    }

    /// What became of a login whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of `who`; Ivy's faults.
    pub async fn login(&self, who: &Who, reference_id: &str) -> Result<Login, Refused> {
        serve::limit_owner(self, who)?;
        operations::login(self, who, reference_id).await
    }

    /// The account at `account_index` of a session, for a payment: fetched again from Ivy for `who`, and decided by the
    /// same code as on the page.
    ///
    /// # Errors
    /// 404 for every session that is not released to `who`, does not have what is `wanted`, or has no such account;
    /// Ivy's faults.
    pub async fn release_account(
        &self,
        who: &Who,
        session_id: &str,
        account_index: usize,
        wanted: &Wanted,
    ) -> Result<ReleasedAccount, Refused> {
        serve::limit_owner(self, who)?;
        operations::release_account(self, who, session_id, account_index, wanted).await
    }

    /// Whether a bank that was connected before is released to `who`, as far as the table knows: whether a page may
    /// expect a list with something in it. Ivy is not asked, so it is a hint for what to show first, and decides nothing.
    ///
    /// # Errors
    /// Where the table cannot be asked.
    pub async fn has_released(&self, who: &Who) -> Result<bool, Refused> {
        match who.owner() {
            Some(owner) => self.parts.store.has_released(&owner).await,
            None => Ok(false),
        }
    }

    /// Removes all that is held of a customer, for example when they delete their account. Nothing of it is released
    /// again, whatever Ivy says later. How many sessions that were.
    ///
    /// # Errors
    /// Where the table, or with `trust_unbound_sessions` Ivy, cannot be asked: then it has to be repeated.
    pub async fn forget_customer(&self, customer: &Customer) -> Result<u64, Refused> {
        operations::forget_all(self, &Who::Customer(customer.clone())).await
    }

    pub(crate) fn new_guest(&self) -> Result<(Who, HeaderValue), Refused> {
        let (id, cookie) = guest::issue(self.host(), self.parts.secure)?;
        Ok((Who::Guest(Some(id)), cookie))
    }
}

impl<H> std::fmt::Debug for Proxy<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxy").field("config", &self.parts.config).finish_non_exhaustive()
    }
}
