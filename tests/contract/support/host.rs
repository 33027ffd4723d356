//! The proxy under test: the Rust one in this process, or the JavaScript one in a Node of its own. What a shop's own
//! server asks of either is asked here in the same words.

mod js;
mod rust;

use std::sync::Mutex;

use ivy_data_session::recall::Wanted;
use serde::Deserialize;
use serde_json::Value;

use super::log::Log;
use super::{Browser, Settings, TestDatabase};

/// Which proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rust,
    Js,
}

impl Kind {
    /// The one that `IVY_PROXY_UNDER_TEST` names (`rust`, `js`), by itself the Rust one.
    pub(crate) fn under_test() -> Self {
        Self::named("IVY_PROXY_UNDER_TEST").unwrap_or(Self::Rust)
    }

    /// The one that stands beside it, or starts after it, over the same database: `IVY_PROXY_BESIDE`, by itself another
    /// of the same.
    pub(crate) fn beside() -> Self {
        Self::named("IVY_PROXY_BESIDE").unwrap_or(Self::under_test())
    }

    fn named(variable: &str) -> Option<Self> {
        match std::env::var(variable).as_deref() {
            Ok("js") => Some(Self::Js),
            Ok("rust") => Some(Self::Rust),
            Ok(_) => panic!("{variable}: expected rust or js"),
            Err(_) => None,
        }
    }
}

/// What a shop's own server is refused with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refusal {
    /// 0 where the host on Node refuses what it is given, without asking the core.
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) retry_after: Option<u64>,
}

/// A proxy that is being served. Dropping it ends it without warning.
pub(crate) enum Host {
    Rust(rust::Host),
    Js(Box<js::Host>),
}

/// The cookies of a request that the shop's server was sent.
fn cookies(customer: Option<&str>) -> String {
    customer.map(|name| format!("shop_customer={name}")).unwrap_or_default()
}

impl Host {
    /// Starts a proxy, or gives the sentence that says why it does not start.
    pub(crate) async fn start(kind: Kind, database: &TestDatabase, settings: &Settings) -> Result<Self, String> {
        Ok(match kind {
            Kind::Rust => Self::Rust(rust::Host::start(database, settings).await?),
            Kind::Js => Self::Js(Box::new(js::Host::start(database, settings).await?)),
        })
    }

    /// The base URL of its routes.
    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Rust(host) => &host.url,
            Self::Js(host) => &host.url,
        }
    }

    /// Its log so far; for the Rust one, the log of this process.
    pub(crate) fn log(&self) -> &Mutex<Log> {
        match self {
            Self::Rust(_) => super::log::of_this_process(),
            Self::Js(host) => host.log(),
        }
    }

    /// Ends it as nothing in it can notice.
    pub(crate) async fn kill(self) {
        match self {
            Self::Rust(host) => host.kill().await,
            Self::Js(host) => host.kill().await,
        }
    }

    /// Starts it again over the same database. Of what it knew beside the table nothing is left.
    pub(crate) async fn restart(self, database: &TestDatabase, settings: &Settings) -> Self {
        match self {
            Self::Rust(host) => {
                host.kill().await;
                Self::start(Kind::Rust, database, settings).await.expect("the settings can be run")
            }
            Self::Js(mut host) => {
                host.restart().await;
                Self::Js(host)
            }
        }
    }

    /// `answers`, `unfiltered`, `missing` or `unknown`.
    pub(crate) async fn check_list_path(&self) -> String {
        match self {
            Self::Rust(host) => host.check_list_path().await,
            Self::Js(host) => host.check_list_path().await,
        }
    }

    /// How it does, as JSON.
    pub(crate) async fn health(&self) -> Value {
        match self {
            Self::Rust(host) => host.health(),
            Self::Js(host) => host.health().await,
        }
    }

    /// The value of one of its counters, by its whole name in Prometheus' text format; 0 for one that is not there yet.
    pub(crate) async fn metric(&self, name: &str) -> u64 {
        let text = match self {
            Self::Rust(host) => host.metrics(),
            Self::Js(host) => host.metrics().await,
        };
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.map_or(0, |value| value.parse().expect("a whole number"))
    }

    pub(crate) async fn has_released(&self, customer: Option<&str>) -> Result<bool, Refusal> {
        let cookies = cookies(customer);
        match self {
            Self::Rust(host) => host.has_released(&cookies).await,
            Self::Js(host) => host.has_released(&cookies).await,
        }
    }

    /// The session and the account, as `{"session", "account"}`.
    pub(crate) async fn release_account(
        &self,
        customer: Option<&str>,
        session_id: &str,
        handle: &str,
        wanted: &Wanted,
    ) -> Result<Value, Refusal> {
        let cookies = cookies(customer);
        match self {
            Self::Rust(host) => host.release_account(&cookies, session_id, handle, wanted).await,
            Self::Js(host) => host.release_account(&cookies, session_id, handle, wanted).await,
        }
    }

    /// The browser posts the nonce to a route of the shop's own: `{"referenceId", "sessionId"?, "status", "session"?}`.
    pub(crate) async fn present_nonce(&self, browser: &Browser, nonce: &str) -> Result<Value, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.present_nonce(&cookies, nonce).await,
            Self::Js(host) => host.present_nonce(&cookies, nonce).await,
        }
    }

    /// As after a nonce.
    pub(crate) async fn login(&self, browser: &Browser, reference_id: &str) -> Result<Value, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.login(&cookies, reference_id).await,
            Self::Js(host) => host.login(&cookies, reference_id).await,
        }
    }

    /// The shop signs the browser in or out: the value of `Set-Cookie` that ends the guest's cookie.
    pub(crate) async fn end_guest(&self, browser: &Browser) -> Result<String, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.end_guest(&cookies).await,
            Self::Js(host) => host.end_guest(&cookies).await,
        }
    }

    /// All that is held of a customer, by the name that the sign-in knows.
    pub(crate) async fn export_customer(&self, name: &str) -> Result<Value, Refusal> {
        match self {
            Self::Rust(host) => host.export_customer(name).await,
            Self::Js(host) => host.export_customer(&cookies(Some(name))).await,
        }
    }

    /// The shop merges two customers, by their ids.
    pub(crate) async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.reassign_customer(from, to).await,
            Self::Js(host) => host.reassign_customer(from, to).await,
        }
    }

    pub(crate) async fn lock_before(&self, moment: i64) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.lock_before(moment).await,
            Self::Js(host) => host.lock_before(moment).await,
        }
    }

    /// Gives it new secrets, by their names in JavaScript, or the sentence that says why they are not taken.
    pub(crate) async fn renew(&self, secrets: &Value) -> Result<(), String> {
        match self {
            Self::Rust(host) => host.renew(secrets).await,
            Self::Js(host) => host.renew(secrets).await,
        }
    }

    pub(crate) async fn sweep(&self) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.sweep().await,
            Self::Js(host) => host.sweep().await,
        }
    }

    /// A customer leaves, by the name that the sign-in knows.
    pub(crate) async fn forget_customer(&self, name: &str) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.forget_customer(name).await,
            Self::Js(host) => host.forget_customer(&cookies(Some(name))).await,
        }
    }
}
