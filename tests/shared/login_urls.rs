//! The URLs of bank logins that are allowed, and some that are not.

/// A function of a client's `environment`, the host of its page, and a URL. It returns true if the URL is allowed. [`ALLOWED_HOST`] is the
/// client's own.
pub(crate) type Allows = fn(&str, Option<&str>, &str) -> bool;

/// The host that the client allows.
pub(crate) const ALLOWED_HOST: &str = "login.bank.example";

pub(crate) fn only_login_pages_of_the_environment_are_allowed(allows: Allows) {
    let rows = [
        ("production", "https://account-check.getivy.de/init?id=1", true),
        ("production", "https://checkout.getivy.de?session=1", true),
        ("production", "https://CHECKOUT.getivy.de:443/", true),
        ("production", "https://login.bank.example/x", true),
        ("production", "https://checkout.sand.getivy.de/", false),
        ("sandbox", "https://checkout.sand.getivy.de/", true),
        ("sandbox", "https://account-check.sand.getivy.de/", true),
        ("sandbox", "https://checkout.getivy.de/", false),
        ("sandbox", "http://127.0.0.1:8081/init", false),
        ("production", "http://checkout.getivy.de/", false),
        ("production", "https://checkout.getivy.de:8443/", false),
        ("production", "https://ada:secret@checkout.getivy.de/", false),
        ("production", "https://ada@checkout.getivy.de/", false),
        ("production", "https://getivy.de.evil.example/", false),
        ("production", "https://checkout.getivy.de@evil.example/", false),
        ("production", "https://checkout.getivy.de.evil.example/", false),
        ("production", "https://evil-checkout.getivy.de/", false),
        ("production", "https://evil.checkout.getivy.de/", false),
        ("production", "https://getivy.de/", false),
        ("production", "https://checkout.getivy.de./", false),
        ("production", "https://checkout.getivу.de/", false), // a Cyrillic у
        ("production", "https://xn--checkout-getivy.de/", false),
        ("production", "https://evil.example/?checkout.getivy.de", false),
        ("production", "https://evil.example\\@checkout.getivy.de/", false),
        ("production", "//checkout.getivy.de/", false),
        ("production", "/init", false),
        ("production", "javascript:alert(1)//checkout.getivy.de", false),
        ("production", "data:text/html,checkout.getivy.de", false),
        ("production", "blob:https://checkout.getivy.de/1", false),
        ("production", "ftp://checkout.getivy.de/", false),
        ("production", "", false),
        ("production", "https://", false),
    ];
    for (environment, url, allowed) in rows {
        assert_eq!(allows(environment, Some("shop.example"), url), allowed, "{environment} {url}");
    }
}

pub(crate) fn this_machine_is_allowed_only_to_a_page_from_this_machine(allows: Allows) {
    let urls = [
        ("http://127.0.0.1:8081/init?id=1", true),
        ("http://localhost:8081/", true),
        ("https://[::1]:8081/", true),
        ("http://127.1/", true), // another spelling of 127.0.0.1
        ("ws://127.0.0.1:8081/", false),
        ("http://ada@127.0.0.1/", false),
        ("http://127.0.0.1.evil.example/", false),
        ("http://localhost.evil.example/", false),
        ("http://127../", false), // a name, for a resolver to look up
        ("http://0.0.0.0/", false),
        ("http://192.168.0.1/", false),
        ("http://[::ffff:127.0.0.1]/", false),
    ];
    for (url, allowed) in urls {
        for page in ["localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(allows("local", Some(page), url), allowed, "{page} {url}");
        }
        for page in [None, Some("shop.example"), Some("localhost.evil.example"), Some("")] {
            assert!(!allows("local", page, url), "{page:?} {url}");
        }
    }
    assert!(allows("local", Some("shop.example"), "https://login.bank.example/"));
    assert!(!allows("local", Some("localhost"), "https://checkout.getivy.de/"));
}
