//! The proxy as a Rust shop uses it: its routes, and what the shop's own server asks it.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue};
use ivy_data_session::recall::Wanted;

use crate::host::Native;
use crate::{
    Config, ConfigError, Customer, Health, Identify, ListPath, Login, ReferenceIdHook, Refused, ReleasedAccount, Store,
    Who, serve,
};

/// The proxy. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Proxy {
    pub(crate) core: ivy_proxy_core::Proxy<Native>,
    pub(crate) identify: Arc<dyn Identify>,
    pub(crate) reference_id: Option<ReferenceIdHook>,
}

impl Proxy {
    /// A proxy with these settings, this table and this sign-in.
    ///
    /// # Errors
    /// A setting that cannot be run with: named, and what was expected, not its value.
    pub fn new(config: Config, store: Store, identify: impl Identify) -> Result<Self, ConfigError> {
        let reference_id = config.reference_id.clone();
        let host = Native::new(&config, store)?;
        let core = ivy_proxy_core::Proxy::new(config, host)?;
        Ok(Self { core, identify: Arc::new(identify), reference_id })
    }

    /// The routes of `openapi.yaml`, to be nested at the base path.
    pub fn router(&self) -> Router {
        serve::router(self)
    }

    /// Asks Ivy at the list path for a user that does not exist, and logs what that says about the path. Meant for the
    /// start: nothing depends on it.
    pub async fn check_list_path(&self) -> ListPath {
        self.core.check_list_path().await
    }

    /// Returns how the proxy does by what it learned last. Asks neither Ivy nor the database, so that it can be asked often.
    /// Not for a public route.
    pub fn health(&self) -> Health {
        self.core.health()
    }

    /// Returns counters for Prometheus in the OpenMetrics text format; serve them as
    /// `application/openmetrics-text; version=1.0.0; charset=utf-8`, and not on a public route.
    pub fn metrics(&self) -> String {
        self.core.metrics()
    }

    /// Who sent a request with these headers: the customer by the merchant's sign-in, else the guest by the cookie.
    ///
    /// # Errors
    /// 503 where the sign-in cannot be asked.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Who, Refused> {
        self.core.who(headers, self.identify.customer(headers).await)
    }

    /// A guest cookie for a browser that has none and is not signed in, as the value of `Set-Cookie`. `list` and
    /// `create` set one too; a shop that sets it with its page makes even the very first create repeatable.
    ///
    /// # Errors
    /// 503 where there is no randomness, or the sign-in cannot be asked.
    pub async fn guest_cookie(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, Refused> {
        self.core.guest_cookie(&self.who(headers).await?)
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type and
    /// the header `Ivy-Client: 1`. For the shop's own routes; the proxy's check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<(), Refused> {
        self.core.check_json_post(headers)
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// A page with such a form needs a referrer policy other than `no-referrer` (`same-origin` is as good): with that
    /// one browsers send `Origin: null` with a form (Fetch standard, "append a request `Origin` header").
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<(), Refused> {
        self.core.check_form_post(headers)
    }

    /// A browser of `who` came back with this nonce in the URL: what became of the login. `/result` does the same.
    ///
    /// # Errors
    /// 404 for every nonce that is not of this customer's or guest's own login; Ivy's faults.
    pub async fn present_nonce(&self, who: &Who, nonce: &str) -> Result<Login, Refused> {
        self.core.present_nonce(who, nonce).await
    }

    /// What became of a login whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of `who`; Ivy's faults.
    pub async fn login(&self, who: &Who, reference_id: &str) -> Result<Login, Refused> {
        self.core.login(who, reference_id).await
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
        self.core.release_account(who, session_id, account_index, wanted).await
    }

    /// Whether a bank that was connected before is released to `who`, as far as the table knows: whether a page may
    /// expect a list with something in it. Ivy is not asked, so it is a hint for what to show first, and decides nothing.
    ///
    /// # Errors
    /// Where the table cannot be asked.
    pub async fn has_released(&self, who: &Who) -> Result<bool, Refused> {
        self.core.has_released(who).await
    }

    /// Removes all that is held of a customer, for example when they delete their account. Nothing of it is released
    /// again, whatever Ivy says later. How many sessions that were.
    ///
    /// # Errors
    /// Where the table, or with `trust_unbound_sessions` Ivy, cannot be asked: then it has to be repeated.
    pub async fn forget_customer(&self, customer: &Customer) -> Result<u64, Refused> {
        self.core.forget_customer(customer).await
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.core.fmt(f)
    }
}
