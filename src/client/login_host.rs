//! The hosts where a shopper may log in to a bank.

use crate::rules::UrlReader;
use crate::rules::url::{self, is_loopback};

/// The environment of Ivy that the proxy calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Real banks.
    Production,
    /// Ivy's own sandbox.
    Sandbox,
    /// A simulator on this machine.
    Local,
}

impl Environment {
    /// Reads the option `environment`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "production" => Some(Environment::Production),
            "sandbox" => Some(Environment::Sandbox),
            "local" => Some(Environment::Local),
            _ => None,
        }
    }

    /// Returns the name that [`Self::from_name`] reads.
    pub const fn name(self) -> &'static str {
        match self {
            Environment::Production => "production",
            Environment::Sandbox => "sandbox",
            Environment::Local => "local",
        }
    }

    /// Returns the hosts of Ivy's login pages. [`Environment::Local`] has none, since it accepts any port of this machine.
    /// Source: Ivy's iOS SDK (`account-check`) and its checkout documentation.
    pub const fn hosts(self) -> &'static [&'static str] {
        match self {
            Environment::Production => &["account-check.getivy.de", "checkout.getivy.de"],
            Environment::Sandbox => &["account-check.sand.getivy.de", "checkout.sand.getivy.de"],
            Environment::Local => &[],
        }
    }
}

/// The rule for the URLs of login pages.
#[derive(Clone, Copy, Debug)]
pub struct LoginHosts<'a> {
    /// The environment of Ivy that the proxy calls.
    pub environment: Environment,
    /// Additional hosts, by their exact names, in lower case.
    pub allowed: &'a [String],
    /// The host of this page; `None` if there is no page.
    pub page: Option<&'a str>,
}

impl LoginHosts<'_> {
    /// Returns true if a shopper may be sent to `url`. It must have `https:`, no user name, no password, the default port,
    /// and a host that is on the list. [`Environment::Local`] also allows `http:` and any port of this machine, if this page
    /// comes from this machine.
    pub fn allow(&self, url: &str, reader: &dyn UrlReader) -> bool {
        let Some(url) = reader.read(url) else { return false };
        let Some((is_secure, authority)) = url::authority(&url) else { return false };
        if self.environment == Environment::Local && is_loopback(url::host(authority)) {
            return self.page.is_some_and(is_loopback);
        }
        // The hosts on the lists have no port, so an authority with a port never matches.
        is_secure
            && (self.environment.hosts().contains(&authority)
                || self.allowed.iter().any(|allowed| allowed == authority))
    }
}
