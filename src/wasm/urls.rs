//! A URL reader for pages, which uses the page's `URL`. The `url` crate would be larger than the rest of the module.

use crate::rules::{UrlReader, plain_url, url};

/// A reader that uses the `URL` of the page.
#[derive(Clone, Copy, Debug)]
pub struct PageUrls;

impl UrlReader for PageUrls {
    fn read(&self, text: &str) -> Option<String> {
        // Most URLs need no call into JavaScript.
        if plain_url::is_plain(text) {
            return Some(text.to_owned());
        }
        let normal = web_sys::Url::new(text).ok()?.href();
        if has_escaped_address(text, &normal) { None } else { Some(normal) }
    }
}

/// Returns true if the host is an IPv6 address that contains a percent sign. The URL standard refuses it, but Chromium
/// decodes it.
fn has_escaped_address(text: &str, normal: &str) -> bool {
    // Before such an address only a user name or a password can contain a percent sign, and neither is allowed.
    url::authority(normal).is_some_and(|(_, authority)| authority.as_bytes().starts_with(b"["))
        && text.as_bytes().iter().take_while(|byte| **byte != b']').any(|byte| *byte == b'%')
}
