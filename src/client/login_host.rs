//! Where a shopper may be sent to log in to a bank.

use crate::rules::UrlReader;
use crate::rules::url::{self, is_loopback};

/// Which Ivy the proxy talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Real banks.
    Production,
    /// Ivy's own sandbox.
    Sandbox,
    /// A stand-in on this machine.
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

    /// The name that [`Self::from_name`] reads.
    pub const fn name(self) -> &'static str {
        match self {
            Environment::Production => "production",
            Environment::Sandbox => "sandbox",
            Environment::Local => "local",
        }
    }

    /// The hosts of Ivy's login pages; on this machine any port of it will do. Source: Ivy's iOS SDK (`account-check`)
    /// and its checkout documentation.
    pub const fn hosts(self) -> &'static [&'static str] {
        match self {
            Environment::Production => &["account-check.getivy.de", "checkout.getivy.de"],
            Environment::Sandbox => &["account-check.sand.getivy.de", "checkout.sand.getivy.de"],
            Environment::Local => &[],
        }
    }
}

/// The rule for login pages.
#[derive(Clone, Copy, Debug)]
pub struct LoginHosts<'a> {
    /// Which Ivy the proxy talks to.
    pub environment: Environment,
    /// More hosts, by their exact names, in lower case.
    pub allowed: &'a [String],
    /// The host of this page; `None` where there is no page.
    pub page: Option<&'a str>,
}

impl LoginHosts<'_> {
    /// Whether a shopper may be sent to `url`: `https:`, no user name or password, the default port, and a host that
    /// stands on the list as a whole. With [`Environment::Local`] also any port of this machine, over `http:` too, if
    /// this page comes from this machine itself.
    pub fn allow(&self, url: &str, reader: &dyn UrlReader) -> bool {
        let Some(url) = reader.read(url) else { return false };
        let Some((is_secure, authority)) = url::authority(&url) else { return false };
        if self.environment == Environment::Local && is_loopback(url::host(authority)) {
            return self.page.is_some_and(is_loopback);
        }
        // One with a port stands on no list.
        is_secure
            && (self.environment.hosts().contains(&authority)
                || self.allowed.iter().any(|allowed| allowed == authority))
    }
}
