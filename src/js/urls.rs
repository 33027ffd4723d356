//! URLs read by the page's own `URL`: the `url` crate would weigh more than everything else.

use crate::rules::{ReadUrl, UrlReader, plain_url};

/// The reader of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageUrls;

impl UrlReader for PageUrls {
    fn read(&self, text: &str) -> Option<ReadUrl> {
        // Most need no page, which is asked for one string: the URL in its normal form.
        plain_url::read(text).or_else(|| Some(ReadUrl::of_normal(&web_sys::Url::new(text).ok()?.href())))
    }
}
