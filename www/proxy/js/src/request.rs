//! A request of a JavaScript server, as the core's request context.

use std::time::Duration;

use http::{HeaderMap, Method};
use ivy_proxy_core::{BodyError, Customer, Head, RequestContext, SignInUnavailable, Verified, read_address};
use js_sys::Uint8Array;
use serde::Deserialize;
use wasm_bindgen::JsCast;

use crate::host::headers_of;
use crate::js_bindings::{JsRequest, error_kind};

/// An adapter that implements the core's request context over a JavaScript object.
pub(crate) struct JsRequestAdapter(pub(crate) JsRequest);

/// Reads the head of a request. An invalid method becomes TRACE, which no operation accepts.
pub(crate) fn head(request: &JsRequest) -> Head {
    Head {
        method: Method::from_bytes(request.method().as_bytes()).unwrap_or(Method::TRACE),
        path: request.path(),
        headers: headers_of(&request.headers()),
        peer: request.address().and_then(|address| read_address(&address)),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    id: String,
    email: Option<Known>,
    phone: Option<Known>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    value: String,
    since: i64,
}

impl From<Known> for Verified {
    fn from(known: Known) -> Self {
        Self { value: known.value, since: known.since }
    }
}

/// Parses a customer from JSON text: `{id, email?, phone?}`, the last two as `{value, since}`.
pub(crate) fn customer(json: &str) -> Option<Customer> {
    let Person { id, email, phone } = serde_json::from_str(json).ok()?;
    Some(Customer { id, email: email.map(Verified::from), phone: phone.map(Verified::from) })
}

impl RequestContext for JsRequestAdapter {
    async fn customer(&mut self, _: &HeaderMap) -> Result<Option<Customer>, SignInUnavailable> {
        let found = self.0.customer().await.map_err(|_| SignInUnavailable)?;
        if found.is_null() || found.is_undefined() {
            return Ok(None);
        }
        found.as_string().and_then(|text| customer(&text)).map(Some).ok_or(SignInUnavailable)
    }

    async fn reference_start(&mut self, _: &HeaderMap) -> Option<String> {
        self.0.reference().await.ok()?.as_string()
    }

    async fn body(&mut self, limit: usize, deadline: Duration) -> Result<Vec<u8>, BodyError> {
        let bytes = self.0.body(limit as f64, deadline.as_millis() as f64).await;
        let bytes = bytes.map_err(|error| match error_kind(&error).as_str() {
            "too_long" => BodyError::TooLong,
            "too_slow" => BodyError::TooSlow,
            "consumed" => BodyError::Consumed,
            _ => BodyError::BrokeOff,
        })?;
        let bytes = bytes.dyn_into::<Uint8Array>().map_err(|_| BodyError::BrokeOff)?;
        if bytes.length() as usize > limit { Err(BodyError::TooLong) } else { Ok(bytes.to_vec()) }
    }
}
