//! What goes back to JavaScript.

use http::HeaderMap;
use ivy_proxy_core::{ApiError, Login, Response};
use js_sys::{Array, Object, Reflect};
use serde_json::json;
use wasm_bindgen::JsValue;

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // An object that was made here takes every field.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// `{status, headers, body?}`.
pub(crate) fn response(response: Response) -> JsValue {
    let body = response.body.map_or(JsValue::UNDEFINED, |text| JsValue::from_str(&text));
    let status = f64::from(response.status.as_u16()).into();
    object(&[("status", status), ("headers", headers(&response.headers)), ("body", body)])
}

/// Each byte of a value is one character, as `Headers` takes it.
fn headers(headers: &HeaderMap) -> JsValue {
    let text = |bytes: &[u8]| -> String { bytes.iter().copied().map(char::from).collect() };
    let pairs = headers.iter().map(|(name, value)| {
        Array::of2(&JsValue::from_str(name.as_str()), &JsValue::from_str(&text(value.as_bytes())))
    });
    pairs.collect::<Array>().into()
}

/// `{status, code, retryAfter?}`: what a promise is rejected with.
pub(crate) fn error(error: ApiError) -> JsValue {
    let after = error.retry_after.map_or(JsValue::UNDEFINED, |seconds| JsValue::from_f64(seconds as f64));
    let status = f64::from(error.status.as_u16()).into();
    object(&[("status", status), ("code", error.code.name().into()), ("retryAfter", after)])
}

/// `{referenceId, sessionId, status, session}` as JSON text; the session as Ivy wrote it, number by number.
pub(crate) fn login(login: Login) -> String {
    let session = login.session.unwrap_or_else(|| "null".into());
    let [reference, id, status] = [json!(login.reference_id), json!(login.session_id), json!(login.status)];
    format!("{{\"referenceId\":{reference},\"sessionId\":{id},\"status\":{status},\"session\":{session}}}")
}
