//! The proxy as a Rust shop uses it: its routes, and what the shop's own server asks it.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue};
use ivy_data_session::recall::Wanted;
use ivy_proxy_core::SWEEP_EVERY;

use crate::host::Native;
use crate::serve::Service;
use crate::{
    ApiError, CheckedPost, Config, ConfigError, Customer, Health, Identify, ListPath, Login, ReleasedAccount, Renew,
    Store, Who,
};

/// The proxy. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Proxy {
    service: Service,
}

impl Proxy {
    /// Starts a proxy with these settings, this database and this sign-in: brings the tables up to date, and sweeps them
    /// every 10 minutes for as long as the proxy lives.
    ///
    /// # Errors
    /// A setting that cannot be run with: named, and what was expected, not its value. Or the tables cannot be made.
    pub async fn start(config: Config, store: Store, identify: impl Identify) -> Result<Self, ConfigError> {
        let reference_id = config.reference_id.clone();
        let host = Native::new(&config, store.clone())?;
        let core = ivy_proxy_core::Proxy::new(config, host)?;
        core.prepare().await.map_err(|error| store.explained(error))?;
        let proxy = Self { service: Service { core, identify: Arc::new(identify), reference_id } };
        proxy.sweep_for_life();
        Ok(proxy)
    }

    fn sweep_for_life(&self) {
        let proxy = self.service.core.downgrade();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP_EVERY).await;
                let Some(proxy) = proxy.upgrade() else { break };
                // A fault is in the log, and the next sweep comes.
                let _ = proxy.sweep().await;
            }
        });
    }

    /// The routes of `openapi.yaml`, to be nested at the base path.
    pub fn router(&self) -> Router {
        self.service.router()
    }

    /// Asks Ivy at the list path for a user that does not exist, and logs what that says about the path. Meant for the
    /// start: nothing depends on it.
    pub async fn check_list_path(&self) -> ListPath {
        self.service.core.check_list_path().await
    }

    /// Returns how the proxy does by what it learned last. Asks neither Ivy nor the database, so that it can be asked often.
    /// Not for a public route.
    pub fn health(&self) -> Health {
        self.service.core.health()
    }

    /// Returns counters for Prometheus in the OpenMetrics text format; serve them as
    /// `application/openmetrics-text; version=1.0.0; charset=utf-8`, and not on a public route.
    pub fn metrics(&self) -> String {
        self.service.core.metrics()
    }

    /// Who sent a request with these headers: the customer by the merchant's sign-in, else the guest by the cookie.
    ///
    /// # Errors
    /// 503 where the sign-in cannot be asked.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Who, ApiError> {
        self.service.core.who(headers, self.service.identify.customer(headers).await)
    }

    /// A guest cookie for a browser that has none and is not signed in, as the value of `Set-Cookie`. `list` and
    /// `create` set one too; a shop that sets it with its page makes even the very first create repeatable.
    ///
    /// # Errors
    /// 503 where there is no randomness, or the sign-in cannot be asked.
    pub async fn guest_cookie(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, ApiError> {
        self.service.core.guest_cookie(&self.who(headers).await?)
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type and
    /// the header `Ivy-Client: 1`. For the shop's own routes; the proxy's check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.service.core.check_json_post(headers)
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// A page with such a form needs a referrer policy other than `no-referrer` (`same-origin` is as good): with that
    /// one browsers send `Origin: null` with a form (Fetch standard, "append a request `Origin` header").
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.service.core.check_form_post(headers)
    }

    /// Ends the guest of a browser: forgets their sessions, and returns the `Set-Cookie` that ends their cookie. For the
    /// shop's answers to a sign-in and a sign-out, so that the next person at this browser finds nothing.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn end_guest(&self, headers: &HeaderMap) -> Result<HeaderValue, ApiError> {
        self.service.core.end_guest(headers).await
    }

    /// Takes the nonce with which a browser came back, and returns how the login ended. `/result` does the same. Only a post
    /// that was checked can present a nonce: a GET must not change anything.
    ///
    /// # Errors
    /// 401 if nobody is signed in, in the browser that began the login; 404 for every nonce that is not of this customer's
    /// or guest's own login; 503 if the sign-in cannot be asked; Ivy's faults.
    pub async fn present_nonce(&self, post: &CheckedPost, nonce: &str) -> Result<Login, ApiError> {
        self.service.core.present_nonce(post, self.service.identify.customer(post.headers()).await, nonce).await
    }

    /// Returns how a login ended whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of the caller; 503 if the sign-in cannot be asked; Ivy's faults.
    pub async fn login(&self, post: &CheckedPost, reference_id: &str) -> Result<Login, ApiError> {
        self.service.core.login(post, self.service.identify.customer(post.headers()).await, reference_id).await
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
        self.service.core.release_account(who, session_id, handle, wanted).await
    }

    /// Returns all that the tables hold of a customer, as JSON text: `{"sessions": […], "forgotAllAt"?}`. Each session has
    /// its `state`, and, if they are known, `referenceId`, `sessionId`, `outcome`, `createdAt`, `expiresAt`, `completedAt`,
    /// `returnedAt`, `cancelledAt`, `presentedAt`, `releasedAt`, `lockedAt` and `usedAt`, in epoch seconds. Ivy is not asked.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn export_customer(&self, customer: &Customer) -> Result<String, ApiError> {
        self.service.core.export_customer(customer).await
    }

    /// Gives all sessions of one customer to another, for example when the shop merges two accounts. Locks stay. Returns
    /// how many sessions that were.
    ///
    /// # Errors
    /// 503 if the table cannot be asked: then it has to be repeated.
    pub async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, ApiError> {
        self.service.core.reassign_customer(from, to).await
    }

    /// Locks every session that was created before a moment (epoch seconds), for example after a backup was restored that
    /// knows nothing of later locks. Returns how many sessions that were.
    ///
    /// # Errors
    /// 503 if the table cannot be asked: then it has to be repeated.
    pub async fn lock_before(&self, moment: i64) -> Result<u64, ApiError> {
        self.service.core.lock_before(moment).await
    }

    /// Takes new secrets without a restart. What is left out of `renew` stays as it is.
    ///
    /// # Errors
    /// A secret that is weak, twice there, or equal to another kind's; a list of table secrets without one that rows still
    /// name. Then everything stays as it was.
    pub async fn renew(&self, renew: Renew) -> Result<(), ConfigError> {
        self.service.core.renew(renew).await
    }

    /// Removes what is no longer needed. The proxy does it every 10 minutes by itself. Returns how many sessions were
    /// removed.
    ///
    /// # Errors
    /// 503 if the table cannot be asked.
    pub async fn sweep(&self) -> Result<u64, ApiError> {
        self.service.core.sweep().await
    }

    /// Whether a bank that was connected before is released to `who`, as far as the table knows: whether a page may
    /// expect a list with something in it. Ivy is not asked, so it is a hint for what to show first, and decides nothing.
    ///
    /// # Errors
    /// Where the table cannot be asked.
    pub async fn has_released(&self, who: &Who) -> Result<bool, ApiError> {
        self.service.core.has_released(who).await
    }

    /// Removes all that is held of a customer, for example when they delete their account. Nothing of it is released
    /// again, whatever Ivy says later. How many sessions that were.
    ///
    /// # Errors
    /// 503 if the table cannot be asked: then it has to be repeated.
    pub async fn forget_customer(&self, customer: &Customer) -> Result<u64, ApiError> {
        self.service.core.forget_customer(customer).await
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.service.core.fmt(f)
    }
}
