//! The objects that JavaScript gives.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// What one proxy stands on.
    #[derive(Clone, Debug)]
    pub type JsHost;

    /// The time of day in epoch milliseconds.
    #[wasm_bindgen(method)]
    pub fn now(this: &JsHost) -> f64;

    /// Whether the database is SQLite, which is for one proxy.
    #[wasm_bindgen(method, getter)]
    pub fn sqlite(this: &JsHost) -> bool;

    /// Carries out a statement; gives the number of rows that it changed.
    #[wasm_bindgen(method, catch)]
    pub async fn execute(this: &JsHost, statement: &str, values: Array) -> Result<JsValue, JsValue>;

    /// Carries out a query; gives its rows as a list of objects.
    #[wasm_bindgen(method, catch)]
    pub async fn query(this: &JsHost, statement: &str, values: Array) -> Result<JsValue, JsValue>;

    /// Carries out statements without values.
    #[wasm_bindgen(method, catch)]
    pub async fn script(this: &JsHost, statements: &str) -> Result<JsValue, JsValue>;

    /// Posts to Ivy; gives `{status, headers, bytes}`, or rejects with `{fault}`.
    #[wasm_bindgen(method, catch)]
    pub async fn post(
        this: &JsHost,
        url: &str,
        headers: Array,
        body: &str,
        connect_ms: f64,
        deadline_ms: f64,
        longest: f64,
    ) -> Result<JsValue, JsValue>;

    /// Takes a line for the log.
    #[wasm_bindgen(method, catch)]
    pub fn log(this: &JsHost, line: &str) -> Result<(), JsValue>;

    /// A request.
    #[derive(Clone, Debug)]
    pub type JsRequest;

    /// Its method.
    #[wasm_bindgen(method, getter)]
    pub fn method(this: &JsRequest) -> String;

    /// Its path below the one where the proxy is.
    #[wasm_bindgen(method, getter)]
    pub fn path(this: &JsRequest) -> String;

    /// Its headers, as a list of pairs.
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &JsRequest) -> Array;

    /// The address at the other end of the connection.
    #[wasm_bindgen(method, getter)]
    pub fn address(this: &JsRequest) -> Option<String>;

    /// Whom the merchant's sign-in knows it to be of, as JSON text; nothing for a guest.
    #[wasm_bindgen(method, catch)]
    pub async fn customer(this: &JsRequest) -> Result<JsValue, JsValue>;

    /// What a new session's reference begins with, or nothing.
    #[wasm_bindgen(method, catch)]
    pub async fn reference(this: &JsRequest) -> Result<JsValue, JsValue>;

    /// Its body's bytes, or rejects with `{fault}`.
    #[wasm_bindgen(method, catch)]
    pub async fn body(this: &JsRequest, limit: f64, deadline_ms: f64) -> Result<JsValue, JsValue>;

    /// Milliseconds since some moment: a clock that is never set back.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn elapsed() -> f64;

    /// Calls `then` after a time.
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(then: &Function, after_ms: f64) -> JsValue;
}

/// A field of an object; nothing where it is not one.
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// The word in `{fault}`, which a promise was rejected with.
pub(crate) fn error_kind(rejection: &JsValue) -> String {
    field(rejection, "fault").as_string().unwrap_or_default()
}
