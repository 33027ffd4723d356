//! Conversion to lower case by Unicode's mapping, in a page and natively.

/// Returns a text in lower case, by JavaScript's `toLowerCase`.
#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
pub(super) fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Returns a text in lower case.
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub(super) fn lower(text: &str) -> String {
    text.to_lowercase()
}
