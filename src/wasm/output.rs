//! Conversion of results to JavaScript.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::JsValue;

/// Converts a result to JavaScript objects, arrays and strings. An absent member is `undefined`.
pub(super) fn into_js(result: &impl Serialize) -> JsValue {
    // Serialisation fails only for maps with keys other than strings, and no result has one.
    result.serialize(&Serializer::new()).unwrap_or(JsValue::UNDEFINED)
}
