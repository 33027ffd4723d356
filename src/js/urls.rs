//! URLs read by the page's own `URL`: the `url` crate would weigh more than everything else.

use crate::rules::{ReadUrl, UrlReader, plain_url};

/// The reader of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageUrls;

impl UrlReader for PageUrls {
    fn read(&self, text: &str) -> Option<ReadUrl> {
        // Most need no page, which is asked for one string: the URL in its normal form.
        plain_url::read(text).or_else(|| {
            let url = web_sys::Url::new(text).ok()?;
            (!has_escaped_address(text)).then(|| ReadUrl::of_normal(&url.href()))
        })
    }
}

/// Whether the host is an IPv6 address with a percent sign inside. By the standard that is no URL; Chromium decodes it.
fn has_escaped_address(text: &str) -> bool {
    let mut parts = text.as_bytes().splitn(2, |byte| *byte == b'[');
    let (before, after) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    before.ends_with(b"//") && after.iter().take_while(|byte| **byte != b']').any(|byte| *byte == b'%')
}
