//! URLs read by the page's own `URL`: the `url` crate would weigh more than everything else.

use crate::rules::{UrlReader, plain_url, url};

/// The reader of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageUrls;

impl UrlReader for PageUrls {
    fn read(&self, text: &str) -> Option<String> {
        // Most need no page.
        if plain_url::is_plain(text) {
            return Some(text.to_owned());
        }
        let normal = web_sys::Url::new(text).ok()?.href();
        if has_escaped_address(text, &normal) { None } else { Some(normal) }
    }
}

/// Whether the host is an IPv6 address with a percent sign inside. By the standard that is no URL; Chromium decodes it.
fn has_escaped_address(text: &str, normal: &str) -> bool {
    // Nothing but a user name or a password could hold a percent sign before such an address, and neither is allowed.
    url::authority(normal).is_some_and(|(_, authority)| authority.as_bytes().starts_with(b"["))
        && text.as_bytes().iter().take_while(|byte| **byte != b']').any(|byte| *byte == b'%')
}
