//! Conversion of results to JavaScript values.

use http::HeaderMap;
use ivy_proxy_core::{ApiError, Login, RecallList, Response, ServerRecall};
use js_sys::{Array, Object, Reflect};
use serde_json::{Map, Value, json};
use wasm_bindgen::JsValue;

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a member of a new object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// Converts a response to `{status, headers, body?}`.
pub(crate) fn response(response: Response) -> JsValue {
    let body = response.body.map_or(JsValue::UNDEFINED, |text| JsValue::from_str(&text));
    let status = f64::from(response.status.as_u16()).into();
    object(&[("status", status), ("headers", headers(&response.headers)), ("body", body)])
}

/// Converts headers to an array of pairs. Each byte of a value becomes one character, as `Headers` expects.
fn headers(headers: &HeaderMap) -> JsValue {
    let text = |bytes: &[u8]| -> String { bytes.iter().copied().map(char::from).collect() };
    let pairs = headers.iter().map(|(name, value)| {
        Array::of2(&JsValue::from_str(name.as_str()), &JsValue::from_str(&text(value.as_bytes())))
    });
    pairs.collect::<Array>().into()
}

/// Converts an error to `{status, code, retryAfter?}`, the reason of a rejected promise.
pub(crate) fn error(error: ApiError) -> JsValue {
    let after = error.retry_after.map_or(JsValue::UNDEFINED, |seconds| JsValue::from_f64(seconds as f64));
    let status = f64::from(error.status.as_u16()).into();
    object(&[("status", status), ("code", error.code.name().into()), ("retryAfter", after)])
}

/// Converts a login to JSON text `{referenceId, sessionId, status, session}`. The session's numbers keep their
/// spelling.
pub(crate) fn login(login: Login) -> String {
    let session = login.session.unwrap_or_else(|| "null".into());
    let [reference, id, status] = [json!(login.reference_id), json!(login.session_id), json!(login.status)];
    format!("{{\"referenceId\":{reference},\"sessionId\":{id},\"status\":{status},\"session\":{session}}}")
}

/// Converts a recall on the server to JSON text `{outcome, list, initial, headers}`. The sessions' numbers keep their spelling.
pub(crate) fn recall(recall: ServerRecall) -> String {
    let outcome = recall.outcome_json.unwrap_or_else(|| "null".into());
    let list = recall.list.map(
        |RecallList { body, now, guest, owner }| json!({ "body": body, "now": now, "guest": guest, "owner": owner }),
    );
    let headers: Map<String, Value> =
        ServerRecall::HEADERS.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let [list, initial, headers] = [json!(list), json!(recall.initial), json!(headers)];
    format!("{{\"outcome\":{outcome},\"list\":{list},\"initial\":{initial},\"headers\":{headers}}}")
}
