//! URLs read by the `url` crate, where there is no page.

use super::url::UrlReader;

/// The reader of native programs.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeUrls;

impl UrlReader for NativeUrls {
    fn read(&self, text: &str) -> Option<String> {
        url::Url::parse(text).ok().map(String::from)
    }
}
