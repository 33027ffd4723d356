//! Rust values as plain JavaScript ones.

use crate::client::{Error, Login, Outcome, Recalled};
use crate::json::{self, Value};
use crate::launch::LoginResult;
use crate::recall::Reason;
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::JsValue;

/// A small result as plain objects, arrays, strings and numbers.
pub(super) fn plain<T: Serialize>(result: &T) -> JsValue {
    // Serialising fails for maps with keys that are no strings, and none of the results has a map.
    serde_wasm_bindgen::to_value(result).unwrap_or(JsValue::UNDEFINED)
}

/// A value as JSON text.
pub(super) fn text_of(value: &Value) -> String {
    let mut text = String::new();
    json::write(value, &mut text);
    text
}

/// Bytes as a `Uint8Array` of their own.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// Places in a body, start and end of each in turn, as bytes of a `Uint32Array` (WebAssembly is little-endian).
pub(super) fn index(places: impl Iterator<Item = (u32, u32)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (start, end) in places {
        bytes.extend_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(&end.to_le_bytes());
    }
    bytes
}

#[derive(Serialize)]
struct Failed<'a> {
    error: &'a Error,
}

/// A call that failed.
pub(super) fn failed(error: &Error) -> JsValue {
    plain(&Failed { error })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlainRecalled<'a> {
    kind: &'static str,
    body: Bytes<'a>,
    index: Bytes<'a>,
    /// Position of the one to offer; -1 for none.
    offered: i32,
    age_days: Option<u32>,
    identity_differs: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlainLogin<'a> {
    kind: &'static str,
    id: &'a str,
    reference_id: &'a str,
    redirect_url: &'a str,
    expires_at: Option<f64>,
    reason: Reason,
    problem: Option<&'a Error>,
}

/// What `connectBank` resolves with.
pub(super) fn connected(outcome: &Outcome) -> JsValue {
    match outcome {
        Outcome::Recalled(Recalled { body, slices, offered, age_days, identity_differs }) => plain(&PlainRecalled {
            kind: "recalled",
            body: Bytes(body),
            index: Bytes(&index(slices.iter().copied())),
            offered: offered.map_or(-1, |offered| offered as i32),
            age_days: *age_days,
            identity_differs: *identity_differs,
        }),
        Outcome::Login(Login { id, reference_id, redirect_url, expires_at, reason, problem }) => plain(&PlainLogin {
            kind: "login",
            id,
            reference_id,
            redirect_url,
            expires_at: *expires_at,
            reason: *reason,
            problem: problem.as_ref(),
        }),
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct PlainResult<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// What `resumeBankLogin` resolves with; the session as JSON text.
pub(super) fn resumed(result: &LoginResult) -> JsValue {
    plain(&match result {
        LoginResult::Connected(session) => {
            PlainResult { kind: "connected", session: Some(session), ..PlainResult::default() }
        }
        LoginResult::Pending { reference_id } => {
            PlainResult { kind: "pending", reference_id: Some(reference_id), ..PlainResult::default() }
        }
        LoginResult::NotConnected { reference_id, reason } => PlainResult {
            kind: "not_connected",
            reference_id: Some(reference_id),
            reason: Some(reason.name()),
            session: None,
        },
    })
}
