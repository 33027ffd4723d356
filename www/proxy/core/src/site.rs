//! Sites, by which browsers decide about cookies: a scheme and a registrable domain.

use url::{Host, Url};

use crate::config::Config;

/// The number of labels from the right that two names of one registrable domain share at least.
const DOMAIN_LABELS: usize = 2;

/// Returns true if two URLs are certainly of two sites. The list of public suffixes is not known here, so that two names
/// below one suffix of two labels, such as `a.co.uk` and `b.co.uk`, may be taken for one site.
fn are_two_sites(one: &Url, other: &Url) -> bool {
    let (Some(first), Some(second)) = (one.host(), other.host()) else { return true };
    if one.scheme() != other.scheme() {
        return true;
    }
    let (Host::Domain(a), Host::Domain(b)) = (&first, &second) else { return first != second };
    let shared = a.rsplit('.').zip(b.rsplit('.')).take_while(|(a, b)| a == b).count();
    a != b && shared < DOMAIN_LABELS
}

/// Returns the origins whose pages get no cookies of a proxy at this URL.
pub(crate) fn of_other_sites<'a>(config: &'a Config, own: &Url) -> Vec<&'a str> {
    let is_other = |origin: &&str| Url::parse(origin).is_ok_and(|page| are_two_sites(&page, own));
    config.origins.iter().map(String::as_str).filter(is_other).collect()
}

/// Logs each origin whose pages get no cookies of the proxy at its own URL, which is that of its callback.
pub(crate) fn warn_about_other_sites(config: &Config) {
    let Ok(own) = Url::parse(&config.callback_url) else { return };
    let proxy = own.origin().ascii_serialization();
    for origin in of_other_sites(config, &own) {
        tracing::warn!(
            event = "origin_of_another_site",
            origin,
            proxy,
            "origins: this origin is on another site than the proxy, so that browsers send it no cookies and its pages \
             get 403; expected pages that call the proxy at a URL of their own site"
        );
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::are_two_sites;

    #[test]
    fn origins_of_another_site_are_recognised() {
        let rows = [
            ("https://shop.example", "https://shop.example", false),
            ("https://shop.example", "https://shop.example:8443", false),
            ("https://shop.example", "https://api.shop.example", false),
            ("https://www.shop.example", "https://api.shop.example", false),
            ("https://shop.example", "https://pay.example", true),
            ("https://shop.example", "https://shop.test", true),
            ("https://shop.example", "https://shop.example.test", true),
            ("https://myshop.example", "https://shop.example", true),
            ("http://localhost:3000", "http://localhost:8080", false),
            ("http://localhost:3000", "https://localhost:3000", true),
            ("http://localhost:3000", "http://127.0.0.1:3000", true),
            ("http://127.0.0.1:3000", "http://127.0.0.1:8080", false),
            ("http://127.0.0.1", "http://127.0.0.2", true),
            ("http://[::1]:3000", "http://[::1]:8080", false),
            ("https://localhost", "https://shop.example", true),
            ("https://app.localhost", "https://localhost", true),
        ];
        for (page, proxy, expected) in rows {
            let are_two =
                |one: &str, other: &str| are_two_sites(&Url::parse(one).unwrap(), &Url::parse(other).unwrap());
            assert_eq!(are_two(page, proxy), expected, "{page} {proxy}");
            assert_eq!(are_two(proxy, page), expected, "{proxy} {page}");
        }
    }
}
