//! The proxy as a shop uses it: its routes, and what the shop's own server asks it.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use serde::Serialize;

use crate::{Config, ConfigError, Identify, Refused, Store, Who};

/// What became of a bank login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginStatus {
    /// The bank is connected.
    Complete,
    /// Not known yet.
    Pending,
    /// It failed or was cancelled.
    Error,
    /// It was not finished in time.
    Expired,
}

/// A bank login that this browser came back from.
#[derive(Clone, Debug, PartialEq)]
pub struct Login {
    /// The session's reference, by which the login can be asked for again.
    pub reference_id: String,
    /// What became of it.
    pub status: LoginStatus,
    /// The session as JSON text, when complete.
    pub session: Option<String>,
}

/// An account that a payment may use: fetched again from Ivy for this customer and decided by the recall code.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedAccount {
    /// The session it belongs to.
    pub session_id: String,
    /// The session as JSON text, as Ivy gave it just now.
    pub session: String,
    /// The account as JSON text.
    pub account: String,
}

/// What Ivy says at the list path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPath {
    /// A list.
    Answers,
    /// 404: the path is wrong, and no shopper would ever be recognised.
    Missing,
    /// Neither: Ivy cannot be reached, or refuses the key.
    Unknown,
}

/// The proxy. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Proxy {
    inner: Arc<Inner>,
}

struct Inner {}

impl Proxy {
    /// A proxy with these settings, this table and this sign-in.
    ///
    /// # Errors
    /// A setting that cannot be run with, named, without its value where that is secret.
    pub fn new(config: Config, store: Store, identify: impl Identify) -> Result<Self, ConfigError> {
        let _ = (config, store, identify);
        Ok(Self { inner: Arc::new(Inner {}) })
    }

    /// The routes of `openapi.yaml`, to be nested at the base path.
    pub fn router(&self) -> Router {
        Router::new()
    }

    /// Asks Ivy at the list path for a user that does not exist, and logs what that says about the path.
    pub async fn check_list_path(&self) -> ListPath {
        ListPath::Unknown
    }

    /// Who sent a request with these headers: the customer by the merchant's sign-in, else the guest by the cookie.
    ///
    /// # Errors
    /// 503 where the sign-in cannot be asked.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Who, Refused> {
        let _ = headers;
        Err(Refused::unavailable())
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type and
    /// the header `Ivy-Client: 1`. For the shop's own routes; the proxy's check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let _ = headers;
        Err(Refused::forbidden())
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let _ = headers;
        Err(Refused::forbidden())
    }

    /// A browser of `who` came back with this nonce in the URL: what became of the login. `/result` does the same.
    ///
    /// # Errors
    /// 404 for every nonce that is not of this customer's or guest's own login; Ivy's faults.
    pub async fn present_nonce(&self, who: &Who, nonce: &str) -> Result<Login, Refused> {
        let _ = (who, nonce);
        Err(Refused::not_found())
    }

    /// What became of a login whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of `who`; Ivy's faults.
    pub async fn login(&self, who: &Who, reference_id: &str) -> Result<Login, Refused> {
        let _ = (who, reference_id);
        Err(Refused::not_found())
    }

    /// The account at `account_index` of this session, for a payment: fetched again from Ivy for `who`, decided by the
    /// library's recall code (`required`: permissions whose data it must have; `max_age_days`).
    ///
    /// # Errors
    /// 404 for every session that is not released to `who`, is not eligible, or has no such account; Ivy's faults.
    pub async fn release_account(
        &self,
        who: &Who,
        session_id: &str,
        account_index: usize,
        required: &[String],
        max_age_days: Option<f64>,
    ) -> Result<ReleasedAccount, Refused> {
        let _ = (who, session_id, account_index, required, max_age_days);
        Err(Refused::not_found())
    }

    /// Removes all that is held of a customer, for example when they delete their account. Nothing of it is released
    /// again, whatever is said later. How many sessions that were.
    ///
    /// # Errors
    /// Where the table, or with `trust_unbound_sessions` Ivy, cannot be asked: then it has to be repeated.
    pub async fn forget_customer(&self, customer: &crate::Customer) -> Result<u64, Refused> {
        let _ = customer;
        Err(Refused::unavailable())
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let _ = &self.inner;
        f.write_str("Proxy")
    }
}
