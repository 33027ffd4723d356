//! To the bank login and back.

use super::check::names;
use super::plain::{Plain, object};
use super::urls::PageUrls;
use crate::client::{Environment, LoginHosts};
use crate::launch::read_return_url;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Whether a shopper may be sent to `url`. `allowed`: hosts, separated by commas; `page`: the host of this page.
#[wasm_bindgen(js_name = isLoginUrl)]
pub fn is_login_url(url: &str, environment: &str, allowed: &str, page: &str) -> bool {
    login_hosts(environment, &names(allowed), page).is_some_and(|hosts| hosts.allow(url, &PageUrls))
}

/// Reads a return page's whole URL.
#[wasm_bindgen(js_name = readReturnUrl)]
pub fn return_url(href: &str) -> JsValue {
    let url = read_return_url(href);
    object(&[("nonce", Plain::text(url.nonce.as_deref())), ("without", Plain::Text(&url.without))])
}

/// The rule for login pages from the client's options; `None` for an environment that there is not.
pub(super) fn login_hosts<'a>(environment: &str, allowed: &'a [String], page: &'a str) -> Option<LoginHosts<'a>> {
    let page = Some(page).filter(|page| !page.is_empty());
    Some(LoginHosts { environment: Environment::from_name(environment)?, allowed, page })
}
