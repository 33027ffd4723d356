//! Results on their way to the page.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::JsValue;

/// Returns a result as the page's own objects, arrays and strings. An absent member is `undefined`.
pub(super) fn into_js(result: &impl Serialize) -> JsValue {
    // Only a map whose keys are no strings could fail. No result has one.
    result.serialize(&Serializer::new()).unwrap_or(JsValue::UNDEFINED)
}
