//! Checks of values that a page sends, displays or opens.

use super::input::strings;
use super::output::into_js;
use super::urls::PageUrls;
use crate::client::{Environment, LoginHosts};
use crate::json::View;
use crate::rules::{self, RequestRules, Subject, check_text};
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Checks a request. `text` is extended JSON, see [`crate::json::parse_extended`]. The two lists name fields and
/// permissions that are accepted although they are not documented. In a page's request `referenceId` may be missing,
/// since the proxy picks one.
///
/// Returns `{value?, issues, warnings}`. `value` is the normal form as JSON text.
#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(
    text: &str,
    #[wasm_bindgen(unchecked_param_type = "string[]")] extra_fields: &Array<JsString>,
    #[wasm_bindgen(unchecked_param_type = "string[]")] extra_permissions: &Array<JsString>,
    reference_id_optional: bool,
) -> JsValue {
    check(
        Subject::Request,
        text,
        &RequestRules {
            urls: &PageUrls,
            extra_fields: &strings(extra_fields),
            extra_permissions: &strings(extra_permissions),
            reference_id_optional,
        },
    )
}

/// Checks a list query. Takes and returns the same as [`check_request`].
#[wasm_bindgen(js_name = checkListQuery)]
pub fn check_list_query(text: &str) -> JsValue {
    check(Subject::ListQuery, text, &NO_EXTRAS)
}

/// Checks an external user. Takes and returns the same as [`check_request`].
#[wasm_bindgen(js_name = checkExternalUser)]
pub fn check_external_user(text: &str) -> JsValue {
    check(Subject::ExternalUser, text, &NO_EXTRAS)
}

/// Checks an external user and returns the list query for this user as the normal form. Takes and returns the same as
/// [`check_request`].
#[wasm_bindgen(js_name = queryForUser)]
pub fn query_for_user(text: &str) -> JsValue {
    check(Subject::ListQueryFor, text, &NO_EXTRAS)
}

/// Masks an IBAN for display.
#[wasm_bindgen(js_name = maskIban)]
pub fn mask_iban(iban: &str) -> String {
    rules::mask_iban(iban)
}

/// Returns true if a shopper may be sent to `url` to log in. `environment` and `allowed_hosts` are options of the client;
/// `page_host` is the host of this page, if there is a page. No URL is allowed in an unknown environment.
#[wasm_bindgen(js_name = isLoginUrl)]
pub fn is_login_url(
    url: &str,
    environment: &str,
    #[wasm_bindgen(unchecked_param_type = "string[]")] allowed_hosts: &Array<JsString>,
    page_host: Option<String>,
) -> bool {
    Environment::from_name(environment).is_some_and(|environment| {
        LoginHosts { environment, allowed: &strings(allowed_hosts), page: page_host.as_deref() }.allow(url, &PageUrls)
    })
}

/// The options for every value except a request.
const NO_EXTRAS: RequestRules<'static> =
    RequestRules { urls: &PageUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };

fn check(subject: Subject, text: &str, rules: &RequestRules<'_>) -> JsValue {
    // The package's encoder always writes valid extended JSON. Invalid text would be refused as too large.
    let value = View::read_extended(text).unwrap_or(View::TOO_LARGE);
    into_js(&check_text(subject, value, rules))
}
