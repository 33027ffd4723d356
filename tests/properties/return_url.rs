//! The URL to which a bank login returns, against the `url` crate.

use ivy_data_session::launch::read_return_url;
use url::Url;

/// The bytes are a URL as an address bar has it, or no URL at all.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    holds(&text);
    if let Ok(url) = Url::parse(&text) {
        holds(url.as_str());
        // Of a page. A URL without a hierarchy may end with a space that only its query protects.
        if ["http", "https"].contains(&url.scheme()) {
            keeps_everything_else(&url);
        }
    }
}

fn holds(href: &str) {
    let read = read_return_url(href);
    if let Some(nonce) = &read.nonce {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        assert!((16..=128).contains(&nonce.len()) && nonce.bytes().all(fits), "{href}");
        assert!(href.contains(&format!("ivy={nonce}")), "{href}");
    }
    let again = read_return_url(&read.without);
    assert_eq!((again.nonce, again.without), (None, read.without), "{href}");
}

/// The two parameters go; scheme, host, path, fragment and the other parameters stay as they are.
fn keeps_everything_else(href: &Url) {
    let without = Url::parse(&read_return_url(href.as_str()).without).unwrap();
    let base = |url: &Url| url.as_str().split(['?', '#']).next().map(str::to_owned);
    assert_eq!(base(&without), base(href), "{href}");
    assert_eq!(without.fragment(), href.fragment(), "{href}");
    let others = |url: &Url| {
        let pairs = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let others = pairs.filter(|pair| !["ivy", "ivy_outcome"].contains(&pair.split('=').next().unwrap_or_default()));
        others.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(others(&without), others(href), "{href}");
    assert_eq!(without.query().map_or(0, |query| query.split('&').count()), others(href).len(), "{href}");
}
