//! JavaScript values, for tests of the results of exports.
#![allow(dead_code, reason = "each test file uses its part")]

use js_sys::{Array, JSON, JsString, Reflect, Uint32Array};
use wasm_bindgen::prelude::{JsCast, JsValue};

/// A value as JSON. It has no member that is `undefined`.
pub(crate) fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// A value as serde has it.
pub(crate) fn tree(value: &JsValue) -> serde_json::Value {
    serde_json::from_str(&text(value)).unwrap()
}

/// A member of an object.
pub(crate) fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

/// A result's spans, which have to be a typed array, as pairs.
pub(crate) fn spans(value: &JsValue) -> Vec<(u32, u32)> {
    let spans = member(value, "spans");
    let spans = spans.dyn_ref::<Uint32Array>().unwrap_or_else(|| panic!("the spans are {spans:?}")).to_vec();
    spans.chunks(2).map(|span| (span[0], span[1])).collect()
}

/// Returns the reason why a body cannot be read.
pub(crate) fn unreadable(value: &JsValue) -> Option<String> {
    member(value, "unreadable").as_string()
}

/// Returns strings as an array of the page's.
pub(crate) fn array(texts: &[impl AsRef<str>]) -> Array<JsString> {
    Array::from_iter_typed(texts.iter().map(|text| JsString::from(text.as_ref())))
}
