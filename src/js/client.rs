//! The methods of a client that ask the proxy.

use super::host::Host;
use super::outcome::failed;
use super::work::Work;
use crate::client::drive;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A method of the client, by its name in JavaScript. Resolves with a plain object; one that failed has `error`.
///
/// | method | first | second |
/// |---|---|---|
/// | `createDataSession` | the request, as the walker wrote it | |
/// | `listDataSessions` | the query, or undefined | |
/// | `getDataSession` | the id | |
/// | `connectBank` | the request | the options |
/// | `resumeBankLogin` | the nonce, may be empty | the reference that the page remembers |
///
/// One function for all of them: each asynchronous export would bring its own kilobyte of machinery.
#[wasm_bindgen]
pub async fn ask(host: Host, method: String, first: String, second: String) -> JsValue {
    let result = match Work::new(&host, &method, first, second) {
        Ok(mut work) => drive(&host, |came, now| work.step(&host, came, now)).await,
        Err(error) => Err(error),
    };
    result.unwrap_or_else(|error| failed(&error))
}
