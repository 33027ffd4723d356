//! The proxy as a host uses it: how a request is answered, and what the shop's own server asks.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use ivy_data_session::recall::Wanted;
use ivy_data_session::rules::IssueCode;
use url::Url;

use crate::address::Network;
use crate::alarm::Alarms;
use crate::capacity::Capacity;
use crate::current::Current;
use crate::guard::Guard;
use crate::health::{HealthMonitor, MonitoredHost};
use crate::identify::Caller;
use crate::ivy::{Endpoint, Ivy, Observers, UpstreamError};
use crate::keys::Keys;
use crate::limit::Limit;
use crate::metrics::{Gauges, Metrics};
use crate::operations::{self, ListCheck, ListPath, Login, ReleasedAccount};
use crate::release::{Outcome, State};
use crate::secrets::{SecretSet, Secrets};
use crate::store::Store;
use crate::{
    ApiError, CheckedPost, Config, ConfigError, Customer, Head, Health, Host, LoginId, Renew, RequestContext, Response,
    SignInUnavailable, Who, cookie, serve, urls,
};

/// How often a host has the tables swept.
pub const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);

/// The proxy. Cheap to clone; all clones are one.
pub struct Proxy<H> {
    pub(crate) parts: Arc<Parts<H>>,
}

impl<H> Clone for Proxy<H> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

/// A proxy that may have ended: for a task that must not keep it alive.
pub struct WeakProxy<H>(Weak<Parts<H>>);

impl<H> WeakProxy<H> {
    /// Returns the proxy if anybody still has it.
    #[must_use]
    pub fn upgrade(&self) -> Option<Proxy<H>> {
        self.0.upgrade().map(|parts| Proxy { parts })
    }
}

impl<H> std::fmt::Debug for WeakProxy<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WeakProxy")
    }
}

/// The parts of a proxy.
pub(crate) struct Parts<H> {
    host: Arc<H>,
    pub(crate) config: Config,
    pub(crate) store: Store<MonitoredHost<H>>,
    pub(crate) ivy: Ivy,
    pub(crate) guard: Guard,
    pub(crate) secrets: Current<Secrets>,
    keys: Arc<Current<Keys>>,
    /// When the tables were last swept, in epoch seconds; 0 if not yet.
    swept_at: AtomicI64,
    pub(crate) owners: Limit<String>,
    pub(crate) addresses: Limit<Network>,
    pub(crate) callbacks: Limit<Network>,
    pub(crate) capacity: Capacity,
    /// Apart from the pages': stalled callbacks must not keep shoppers out.
    pub(crate) callback_capacity: Capacity,
    pub(crate) alarms: Arc<Alarms>,
    pub(crate) metrics: Arc<Metrics>,
    watch: Arc<HealthMonitor>,
    pub(crate) return_url: Url,
    pub(crate) plain_return_url: Url,
    pub(crate) list_check: ListCheck,
    /// Whether the log has said why sessions from elsewhere are not adopted.
    is_adoption_explained: AtomicBool,
    /// Whether the shop is served over https, so that cookies are `Secure`.
    secure: bool,
}

impl<H: Host> Proxy<H> {
    /// Makes a proxy with these settings that stands on `host`. [`prepare`](Self::prepare) has to come before anything
    /// else.
    ///
    /// # Errors
    /// A setting that cannot be run with: named, and what was expected, not its value.
    pub fn new(config: Config, host: H) -> Result<Self, ConfigError> {
        let guard = Guard::new(&config.origins)?;
        let secure = config.origins.iter().any(|origin| origin.starts_with("https:"));
        let given = SecretSet {
            api_key: config.api_key.clone(),
            signing_secrets: config.signing_secrets.clone(),
            table_secrets: config.table_secrets.clone(),
        };
        let (secrets, keys) = given.check()?;
        let keys = Arc::new(Current::new(keys));
        urls::check(&config)?;
        let page = |setting, text: &str| {
            let url = urls::secure_url(setting, text)?;
            guard.check_page(setting, &url)?;
            Ok(url)
        };
        let (host, watch) = (Arc::new(host), Arc::<HealthMonitor>::default());
        let (alarms, metrics) = (Arc::<Alarms>::default(), Arc::new(Metrics::new()));
        let observers =
            Observers { alarms: Arc::clone(&alarms), metrics: Arc::clone(&metrics), watch: Arc::clone(&watch) };
        Ok(Self {
            parts: Arc::new(Parts {
                store: Store::new(
                    Arc::new(MonitoredHost::new(Arc::clone(&host), Arc::clone(&watch))),
                    Arc::clone(&keys),
                    config.retention,
                    Arc::clone(&alarms),
                ),
                host,
                ivy: Ivy::new(&config, observers)?,
                owners: Limit::new(config.limits.per_owner)?,
                addresses: Limit::new(config.limits.per_address)?,
                callbacks: Limit::new(config.limits.callbacks_per_address)?,
                capacity: Capacity::new(&config.limits)?,
                callback_capacity: Capacity::new(&config.limits)?,
                return_url: page("return_url", &config.return_url)?,
                plain_return_url: page("plain_return_url", &config.plain_return_url)?,
                alarms,
                metrics,
                watch,
                list_check: ListCheck::new(),
                is_adoption_explained: AtomicBool::new(false),
                config,
                guard,
                secrets: Current::new(secrets),
                swept_at: AtomicI64::new(0),
                keys,
                secure,
            }),
        })
    }

    /// Returns the proxy for a task that must not keep it alive.
    #[must_use]
    pub fn downgrade(&self) -> WeakProxy<H> {
        WeakProxy(Arc::downgrade(&self.parts))
    }

    /// Brings the tables up to date. For the start, before anything is served.
    ///
    /// # Errors
    /// If the tables cannot be made, are of a later version, or hold rows of a table secret that is not in the list.
    pub async fn prepare(&self) -> Result<(), ConfigError> {
        let is_adoption_possible = self.parts.config.trust_sessions_before.is_some();
        self.parts.store.prepare(self.now(), is_adoption_possible).await
    }

    /// Returns the host that it stands on.
    pub fn host(&self) -> &H {
        &self.parts.host
    }

    /// Epoch seconds.
    pub(crate) fn now(&self) -> i64 {
        (self.host().now_ms() / 1000) as i64
    }

    /// Answers a request: checks, operation, headers, and one line in the log. Not to be dropped before it has ended:
    /// where a browser hangs up, Ivy's answer is still to be written down, so that a repeat finds it.
    pub async fn handle(&self, head: Head, asked: impl RequestContext) -> Response {
        serve::serve(self, head, asked).await
    }

    /// What is answered where [`handle`](Self::handle) did not come to its end: 503, logged like every answer.
    pub fn stopped(&self, head: &Head) -> Response {
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
        let Parts { metrics, alarms, capacity, callback_capacity, ivy, .. } = &*self.parts;
        let breakers = ivy.named_breakers(self.host().elapsed_ms());
        metrics.write(
            alarms,
            Gauges {
                load: capacity.load().and(callback_capacity.load()),
                ivy_in_flight: ivy.in_flight(),
                breakers: &breakers,
            },
        )
    }

    /// Returns who sent a request with these headers: the customer whom the merchant's sign-in `found`, else the guest by
    /// the cookie.
    ///
    /// # Errors
    /// 503 if the sign-in cannot be asked, or gave an id that cannot be one.
    pub fn who(
        &self,
        headers: &HeaderMap,
        found: Result<Option<Customer>, SignInUnavailable>,
    ) -> Result<Who, ApiError> {
        self.caller(headers, found).who()
    }

    pub(crate) fn caller(&self, headers: &HeaderMap, found: Result<Option<Customer>, SignInUnavailable>) -> Caller {
        Caller::new(headers, found, self.parts.secure)
    }

    /// Makes a guest cookie for a browser that has none and is not signed in, as the value of `Set-Cookie`. `list` and
    /// `create` set one too; a shop that sets it with its page makes even the very first create repeatable.
    ///
    /// # Errors
    /// 503 if there is no randomness.
    pub fn guest_cookie(&self, who: &Who) -> Result<Option<HeaderValue>, ApiError> {
        match who {
            Who::Guest(None) => Ok(Some(self.new_guest()?.1)),
            _ => Ok(None),
        }
    }

    /// Ends the guest of a browser: forgets their sessions, and returns the `Set-Cookie` that ends their cookie. For the
    /// shop's answers to a sign-in and a sign-out, so that the next person at this browser finds nothing.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn end_guest(&self, headers: &HeaderMap) -> Result<HeaderValue, ApiError> {
        if let Some(guest) = cookie::read_guest(headers, self.parts.secure) {
            operations::forget_all(self, &Who::Guest(Some(guest))).await?;
        }
        cookie::end_guest(self.parts.secure)
    }

    /// Ends the guest whose cookie a customer's browser still has.
    pub(crate) async fn end_stale_guest(&self, caller: &Caller) -> Result<Option<HeaderValue>, ApiError> {
        let Some(guest) = caller.stale_guest() else { return Ok(None) };
        operations::forget_all(self, &Who::Guest(Some(guest.clone()))).await?;
        cookie::end_guest(self.parts.secure).map(Some)
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type and
    /// the header `Ivy-Client`. For the shop's own routes; the proxy's check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.parts.guard.json(headers).map(|()| CheckedPost::new(headers))
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// A page with such a form needs a referrer policy other than `no-referrer` (`same-origin` is as good): with that
    /// one browsers send `Origin: null` with a form (Fetch standard, "append a request `Origin` header").
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.parts.guard.form(headers).map(|()| CheckedPost::new(headers))
    }

    /// Takes the nonce with which a browser came back, and returns how the login ended. `/result` does the same. `found` is
    /// what the merchant's sign-in found for the post.
    ///
    /// # Errors
    /// 401 if nobody is signed in, in the browser that began the login; 404 for every nonce that is not of this customer's
    /// or guest's own login; 503 if the sign-in cannot be asked; Ivy's faults.
    pub async fn present_nonce(
        &self,
        post: &CheckedPost,
        found: Result<Option<Customer>, SignInUnavailable>,
        nonce: &str,
    ) -> Result<Login, ApiError> {
        operations::present_nonce(self, &self.posted_by(post, found)?, nonce).await
    }

    /// Returns how a login ended whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of the caller; 503 if the sign-in cannot be asked; Ivy's faults.
    pub async fn login(
        &self,
        post: &CheckedPost,
        found: Result<Option<Customer>, SignInUnavailable>,
        reference_id: &str,
    ) -> Result<Login, ApiError> {
        operations::login(self, &self.posted_by(post, found)?, reference_id).await
    }

    fn posted_by(
        &self,
        post: &CheckedPost,
        found: Result<Option<Customer>, SignInUnavailable>,
    ) -> Result<Caller, ApiError> {
        let caller = self.caller(post.headers(), found);
        if let Ok(who) = caller.who() {
            self.limit_owner(&who)?;
        }
        Ok(caller)
    }

    /// Returns the account with this handle, for a payment: fetched again from Ivy for `who`, and decided by the same code
    /// as on the page.
    ///
    /// # Errors
    /// 404 for every session that is not released to `who` or does not have what is `wanted`; 404 with
    /// [`Code::AccountGone`](crate::Code::AccountGone) if the session no longer has the account; Ivy's faults.
    pub async fn release_account(
        &self,
        who: &Who,
        session_id: &str,
        handle: &str,
        wanted: &Wanted,
    ) -> Result<ReleasedAccount, ApiError> {
        operations::release_account(self, who, session_id, handle, wanted).await
    }

    /// Whether a bank that was connected before is released to `who`, as far as the table knows: whether a page may
    /// expect a list with something in it. Ivy is not asked, so it is a hint for what to show first, and decides nothing.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn has_released(&self, who: &Who) -> Result<bool, ApiError> {
        let records = self.parts.store.of_owner(who).await?;
        let has_adopted = records.iter().any(|record| record.row.state == State::Adopted);
        let trust = if has_adopted { operations::trust_of(self, who).await? } else { None };
        let all = self.parts.store.keys();
        let is_shown = |record: &crate::store::Record| {
            let is_complete = record.row.outcome == Some(Outcome::Complete);
            is_complete && all.of(&record.secret_id).is_some_and(|keys| who.visitor(keys, trust).may_see(&record.row))
        };
        Ok(records.iter().any(is_shown))
    }

    /// Removes all that is held of a customer, for example when they delete their account. Nothing of it is released
    /// again, whatever Ivy says later. Returns how many sessions that were.
    ///
    /// # Errors
    /// 503 if the table cannot be asked: then it has to be repeated.
    pub async fn forget_customer(&self, customer: &Customer) -> Result<u64, ApiError> {
        operations::forget_all(self, &Who::Customer(customer.clone())).await
    }

    /// Returns all that the tables hold of a customer, as JSON text: `{"sessions": […], "forgotAllAt"?}`. Each session has
    /// its `state`, and, if they are known, `referenceId`, `sessionId`, `outcome`, `createdAt`, `expiresAt`, `completedAt`,
    /// `returnedAt`, `cancelledAt`, `presentedAt`, `releasedAt`, `lockedAt` and `usedAt`, in epoch seconds. Ivy is not asked.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn export_customer(&self, customer: &Customer) -> Result<String, ApiError> {
        self.parts.store.export(&Who::Customer(customer.clone())).await
    }

    /// Gives all sessions of one customer to another, for example when the shop merges two accounts. Locks stay. Returns
    /// how many sessions that were.
    ///
    /// # Errors
    /// 422 if one of the ids is blank: nobody's sessions would become somebody's. 503 if the table cannot be asked: then it
    /// has to be repeated.
    pub async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, ApiError> {
        if [from, to].iter().any(|id| id.trim().is_empty()) {
            return Err(ApiError::invalid_at(None, IssueCode::Empty, "expected the ids of two customers"));
        }
        self.parts.store.reassign(from, to, self.now()).await
    }

    /// Locks every session that was created before a moment (epoch seconds), for example after a backup was restored that
    /// knows nothing of later locks. Returns how many sessions that were.
    ///
    /// # Errors
    /// 503 if the table cannot be asked: then it has to be repeated.
    pub async fn lock_before(&self, moment: i64) -> Result<u64, ApiError> {
        self.parts.store.lock_before(moment, self.now()).await
    }

    /// Removes what is no longer needed: sealed responses after a day, sessions after the merchant's retention. A host calls
    /// it every [`SWEEP_EVERY`]; one without timers by cron. Returns how many sessions were removed.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn sweep(&self) -> Result<u64, ApiError> {
        let removed = self.parts.store.sweep(self.now()).await?;
        self.parts.swept_at.store(self.now(), Ordering::Relaxed);
        self.parts.alarms.flush(self.now());
        Ok(removed)
    }

    /// Takes new secrets without a restart. What is left out of `renewal` stays as it is. Requests that are under way end
    /// with the old ones.
    ///
    /// # Errors
    /// A secret that is weak, twice there, or equal to another kind's; a list of table secrets without one that rows still
    /// name. Then everything stays as it was.
    pub async fn renew(&self, renewal: Renew) -> Result<(), ConfigError> {
        let present = self.parts.secrets.get();
        let next = present.given.with(renewal);
        let (secrets, keys) = next.check()?;
        self.parts.store.check_secrets(&keys, self.parts.config.trust_sessions_before.is_some()).await?;
        self.parts.keys.set(keys);
        self.parts.secrets.set(secrets);
        Ok(())
    }

    /// Asks Ivy with the API key that is in use.
    pub(crate) async fn ask_ivy(&self, what: Endpoint, body: String) -> Result<Vec<u8>, UpstreamError> {
        let key = self.parts.secrets.get().api_key.clone();
        self.parts.ivy.ask(self.host(), key, what, body).await
    }

    /// Counts one request of an owner.
    pub(crate) fn limit_owner(&self, who: &Who) -> Result<(), ApiError> {
        match who.owner() {
            Some(owner) => self.parts.owners.check(&owner, self.host().elapsed_ms()),
            None => Ok(()),
        }
    }

    /// Returns a session's name in the log.
    pub(crate) fn log_name(&self, session_id: &str) -> String {
        self.parts.keys.get().newest().map(|keys| keys.log_name(session_id)).unwrap_or_default()
    }

    /// Says in the log, once, that sessions from elsewhere are not adopted though the merchant trusts them.
    pub(crate) fn say_once_why_not_adopted(&self) {
        if !self.parts.is_adoption_explained.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                event = "not_adopted",
                "ivy's answers have no date or name no user, so that no session from elsewhere is adopted"
            );
        }
    }

    pub(crate) fn new_guest(&self) -> Result<(Who, HeaderValue), ApiError> {
        let (id, cookie) = cookie::new_guest(self.host(), self.parts.secure)?;
        Ok((Who::Guest(Some(id)), cookie))
    }

    pub(crate) fn keep_login(&self, known: Option<LoginId>) -> Result<(LoginId, HeaderValue), ApiError> {
        cookie::keep_login(self.host(), known, self.parts.secure)
    }
}

impl<H> std::fmt::Debug for Proxy<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxy").field("config", &self.parts.config).finish_non_exhaustive()
    }
}
