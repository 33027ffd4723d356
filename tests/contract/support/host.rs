//! The proxy under test: the Rust one in this process, the JavaScript one in a separate Node or workerd, or any other behind a
//! URL. The first three offer the same calls of the shop's own server.

mod js;
mod running;
mod rust;

use std::sync::Mutex;

use ivy_data_session::recall::Criteria;
use serde::Deserialize;
use serde_json::Value;

use super::log::Log;
use super::{Browser, Settings, TestDatabase};

pub(crate) use running::{environment, left_out};

/// The kind of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rust,
    Js,
    /// The JavaScript proxy in the runtime of Cloudflare Workers.
    Workerd,
    /// A program that each test starts by a command.
    Command,
    /// A proxy that runs already.
    Url,
}

impl Kind {
    /// Returns the kind that `IVY_PROXY_UNDER_TEST` names (`rust`, `js`, `workerd`, `command`, `url`); the Rust one by default.
    pub(crate) fn under_test() -> Self {
        Self::named("IVY_PROXY_UNDER_TEST").unwrap_or(Self::Rust)
    }

    /// Returns the kind of the second proxy over the same database, which runs beside the first or after it:
    /// `IVY_PROXY_BESIDE`, by default the kind under test.
    pub(crate) fn beside() -> Self {
        Self::named("IVY_PROXY_BESIDE").unwrap_or(Self::under_test())
    }

    /// Returns true if the proxy is known by its URL alone.
    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::Command | Self::Url)
    }

    fn named(variable: &str) -> Option<Self> {
        match std::env::var(variable).as_deref() {
            Ok("js") => Some(Self::Js),
            Ok("workerd") => Some(Self::Workerd),
            Ok("rust") => Some(Self::Rust),
            Ok("command") => Some(Self::Command),
            Ok("url") => Some(Self::Url),
            Ok(_) => panic!("{variable}: expected rust, js, workerd, command or url"),
            Err(_) => None,
        }
    }
}

/// An error of a call by the shop's own server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refusal {
    /// The status; 0 if the Node host rejects the arguments without calling the core.
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) retry_after: Option<u64>,
}

/// The reason for which tests of the shop's own calls are left out.
const OF_THE_SHOP: &str = "calls the proxy as the shop's own server does";

/// A running proxy. Dropping it kills it.
pub(crate) enum Host {
    Rust(rust::Host),
    Js(Box<js::Host>),
    Running(Box<running::Host>),
}

/// Returns the cookies of a request to the shop's server.
fn cookies(customer: Option<&str>) -> String {
    customer.map(|name| format!("shop_customer={name}")).unwrap_or_default()
}

impl Host {
    /// Starts a proxy, or returns the error's text.
    pub(crate) async fn start(kind: Kind, database: &TestDatabase, settings: &Settings) -> Result<Self, String> {
        if Kind::under_test().is_running() && !kind.is_running() {
            left_out("compares the proxies of this repository");
        }
        Ok(match kind {
            Kind::Command | Kind::Url => Self::Running(Box::new(running::Host::start(kind, database, settings).await)),
            Kind::Rust => Self::Rust(rust::Host::start(database, settings).await?),
            Kind::Js => Self::Js(Box::new(js::Host::start("node", database, settings).await?)),
            Kind::Workerd => Self::Js(Box::new(js::Host::start("workerd", database, settings).await?)),
        })
    }

    /// Returns the base URL of its routes.
    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Rust(host) => &host.url,
            Self::Js(host) => &host.url,
            Self::Running(host) => &host.url,
        }
    }

    /// Returns its log; for the Rust proxy, the log of this process.
    pub(crate) fn log(&self) -> &Mutex<Log> {
        match self {
            Self::Rust(_) => super::log::of_this_process(),
            Self::Js(host) => host.log(),
            Self::Running(_) => left_out("reads the proxy's log"),
        }
    }

    /// Kills it without notice.
    pub(crate) async fn kill(self) {
        match self {
            Self::Rust(host) => host.kill().await,
            Self::Js(host) => host.kill().await,
            Self::Running(host) => host.kill().await,
        }
    }

    /// Restarts it over the same database. Only the table survives.
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
            Self::Running(host) => {
                host.kill().await;
                Self::start(Kind::under_test(), database, settings).await.expect("the settings can be run")
            }
        }
    }

    /// Returns `answers`, `unfiltered`, `refused`, `missing` or `unknown`.
    pub(crate) async fn check_list_path(&self) -> String {
        match self {
            Self::Rust(host) => host.check_list_path().await,
            Self::Js(host) => host.check_list_path().await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Returns the lines of the diagnosis, as JSON.
    pub(crate) async fn check(&self, url: Option<&str>) -> Vec<Value> {
        match self {
            Self::Rust(host) => host.check(url).await,
            Self::Js(host) => host.check(url).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Returns the health, as JSON.
    pub(crate) async fn health(&self) -> Value {
        match self {
            Self::Rust(host) => host.health(),
            Self::Js(host) => host.health().await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Returns the value of a counter by its full name in Prometheus' text format; 0 if it does not exist yet.
    pub(crate) async fn metric(&self, name: &str) -> u64 {
        let text = match self {
            Self::Rust(host) => host.metrics(),
            Self::Js(host) => host.metrics().await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        };
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.map_or(0, |value| value.parse().expect("a whole number"))
    }

    pub(crate) async fn has_released(&self, customer: Option<&str>) -> Result<bool, Refusal> {
        let cookies = cookies(customer);
        match self {
            Self::Rust(host) => host.has_released(&cookies).await,
            Self::Js(host) => host.has_released(&cookies).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Recalls for a page that the shop renders, with the cookies of this browser.
    pub(crate) async fn recall(&self, browser: &Browser, request: &Value, options: &Value) -> Result<Value, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.recall(&cookies, request, options).await,
            Self::Js(host) => host.recall(&cookies, request, options).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Returns the session and the account, as `{"session", "account"}`.
    pub(crate) async fn release_account(
        &self,
        customer: Option<&str>,
        session_id: &str,
        handle: &str,
        wanted: &Criteria,
    ) -> Result<Value, Refusal> {
        let cookies = cookies(customer);
        match self {
            Self::Rust(host) => host.release_account(&cookies, session_id, handle, wanted).await,
            Self::Js(host) => host.release_account(&cookies, session_id, handle, wanted).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Posts the nonce to a route of the shop. Returns `{"referenceId", "sessionId"?, "status", "session"?}`.
    pub(crate) async fn present_nonce(&self, browser: &Browser, nonce: &str) -> Result<Value, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.present_nonce(&cookies, nonce).await,
            Self::Js(host) => host.present_nonce(&cookies, nonce).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Returns the login, in the same form.
    pub(crate) async fn login(&self, browser: &Browser, reference_id: &str) -> Result<Value, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.login(&cookies, reference_id).await,
            Self::Js(host) => host.login(&cookies, reference_id).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Signs the browser in or out at the shop. Returns the `Set-Cookie` value that deletes the guest's cookie.
    pub(crate) async fn end_guest(&self, browser: &Browser) -> Result<String, Refusal> {
        let cookies = browser.cookies();
        match self {
            Self::Rust(host) => host.end_guest(&cookies).await,
            Self::Js(host) => host.end_guest(&cookies).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Returns all data of a customer, by the name that the sign-in knows.
    pub(crate) async fn export_customer(&self, name: &str) -> Result<Value, Refusal> {
        match self {
            Self::Rust(host) => host.export_customer(name).await,
            Self::Js(host) => host.export_customer(&cookies(Some(name))).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Merges two customers, by their ids.
    pub(crate) async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.reassign_customer(from, to).await,
            Self::Js(host) => host.reassign_customer(from, to).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    pub(crate) async fn lock_before(&self, moment: i64) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.lock_before(moment).await,
            Self::Js(host) => host.lock_before(moment).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Replaces secrets, by their JavaScript names, or returns the error's text.
    pub(crate) async fn renew(&self, secrets: &Value) -> Result<(), String> {
        match self {
            Self::Rust(host) => host.renew(secrets).await,
            Self::Js(host) => host.renew(secrets).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    pub(crate) async fn sweep(&self) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.sweep().await,
            Self::Js(host) => host.sweep().await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }

    /// Erases a customer's data, by the name that the sign-in knows.
    pub(crate) async fn forget_customer(&self, name: &str) -> Result<u64, Refusal> {
        match self {
            Self::Rust(host) => host.forget_customer(name).await,
            Self::Js(host) => host.forget_customer(&cookies(Some(name))).await,
            Self::Running(_) => left_out(OF_THE_SHOP),
        }
    }
}
