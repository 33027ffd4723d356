//! The proxy, as a Rust shop calls it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue};
use ivy_data_session::recall::Criteria;
use ivy_proxy_core::{
    ApiError, CheckLine, CheckedPost, Config, ConfigError, Customer, Health, ListPath, Login, RecallOptions,
    ReleasedAccount, Renew, SWEEP_EVERY, ServerRecall, Who,
};
use serde_json::Value;

use crate::host::Native;
use crate::identify::Identify;
use crate::request::AxumRequest;
use crate::serve::Service;
use crate::store::Store;

/// The proxy. A cheap handle: all clones share one proxy.
#[derive(Clone)]
pub struct Proxy {
    service: Service,
}

impl Proxy {
    /// Starts a proxy with this configuration, database and sign-in. Migrates the tables, and sweeps them every 10
    /// minutes for as long as the proxy lives.
    ///
    /// # Errors
    /// If an option is invalid or the tables cannot be created. The error names the option and what was expected, not
    /// the value.
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
                // An error is logged, and the next sweep follows.
                let _ = proxy.sweep().await;
            }
        });
    }

    /// Returns the routes of `openapi.yaml`, to be nested at the base path.
    pub fn router(&self) -> Router {
        self.service.router()
    }

    /// Requests Ivy's list for a user that does not exist, and logs the way to past sessions that is taken. Meant for the
    /// start of the shop; otherwise the first list does it. A failed check does not stop the proxy.
    pub async fn check_list_path(&self) -> ListPath {
        self.service.core.check_list_path().await
    }

    /// Returns the health by the last known states, without calling Ivy or the database. Do not serve it on a public
    /// route.
    pub fn health(&self) -> Health {
        self.service.core.health()
    }

    /// Returns the counters for Prometheus in the OpenMetrics text format. Serve them as `application/openmetrics-text;
    /// version=1.0.0; charset=utf-8`, and not on a public route.
    pub fn metrics(&self) -> String {
        self.service.core.metrics()
    }

    /// Returns who sent a request with these headers: the customer of the merchant's sign-in, else the guest of the
    /// cookie.
    ///
    /// # Errors
    /// 503 if the sign-in is unavailable.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Who, ApiError> {
        self.service.core.who(headers, self.service.identify.customer(headers).await)
    }

    /// Returns the `Set-Cookie` value of a new guest cookie, for a browser that has none and in which nobody is signed
    /// in. `list` and `create` set the cookie too. A shop that sets it with its page makes even the first create
    /// repeatable.
    ///
    /// # Errors
    /// 503 if there is no randomness, or the sign-in is unavailable.
    pub async fn guest_cookie(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, ApiError> {
        self.service.core.guest_cookie(&self.who(headers).await?)
    }

    /// Decides whether a past session of the sender of a request can be reused, as the page's `recallBank` does, for a page
    /// that the shop renders. `session_request` is the page's request. Send the page with [`ServerRecall::HEADERS`]. It is
    /// sent without an offer if the deadline of `options` passes or the list is not available; the page's client then sends
    /// its own request.
    ///
    /// # Errors
    /// 422 if the session request is invalid. 403 if it names another user than the signed-in one.
    pub async fn recall(
        &self,
        headers: &HeaderMap,
        session_request: &Value,
        options: &RecallOptions,
    ) -> Result<ServerRecall, ApiError> {
        let identify = Arc::clone(&self.service.identify);
        let context = AxumRequest { identify, reference_id: None, body: Body::empty() };
        self.service.core.recall(headers, context, &session_request.to_string(), options).await
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type
    /// and the header `Ivy-Client`. For the shop's own routes; the proxy's routes check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.service.core.check_json_post(headers)
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// The page needs a referrer policy other than `no-referrer`; `same-origin` will do. With `no-referrer`, browsers
    /// send `Origin: null` with a form (Fetch standard, "append a request `Origin` header").
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.service.core.check_form_post(headers)
    }

    /// Forgets the sessions of a browser's guest, and returns the `Set-Cookie` value that deletes the cookie. For the
    /// shop's responses to a sign-in and a sign-out, so that the next person at this browser finds nothing.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn end_guest(&self, headers: &HeaderMap) -> Result<HeaderValue, ApiError> {
        self.service.core.end_guest(headers).await
    }

    /// Presents the nonce with which a browser returned, and returns how the login ended. `/result` does the same. Only
    /// a checked post can present a nonce, because a GET must not change anything.
    ///
    /// # Errors
    /// 401 if nobody is signed in, in the browser that began the login. 404 for every nonce of another owner's login.
    /// 503 if the sign-in is unavailable. Ivy's errors.
    pub async fn present_nonce(&self, post: &CheckedPost, nonce: &str) -> Result<Login, ApiError> {
        self.service.core.present_nonce(post, self.service.identify.customer(post.headers()).await, nonce).await
    }

    /// Returns how a login ended whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of the caller. 503 if the sign-in is unavailable. Ivy's
    /// errors.
    pub async fn login(&self, post: &CheckedPost, reference_id: &str) -> Result<Login, ApiError> {
        self.service.core.login(post, self.service.identify.customer(post.headers()).await, reference_id).await
    }

    /// Returns the account with this handle, for a payment. Fetches its session again from Ivy for `who`, and decides
    /// with the same code as the page.
    ///
    /// # Errors
    /// 404 if the session is not released to `who` or does not match `wanted`. 404 with
    /// [`Code::AccountGone`](crate::Code::AccountGone) if the session no longer has the account. Ivy's errors.
    pub async fn release_account(
        &self,
        who: &Who,
        session_id: &str,
        handle: &str,
        wanted: &Criteria,
    ) -> Result<ReleasedAccount, ApiError> {
        self.service.core.release_account(who, session_id, handle, wanted).await
    }

    /// Returns all data that the tables hold of a customer, as JSON text: `{"sessions": […], "forgotAllAt"?}`. Each
    /// session has its `state` and, if known, `referenceId`, `sessionId`, `outcome`, `createdAt`, `expiresAt`,
    /// `completedAt`, `returnedAt`, `cancelledAt`, `presentedAt`, `releasedAt`, `lockedAt` and `usedAt`, in epoch
    /// seconds. Does not call Ivy.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn export_customer(&self, customer: &Customer) -> Result<String, ApiError> {
        self.service.core.export_customer(customer).await
    }

    /// Moves all sessions of one customer to another, for example when the shop merges two accounts. Locks stay.
    /// Returns the number of sessions.
    ///
    /// # Errors
    /// 422 if one of the ids is blank. 503 if the database is unavailable; the call must then be repeated.
    pub async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, ApiError> {
        self.service.core.reassign_customer(from, to).await
    }

    /// Locks every session that was created before a moment, in epoch seconds. For example after restoring a backup
    /// that lacks later locks. Returns the number of sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable. The call must then be repeated.
    pub async fn lock_before(&self, moment: i64) -> Result<u64, ApiError> {
        self.service.core.lock_before(moment).await
    }

    /// Replaces secrets without a restart. Secrets that `renew` omits stay. Requests in flight finish with the old
    /// ones.
    ///
    /// # Errors
    /// If a secret is weak, a duplicate, or equal to a secret of another kind, or if rows still name a table secret
    /// that is not in the new list. Nothing changes then.
    pub async fn renew(&self, renew: Renew) -> Result<(), ConfigError> {
        self.service.core.renew(renew).await
    }

    /// Tries settings, database, Ivy's key and list, and origins, and returns a line for each: what is wrong, and what to do.
    /// With the public URL of the proxy's routes it also sends a signed request through the load balancer, and says if the
    /// address, cookies and origin of a browser arrive. No line holds personal data or a secret.
    pub async fn check(&self, url: Option<&str>) -> Vec<CheckLine> {
        self.service.core.check(url, None).await
    }

    /// Removes expired data. The proxy calls it every 10 minutes automatically. Returns the number of removed sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn sweep(&self) -> Result<u64, ApiError> {
        self.service.core.sweep().await
    }

    /// Returns true if the table has a session that is released to `who`, so that a page may expect a list that is not
    /// empty. Does not call Ivy: a hint for the first rendering, without any security meaning.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn has_released(&self, who: &Who) -> Result<bool, ApiError> {
        self.service.core.has_released(who).await
    }

    /// Erases all data of a customer, for example when they delete their account. The sessions are never released
    /// again, whatever Ivy returns later. Returns the number of sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable. The call must then be repeated.
    pub async fn forget_customer(&self, customer: &Customer) -> Result<u64, ApiError> {
        self.service.core.forget_customer(customer).await
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.service.core.fmt(f)
    }
}
