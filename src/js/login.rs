//! To the bank login and back.

use super::check::names;
use super::host::Host;
use super::outcome::resumed;
use super::plain::{Plain, object};
use super::urls::PageUrls;
use crate::client::{Environment, Error, LoginHosts};
use crate::launch::{Proof, read_return_url, resume_login};
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

/// `resumeBankLogin`, by the nonce, or by the reference where the nonce is empty.
pub(super) async fn resume(host: &Host, nonce: &str, reference: &str) -> Result<JsValue, Error> {
    let proof = if nonce.is_empty() { Proof::Reference(reference) } else { Proof::Nonce(nonce) };
    Ok(resumed(&resume_login(host, proof, reference, host.limits()).await?))
}

/// The rule for login pages from the client's options; `None` for an environment that there is not.
pub(super) fn login_hosts<'a>(environment: &str, allowed: &'a [String], page: &'a str) -> Option<LoginHosts<'a>> {
    let page = Some(page).filter(|page| !page.is_empty());
    Some(LoginHosts { environment: Environment::from_name(environment)?, allowed, page })
}
