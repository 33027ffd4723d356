//! Conversion of arguments from JavaScript.

use js_sys::{Array, JsString};

/// Copies an array of strings out of the page.
pub(super) fn strings(list: &Array<JsString>) -> Vec<String> {
    list.iter().map(String::from).collect()
}
