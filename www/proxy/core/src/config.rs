//! What a merchant sets, and what the proxy assumes about Ivy where no document says it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName};
use ivy_data_session::client::Environment;
use ivy_data_session::model::{assumed, path};
use ivy_data_session::rules::url::is_loopback;
use url::Url;

/// The path under which the proxy's routes are nested, where nothing else is set.
pub const BASE_PATH: &str = "/api/ivy";

/// A text that is never printed: the API key, the signing secret, a table secret.
///
/// `Debug` shows dots, there is no `Display`, and nothing in this crate puts it anywhere but into a request header or a
/// keyed hash.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Keeps `text` from being printed.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// By which of the customer's identifiers Ivy's list is asked.
///
/// The merchant's own immutable customer id is the safe choice: addresses and numbers are given up and handed on. With
/// the other two only verified values count, and sessions older than the verification are left out (SECURITY.md, 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListBy {
    /// The customer id, sent as `externalUserReferenceId`. **Assumed**: Ivy's document shows only the e-mail.
    #[default]
    ReferenceId,
    /// The verified e-mail address, sent as `externalUserEmail`. Documented.
    Email,
    /// The verified phone number, sent as `externalUserPhone`. **Assumed**, as above.
    Phone,
}

/// Ivy's paths, changeable because one of them is assumed.
#[derive(Clone, Debug)]
pub struct IvyPaths {
    /// Creates a session. Documented.
    pub create: String,
    /// Reads one session. Documented.
    pub details: String,
    /// Lists a user's past sessions. **Assumed**: no document of Ivy names the path.
    pub list: String,
}

impl Default for IvyPaths {
    fn default() -> Self {
        Self { create: path::CREATE.into(), details: path::DETAILS.into(), list: assumed::LIST_PATH.into() }
    }
}

/// A field of Ivy's answers that pages get only if the merchant names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageField {
    /// The accounts' balances.
    Balances,
    /// The accounts' transactions.
    Transactions,
    /// The session's metadata.
    Metadata,
}

impl PageField {
    /// Every such field.
    pub const ALL: [Self; 3] = [Self::Balances, Self::Transactions, Self::Metadata];

    /// Returns the field's name in Ivy's answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balances => "balances",
            Self::Transactions => "transactions",
            Self::Metadata => "metadata",
        }
    }
}

/// The days for which rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Sessions that were never released, or that are locked.
    pub abandoned_days: u32,
    /// Guests' sessions, after their last use.
    pub guest_days: u32,
    /// Customers' sessions, after their last use.
    pub customer_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { abandoned_days: 7, guest_days: 2, customer_days: 180 }
    }
}

/// How often somebody may ask: a bucket of `burst` requests that fills up again at `per_minute`.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Requests at once, at least 1.
    pub burst: u32,
    /// Requests a minute in the long run, at least 1.
    pub per_minute: u32,
}

/// What one request, and one asker, may cost. All sizes in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A page's request body.
    pub page_body: usize,
    /// The body of Ivy's callback.
    pub callback_body: usize,
    /// An answer of Ivy.
    pub answer: usize,
    /// How long a request body may take to arrive.
    pub body_deadline: Duration,
    /// One customer, or one guest cookie.
    pub per_owner: Rate,
    /// One address (IPv6: one /64), for pages.
    pub per_address: Rate,
    /// One address, for callbacks.
    pub callbacks_per_address: Rate,
    /// Creates of one customer or guest in 10 minutes, counted in the table across all processes.
    pub creates_per_owner: u32,
    /// Creates of one address in 10 minutes, likewise.
    pub creates_per_address: u32,
    /// Requests in flight, from all addresses together; pages and callbacks each have so many. One address gets an eighth.
    pub requests_in_flight: usize,
    /// Bytes of request bodies that are held at once, from all addresses together; pages and callbacks each have so many. One
    /// address gets an eighth. Each body counts with its announced length, else with the longest that is allowed.
    pub buffered_bytes: usize,
    /// Requests to Ivy in flight. Further ones are answered with 503 at once.
    pub ivy_in_flight: usize,
    /// After how many failures in a row a circuit breaker opens. Create, details and list have one each.
    pub breaker_failures: u32,
    /// How long an open breaker keeps requests from Ivy before it lets one through as a probe.
    pub breaker_open: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_body: 64 * 1024,
            callback_body: 1024 * 1024,
            answer: 4 * 1024 * 1024,
            body_deadline: Duration::from_secs(10),
            per_owner: Rate { burst: 60, per_minute: 120 },
            per_address: Rate { burst: 120, per_minute: 600 },
            callbacks_per_address: Rate { burst: 240, per_minute: 1200 },
            creates_per_owner: 10,
            creates_per_address: 60,
            requests_in_flight: 1_024,
            buffered_bytes: 8 * 1024 * 1024,
            ivy_in_flight: 256,
            breaker_failures: 10,
            breaker_open: Duration::from_secs(10),
        }
    }
}

/// How long Ivy may take.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Until a connection stands.
    pub connect: Duration,
    /// A create, from the first byte sent to the last one read.
    pub create: Duration,
    /// A list or details call, likewise.
    pub read: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { connect: Duration::from_secs(2), create: Duration::from_secs(8), read: Duration::from_secs(5) }
    }
}

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

/// A [`Config`] that cannot be run, or a database that cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub(crate) String);

impl ConfigError {
    /// A sentence that names the setting and what was expected, never a value.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}
