//! A URL reader for programs outside of a page.

use super::url::UrlReader;

/// A reader that uses the `url` crate.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeUrls;

impl UrlReader for NativeUrls {
    fn read(&self, text: &str) -> Option<String> {
        url::Url::parse(text).ok().map(String::from)
    }
}
