//! What every answer carries (security: no content sniffing, no referrer, no framing, nothing from elsewhere).

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// The pages' policy: everything from the shop itself, WebAssembly but no `eval`, forms to the shop and, by its
/// redirect, to the hosts of the bank login.
pub fn content_security_policy(login_origins: &[String]) -> String {
    let form_action = login_origins.iter().fold(String::from("'self'"), |all, origin| all + " " + origin);
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; \
         form-action {form_action}"
    )
}

/// The headers of every answer but the policy, for those that do not set their own.
pub(crate) const COMMON: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    // Files are asked for again each time: the demo is built anew often.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
];

/// An HTML page. It is stored nowhere, since it is made for one customer. Other sites get no referrer, but the shop
/// itself does: with `no-referrer` a browser sends its forms with `Origin: null` (Fetch, "append a request Origin
/// header"), and those are refused.
pub(crate) fn html(page: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (headers, page).into_response()
}

/// [`html`] for a page made here.
pub(crate) fn markup(page: Markup) -> Response {
    html(page.into_string())
}

/// What was said to one customer is stored nowhere.
pub(crate) const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];
