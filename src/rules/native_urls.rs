//! URLs read by the `url` crate, where there is no page.

use super::url::{ReadUrl, UrlReader};

/// The reader of native programs.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeUrls;

impl UrlReader for NativeUrls {
    fn read(&self, text: &str) -> Option<ReadUrl> {
        let url = url::Url::parse(text).ok()?;
        Some(ReadUrl {
            scheme: url.scheme().into(),
            host: url.host_str().unwrap_or_default().into(),
            port: url.port(),
            has_credentials: !url.username().is_empty() || url.password().is_some(),
        })
    }
}
