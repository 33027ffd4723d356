//! Declarations of the JavaScript objects that the host passes in.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The JavaScript object that implements a host.
    #[derive(Clone, Debug)]
    pub type JsHost;

    /// Returns the time of day in epoch milliseconds.
    #[wasm_bindgen(method)]
    pub fn now(this: &JsHost) -> f64;

    /// Returns true if the database is SQLite.
    #[wasm_bindgen(method, getter)]
    pub fn sqlite(this: &JsHost) -> bool;

    /// Returns true if a provider runs the database, and several processes share it.
    #[wasm_bindgen(method, getter)]
    pub fn hosted(this: &JsHost) -> bool;

    /// Returns true if the merchant has a function that says if recall is on.
    #[wasm_bindgen(method, getter, js_name = asksRecall)]
    pub fn asks_recall(this: &JsHost) -> bool;

    /// Calls that function. Resolves to a boolean.
    #[wasm_bindgen(method, catch)]
    pub async fn recall(this: &JsHost) -> Result<JsValue, JsValue>;

    /// Executes a statement. Resolves to the number of changed rows.
    #[wasm_bindgen(method, catch)]
    pub async fn execute(this: &JsHost, statement: &str, values: Array) -> Result<JsValue, JsValue>;

    /// Executes a query. Resolves to an array of row objects.
    #[wasm_bindgen(method, catch)]
    pub async fn query(this: &JsHost, statement: &str, values: Array) -> Result<JsValue, JsValue>;

    /// Executes statements without parameters.
    #[wasm_bindgen(method, catch)]
    pub async fn script(this: &JsHost, statements: &str) -> Result<JsValue, JsValue>;

    /// Posts to Ivy. Resolves to `{status, headers, bytes}`, or rejects with `{fault}`.
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

    /// Writes a line to the log.
    #[wasm_bindgen(method, catch)]
    pub fn log(this: &JsHost, line: &str) -> Result<(), JsValue>;

    /// The JavaScript object of a request.
    #[derive(Clone, Debug)]
    pub type JsRequest;

    /// Returns the method.
    #[wasm_bindgen(method, getter)]
    pub fn method(this: &JsRequest) -> String;

    /// Returns the path below the one at which the proxy is nested.
    #[wasm_bindgen(method, getter)]
    pub fn path(this: &JsRequest) -> String;

    /// Returns the headers as an array of pairs.
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &JsRequest) -> Array;

    /// Returns the address of the peer of the connection.
    #[wasm_bindgen(method, getter)]
    pub fn address(this: &JsRequest) -> Option<String>;

    /// Looks up the signed-in customer. Resolves to JSON text, or to nothing for a guest.
    #[wasm_bindgen(method, catch)]
    pub async fn customer(this: &JsRequest) -> Result<JsValue, JsValue>;

    /// Resolves to the prefix of a new session's reference, or to nothing.
    #[wasm_bindgen(method, catch)]
    pub async fn reference(this: &JsRequest) -> Result<JsValue, JsValue>;

    /// Reads the body. Resolves to its bytes, or rejects with `{fault}`.
    #[wasm_bindgen(method, catch)]
    pub async fn body(this: &JsRequest, limit: f64, deadline_ms: f64) -> Result<JsValue, JsValue>;

    /// Returns the milliseconds of a monotonic clock.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn elapsed() -> f64;

    /// Calls `then` after a time.
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(then: &Function, after_ms: f64) -> JsValue;
}

/// Returns a member of an object, or `undefined` for any other value.
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Returns the word in `{fault}`, the reason of a rejected promise.
pub(crate) fn error_kind(rejection: &JsValue) -> String {
    field(rejection, "fault").as_string().unwrap_or_default()
}
