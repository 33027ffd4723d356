//! The hosts of bank logins, compared with the `url` crate and a second implementation of the rule.

use ivy_data_session::client::{Environment, LoginHosts};
use ivy_data_session::rules::{NativeUrls, UrlReader, plain_url::is_plain, url::authority};
use url::{Host, Url};

/// A host that a merchant has added.
const ADDED: &str = "login.bank.example";

const ENVIRONMENTS: [Environment; 3] = [Environment::Production, Environment::Sandbox, Environment::Local];

/// The host of the page, and `true` if it is this machine.
const PAGES: [(Option<&str>, bool); 5] = [
    (Some("shop.example"), false),
    (Some("localhost"), true),
    (Some("127.0.0.1"), true),
    (Some(""), false),
    (None, false),
];

/// The first byte chooses environment and page, the others are the URL.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let Some((choice, url)) = bytes.split_first() else { return };
    let url = String::from_utf8_lossy(url);
    let choice = usize::from(*choice);
    let (page, at_home) = PAGES[choice / ENVIRONMENTS.len() % PAGES.len()];
    agrees(ENVIRONMENTS[choice % ENVIRONMENTS.len()], page, at_home, &url);
}

fn agrees(environment: Environment, page: Option<&str>, at_home: bool, text: &str) {
    let hosts = LoginHosts { environment, allowed: &[ADDED.to_owned()], page };
    let ours = hosts.allow(text, &NativeUrls);
    assert_eq!(ours, is_allowed(environment, at_home, text), "{environment:?} {page:?} {text}");
    assert_eq!(hosts.allow(text, &PlainFirst), ours, "{environment:?} {page:?} {text}");
    if is_plain(text) {
        let normal = NativeUrls.read(text);
        assert_eq!(authority(text), normal.as_deref().and_then(authority), "{text}");
    }
}

/// A reader as in a page, which parses only if it is necessary.
struct PlainFirst;

impl UrlReader for PlainFirst {
    fn read(&self, text: &str) -> Option<String> {
        if is_plain(text) { Some(text.to_owned()) } else { NativeUrls.read(text) }
    }
}

/// SECURITY.md, 17.
fn is_allowed(environment: Environment, at_home: bool, text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let login_pages: &[&str] = match environment {
        Environment::Production => &["account-check.getivy.de", "checkout.getivy.de", ADDED],
        Environment::Sandbox => &["account-check.sand.getivy.de", "checkout.sand.getivy.de", ADDED],
        Environment::Local => &[ADDED],
    };
    let is_this_machine = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    let is_login_page = url.scheme() == "https"
        && url.port().is_none()
        && url.host_str().is_some_and(|host| login_pages.contains(&host));
    let is_local = environment == Environment::Local
        && at_home
        && is_this_machine
        && (url.scheme() == "http" || url.scheme() == "https");
    !has_credentials && (is_login_page || is_local)
}
