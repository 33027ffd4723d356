//! URLs read by the page's own `URL`: the `url` crate would weigh more than everything else.

use crate::rules::{ReadUrl, UrlReader, plain_url};

/// The reader of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageUrls;

impl UrlReader for PageUrls {
    fn read(&self, text: &str) -> Option<ReadUrl> {
        // Five strings cross for each URL that the page reads.
        if let Some(url) = plain_url::read(text) {
            return Some(url);
        }
        let url = web_sys::Url::new(text).ok()?;
        let mut scheme = url.protocol();
        scheme.pop();
        let port = url.port();
        let port = port.bytes().map(|digit| u16::from(digit.wrapping_sub(b'0')));
        let port = port.reduce(|number, digit| number.wrapping_mul(10).wrapping_add(digit));
        let has_credentials = !url.username().is_empty() || !url.password().is_empty();
        Some(ReadUrl { scheme, host: url.hostname(), port, has_credentials })
    }
}
