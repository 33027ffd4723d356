//! The host of a proxy in a JavaScript server.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use ivy_proxy_core::{
    Database, DatabaseError, Dialect, Host, NoRandomness, Post, RecallUnknown, Row, TransportError, UpstreamResponse,
    Value,
};
use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::js_bindings::{JsHost, elapsed, error_kind, field, set_timeout};

/// An adapter that implements the core's host over a JavaScript object.
#[derive(Debug)]
pub(crate) struct JsHostAdapter(pub(crate) JsHost);

/// The kinds of a driver's error, in the log.
const ERROR_KINDS: [&str; 4] = ["io", "unique violation", "refused by the database", "decode"];

impl Database for JsHostAdapter {
    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, DatabaseError> {
        let changed = self.0.execute(statement, list(values)).await.map_err(|error| database_fault(&error))?;
        changed.as_f64().map(|number| number as u64).ok_or(DatabaseError("decode"))
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, DatabaseError> {
        let rows = self.0.query(statement, list(values)).await.map_err(|error| database_fault(&error))?;
        let rows = rows.dyn_into::<Array>().map_err(|_| DatabaseError("decode"))?;
        rows.iter().map(|row| read(&row)).collect()
    }

    async fn script(&self, statements: &str) -> Result<(), DatabaseError> {
        self.0.script(statements).await.map(drop).map_err(|error| database_fault(&error))
    }
}

impl Host for JsHostAdapter {
    fn now_ms(&self) -> u64 {
        self.0.now() as u64
    }

    fn dialect(&self) -> Dialect {
        if self.0.sqlite() { Dialect::Sqlite } else { Dialect::Postgres }
    }

    fn is_hosted(&self) -> bool {
        self.0.hosted()
    }

    fn elapsed_ms(&self) -> u64 {
        elapsed() as u64
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }

    async fn pause(&self, time: Duration) {
        let timer = Promise::new(&mut |resolve, _| drop(set_timeout(&resolve, milliseconds(time))));
        // A timer cannot fail.
        let _ = JsFuture::from(timer).await;
    }

    async fn is_recall_on(&self) -> Result<bool, RecallUnknown> {
        if !self.0.asks_recall() {
            return Ok(true);
        }
        self.0.recall().await.ok().and_then(|answer| answer.as_bool()).ok_or(RecallUnknown)
    }

    async fn post(&self, post: Post) -> Result<UpstreamResponse, TransportError> {
        let pair = |(name, value): (HeaderName, HeaderValue)| {
            let value = value.to_str().unwrap_or_default();
            Array::of2(&JsValue::from_str(name.as_str()), &JsValue::from_str(value))
        };
        let headers: Array = post.headers.into_iter().map(pair).collect();
        let (connect, deadline) = (milliseconds(post.connect), milliseconds(post.deadline));
        let response = self.0.post(&post.url, headers, &post.body, connect, deadline, post.longest as f64).await;
        let response = response.map_err(|error| match error_kind(&error).as_str() {
            "not_reached" => TransportError::NotReached,
            "not_reached_in_time" => TransportError::NotReachedInTime,
            "took_too_long" => TransportError::TookTooLong,
            "too_long" => TransportError::TooLong,
            _ => TransportError::BrokeOff,
        })?;
        let status = field(&response, "status").as_f64().ok_or(TransportError::BrokeOff)? as u16;
        let bytes = field(&response, "bytes").dyn_into::<Uint8Array>().map_err(|_| TransportError::BrokeOff)?.to_vec();
        if bytes.len() > post.longest {
            return Err(TransportError::TooLong);
        }
        Ok(UpstreamResponse { status, headers: headers_of(&field(&response, "headers")), bytes })
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_millis() as f64
}

fn database_fault(rejection: &JsValue) -> DatabaseError {
    let kind = error_kind(rejection);
    DatabaseError(ERROR_KINDS.into_iter().find(|known| *known == kind).unwrap_or("other"))
}

fn list(values: Vec<Value>) -> Array {
    let value = |value| match value {
        Value::Text(Some(text)) => JsValue::from_str(&text),
        Value::Integer(Some(number)) => JsValue::from_f64(number as f64),
        Value::Text(None) | Value::Integer(None) => JsValue::NULL,
    };
    values.into_iter().map(value).collect()
}

fn read(row: &JsValue) -> Result<Row, DatabaseError> {
    let row = row.dyn_ref::<Object>().ok_or(DatabaseError("decode"))?;
    let mut columns = Vec::new();
    for entry in Object::entries(row).iter() {
        let (name, value) = pair(&entry);
        let name = name.as_string().ok_or(DatabaseError("decode"))?;
        columns.push((name, read_value(&value)?));
    }
    Ok(Row::new(columns))
}

fn read_value(value: &JsValue) -> Result<Value, DatabaseError> {
    if value.is_null() || value.is_undefined() {
        return Ok(Value::Text(None));
    }
    if let Some(text) = value.as_string() {
        return Ok(Value::Text(Some(text)));
    }
    // Drivers return whole numbers, some of them as a BigInt.
    let number = match value.as_f64() {
        Some(number) if number.fract() == 0.0 => Some(number as i64),
        Some(_) => None,
        None if value.is_bigint() => i64::try_from(value.clone()).ok(),
        None => None,
    };
    number.map(|number| Value::Integer(Some(number))).ok_or(DatabaseError("decode"))
}

/// Reads headers from an array of pairs. JavaScript shows each byte of a value as one character.
pub(crate) fn headers_of(pairs: &JsValue) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for entry in Array::from(pairs).iter() {
        let (name, value) = pair(&entry);
        let (Some(name), Some(value)) = (name.as_string(), value.as_string()) else { continue };
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        let bytes: Option<Vec<u8>> = value.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
        let value = bytes.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
        // An invalid value is replaced, so that the header is still there but matches nothing.
        headers.append(name, value.unwrap_or(HeaderValue::from_static("?")));
    }
    headers
}

fn pair(entry: &JsValue) -> (JsValue, JsValue) {
    let entry = Array::from(entry);
    (entry.get(0), entry.get(1))
}
