//! What a merchant sets, and what the proxy assumes about Ivy where no document says it.

mod choices;
mod error;
mod limits;
mod secret;

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName};
use ivy_data_session::client::Environment;
use ivy_data_session::rules::url::is_loopback;
use url::Url;

pub use choices::{IvyPaths, ListBy, PageField};
pub use error::ConfigError;
pub use limits::{Deadlines, Limits, Rate, Retention};
pub use secret::Secret;

/// The path under which the proxy's routes are nested, where nothing else is set.
pub const BASE_PATH: &str = "/api/ivy";

/// Gives the start of a session's `referenceId`, for example an order's number, from the headers of the request that
/// creates it. The proxy keeps letters, digits, `.`, `_` and `-`, at most 150 of them, and adds a random tail, so that a
/// reference is unique and cannot be guessed. `None`: the random tail alone. For a host in Rust; the rules ask
/// [`RequestContext::reference_start`](crate::RequestContext::reference_start).
pub type ReferenceIdHook = Arc<dyn Fn(&HeaderMap) -> Option<String> + Send + Sync>;

/// Everything that a merchant decides. [`Config::new`] fills in what is usual; each field can be changed after it.
#[derive(Clone)]
pub struct Config {
    /// Ivy's API, for example `https://api.getivy.de`: https, or http on a loopback host.
    pub ivy_url: String,
    /// Ivy's paths.
    pub paths: IvyPaths,
    /// The merchant's API key.
    pub api_key: Secret,
    /// The webhook signing secrets from Ivy's dashboard, newest first: one, or two while the old one is replaced.
    pub signing_secrets: Vec<Secret>,
    /// The secrets of the tables, the newest first: 32 random bytes or more each, as base64 or hex. All keys of the proxy
    /// come from them.
    pub table_secrets: Vec<Secret>,
    /// The exact origins whose pages may ask, for example `https://shop.example`. The first one decides whether cookies
    /// are `Secure`: all of them are https, or http on a loopback host.
    pub origins: Vec<String>,
    /// The page that `resumeBankLogin` runs on.
    pub return_url: String,
    /// Where a login that began with the plain form comes back to.
    pub plain_return_url: String,
    /// The public URL of this proxy's `/callback`, given to Ivy as `resultCallbackUrl`.
    pub callback_url: String,
    /// Whose login pages the plain form may send a shopper to.
    pub login_environment: Environment,
    /// More hosts of login pages, by their exact names.
    pub login_hosts: Vec<String>,
    /// By what Ivy's list is asked.
    pub list_by: ListBy,
    /// Sessions that this proxy did not create, and that Ivy created before this moment (epoch seconds), are released to
    /// the customer whom Ivy's own answer names. `None`: only sessions whose return a browser of their creator has proven
    /// (SECURITY.md, 3).
    pub trust_sessions_before: Option<i64>,
    /// Fields that pages get beyond the usual ones.
    pub page_fields: Vec<PageField>,
    /// The days for which rows are kept.
    pub retention: Retention,
    /// Fields beyond the documented ones that a page's request may have.
    pub extra_fields: Vec<String>,
    /// Permissions beyond the documented ones that a page may ask for.
    pub extra_permissions: Vec<String>,
    /// Gives the start of a session's reference.
    pub reference_id: Option<ReferenceIdHook>,
    /// The header in which the merchant's own load balancer puts the shopper's address: a list of addresses such as
    /// `X-Forwarded-For`, or `Forwarded`. `None`: the address of the connection.
    pub address_header: Option<HeaderName>,
    /// Which item of `address_header` counts, from the right over all its lines: the number of the merchant's own proxies
    /// that add to it. What stands further left was written by the client.
    pub trusted_hops: usize,
    /// What a request may cost.
    pub limits: Limits,
    /// How long Ivy may take.
    pub deadlines: Deadlines,
}

impl Config {
    /// A shop at `origin` whose proxy is nested at [`BASE_PATH`], with its return pages at `/return` and `/plain/return`.
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
            callback_url: format!("{origin}{BASE_PATH}/callback"),
            login_environment: environment(ivy_url),
            login_hosts: Vec::new(),
            list_by: ListBy::default(),
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

/// Which login pages belong to an API, by its host.
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
            .field("trust_sessions_before", &self.trust_sessions_before)
            .finish_non_exhaustive()
    }
}
