//! The headers of every response. They forbid content sniffing, referrers, framing, and content of other origins.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use maud::Markup;

/// Returns the content security policy of the pages. It allows the shop's own content and WebAssembly without `eval`. Forms
/// go to the shop, whose redirect leads to the hosts of the bank login.
pub fn content_security_policy(login_origins: &[String]) -> String {
    let form_action = login_origins.iter().fold(String::from("'self'"), |all, origin| all + " " + origin);
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; \
         form-action {form_action}"
    )
}

/// The headers of every response except the policy. A response may set its own values.
pub(crate) const COMMON: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    // Browsers check for new files each time, because the demo is built often.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
];

/// Returns the response for an HTML page. No cache stores the page, because it is made for one customer. The shop itself
/// gets a referrer: with `no-referrer` a browser sends forms with `Origin: null` (Fetch, "append a request Origin header"),
/// which the shop refuses.
pub(crate) fn html(page: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "Cookie"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (headers, page).into_response()
}

/// Returns the response for a page that was made on the server, as [`html`] does.
pub(crate) fn markup(page: Markup) -> Response {
    html(page.into_string())
}

/// Forbids every cache to store a response to one customer.
pub(crate) const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// Returns the value of a cookie of a request, if it has one that is not empty.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    // Read one by one: a cookie that is not UTF-8 must not hide the others.
    let pairs = headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    pairs
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| Cookie::parse(pair.trim()).ok())
        .find(|cookie| cookie.name() == name && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
}
