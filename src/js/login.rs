//! To the bank login and back.

use super::check::names;
use super::plain::{Plain, object};
use super::urls::PageUrls;
use crate::client::{Environment, LoginHosts};
use crate::launch::read_login_answer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Whether a shopper may be sent to `url`. `allowed`: hosts, separated by commas; `page`: the host of this page.
#[wasm_bindgen(js_name = isLoginUrl)]
pub fn is_login_url(url: &str, environment: &str, allowed: &str, page: &str) -> bool {
    let Some(environment) = Environment::from_name(environment) else { return false };
    let page = Some(page).filter(|page| !page.is_empty());
    LoginHosts { environment, allowed: &names(allowed), page }.allow(url, &PageUrls)
}

/// Reads the answer to `/result`: `referenceId`, `status` and the `session` as JSON text; or `issues`.
#[wasm_bindgen(js_name = readLoginAnswer)]
pub fn login_answer(body: &[u8]) -> JsValue {
    match read_login_answer(body) {
        Ok(answer) => object(&[
            ("referenceId", Plain::Text(&answer.reference_id)),
            ("status", Plain::Text(&answer.status)),
            ("session", Plain::text(answer.session.as_deref())),
        ]),
        Err(issues) => object(&[("issues", Plain::Issues(&issues))]),
    }
}
