//! The merchant's configuration, and the proxy's assumptions about Ivy that no document confirms.

mod choices;
mod error;
mod limits;
mod recall;
mod return_urls;
mod secret;

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName};
use ivy_data_session::client::Environment;
use ivy_data_session::rules::url::is_loopback;
use url::Url;

pub use choices::{IvyPaths, ListBy, ListSelector, PageField};
pub use error::ConfigError;
pub use limits::{Deadlines, Limits, Rate, Retention};
pub use recall::{Recall, RecallHook};
pub use return_urls::ReturnUrls;
pub use secret::Secret;

/// The default path at which the proxy's routes are nested.
pub const BASE_PATH: &str = "/api/ivy";

/// A hook that returns a prefix for a new session's `referenceId`, such as an order number, from the headers of the
/// create request. The proxy keeps letters, digits, `.`, `_` and `-`, at most 150 of them, and appends a random suffix,
/// so that a reference is unique and unguessable. `None` stands for the random suffix alone. Only Rust hosts use the
/// hook; the core calls [`RequestContext::reference_start`](crate::RequestContext::reference_start).
pub type ReferenceIdHook = Arc<dyn Fn(&HeaderMap) -> Option<String> + Send + Sync>;

/// The merchant's configuration. [`Config::new`] sets the defaults; each field can be changed afterwards.
#[derive(Clone)]
pub struct Config {
    /// The base URL of Ivy's API, for example `https://api.getivy.de`: https, or http on a loopback host.
    pub ivy_url: String,
    /// Ivy's paths.
    pub paths: IvyPaths,
    /// The merchant's API key.
    pub api_key: Secret,
    /// The webhook signing secrets from Ivy's dashboard, the newest first: one, or two during a replacement.
    pub signing_secrets: Vec<Secret>,
    /// The table secrets, the newest first: at least 32 random bytes each, as base64 or hex. All keys of the proxy are
    /// derived from them.
    pub table_secrets: Vec<Secret>,
    /// The exact origins whose pages may call the proxy, for example `https://shop.example`. All are https, or http on
    /// a loopback host. The first one decides whether cookies are `Secure`.
    pub origins: Vec<String>,
    /// The URL of the page that runs `resumeBankLogin`.
    pub return_url: String,
    /// The URL to which a login that began with the plain form returns.
    pub plain_return_url: String,
    /// The return pages of further origins. A login that began on an origin without an entry returns to `return_url` or
    /// `plain_return_url`.
    pub return_urls: Vec<ReturnUrls>,
    /// The public URL of this proxy's `/callback`, sent to Ivy as `resultCallbackUrl`.
    pub callback_url: String,
    /// The environment whose login pages the plain form may redirect to.
    pub login_environment: Environment,
    /// The exact names of additional hosts of login pages.
    pub login_hosts: Vec<String>,
    /// The way to a customer's past sessions.
    pub list_by: ListBy,
    /// The switch for recall.
    pub recall: Recall,
    /// The epoch second before which sessions from elsewhere are trusted. A session that Ivy created earlier, and not
    /// through this proxy, is released to the customer whom Ivy's own response names. With `None` a session is released
    /// only after its creator's browser has returned from the login (SECURITY.md, 3).
    pub trust_sessions_before: Option<i64>,
    /// The optional fields that pages get.
    pub page_fields: Vec<PageField>,
    /// The retention periods.
    pub retention: Retention,
    /// The undocumented fields that a page's request may have.
    pub extra_fields: Vec<String>,
    /// The undocumented permissions that a page may request.
    pub extra_permissions: Vec<String>,
    /// The hook for the prefix of references.
    pub reference_id: Option<ReferenceIdHook>,
    /// The header in which the merchant's own load balancer puts the shopper's address: a list of addresses such as
    /// `X-Forwarded-For`, or `Forwarded`. With `None` the connection's address counts.
    pub address_header: Option<HeaderName>,
    /// The position of the item of `address_header` that counts, from the right over all its lines: the number of the
    /// merchant's own proxies that append to it. The client wrote everything further left.
    pub trusted_hops: usize,
    /// The limits on requests and clients.
    pub limits: Limits,
    /// The timeouts of calls to Ivy.
    pub deadlines: Deadlines,
}

impl Config {
    /// Returns the defaults for a shop at `origin` whose proxy is nested at [`BASE_PATH`], with its return pages at
    /// `/return` and `/plain/return`.
    pub fn new(ivy_url: &str, api_key: Secret, signing_secret: Secret, table_secret: Secret, origin: &str) -> Self {
        Self {
            ivy_url: ivy_url.to_owned(),
            paths: IvyPaths::default(),
            api_key,
            signing_secrets: vec![signing_secret],
            table_secrets: vec![table_secret],
            origins: vec![origin.to_owned()],
            return_url: format!("{origin}/return"),
            plain_return_url: format!("{origin}/plain/return"),
            return_urls: Vec::new(),
            callback_url: format!("{origin}{BASE_PATH}/callback"),
            login_environment: environment(ivy_url),
            login_hosts: Vec::new(),
            list_by: ListBy::default(),
            recall: Recall::default(),
            trust_sessions_before: None,
            page_fields: Vec::new(),
            retention: Retention::default(),
            extra_fields: Vec::new(),
            extra_permissions: Vec::new(),
            reference_id: None,
            address_header: None,
            trusted_hops: 1,
            limits: Limits::default(),
            deadlines: Deadlines::default(),
        }
    }
}

/// Returns the environment of an API's login pages, by the API's host.
fn environment(ivy_url: &str) -> Environment {
    let url = Url::parse(ivy_url).ok();
    match url.as_ref().and_then(Url::host_str) {
        Some(host) if is_loopback(host) => Environment::Local,
        Some("api.sand.getivy.de") => Environment::Sandbox,
        _ => Environment::Production,
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("ivy_url", &self.ivy_url)
            .field("origins", &self.origins)
            .field("list_by", &self.list_by)
            .field("recall", &self.recall)
            .field("trust_sessions_before", &self.trust_sessions_before)
            .finish_non_exhaustive()
    }
}
