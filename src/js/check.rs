//! Checks of what a page wants to send.

use super::plain::{Plain, object};
use super::urls::PageUrls;
use crate::json::View;
use crate::rules::{self, Checked, RequestRules};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// `checkDataSessionRequest`. `extra_fields` and `extra_permissions` are names, separated by commas. A page's own request
/// may leave `referenceId` to the proxy.
#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(
    marked: &str,
    extra_fields: &str,
    extra_permissions: &str,
    reference_id_optional: bool,
) -> JsValue {
    let (extra_fields, extra_permissions) = (&names(extra_fields)[..], &names(extra_permissions)[..]);
    let rules = RequestRules { urls: &PageUrls, extra_fields, extra_permissions, reference_id_optional };
    found(&rules::check_request_text(view(marked), &rules))
}

/// `checkListQuery`
#[wasm_bindgen(js_name = checkListQuery)]
pub fn check_list_query(marked: &str) -> JsValue {
    found(&rules::check_list_query_text(view(marked)))
}

/// `checkExternalUser`
#[wasm_bindgen(js_name = checkExternalUser)]
pub fn check_external_user(marked: &str) -> JsValue {
    found(&rules::check_external_user_text(view(marked)))
}

/// `listQueryFor`
#[wasm_bindgen(js_name = listQueryFor)]
pub fn list_query_for(marked: &str) -> JsValue {
    found(&rules::list_query_text_for(view(marked)))
}

/// `maskIban`
#[wasm_bindgen(js_name = maskIban)]
pub fn mask_iban(text: &str) -> String {
    rules::mask_iban(text)
}

/// The walker's text. It is always well formed; were it not, the rules would refuse it as too large.
fn view(marked: &str) -> View<'_> {
    View::read_marked(marked).unwrap_or(View::TOO_LARGE)
}

/// Names separated by commas.
pub(super) fn names(list: &str) -> Vec<String> {
    let (mut names, mut rest) = (Vec::new(), list);
    while let Some((name, others)) = rest.bytes().position(|byte| byte == b',').and_then(|at| rest.split_at_checked(at))
    {
        names.push(name.to_owned());
        rest = others.get(1..).unwrap_or_default();
    }
    if !rest.is_empty() {
        names.push(rest.to_owned());
    }
    names
}

/// What a check found, for JavaScript: the normal form as JSON text where there is nothing more to say.
fn found(checked: &Checked<String>) -> JsValue {
    match &checked.value {
        Some(text) if checked.warnings.is_empty() => JsValue::from_str(text),
        value => object(&[
            ("value", Plain::text(value.as_deref())),
            ("issues", Plain::Issues(&checked.issues)),
            ("warnings", Plain::Issues(&checked.warnings)),
        ]),
    }
}
