//! Rust values as plain JavaScript ones.

use super::plain::{Plain, object};
use crate::client::{Error, Login, Outcome, Recalled};
use crate::json::{self, Value};
use crate::launch::LoginResult;
use wasm_bindgen::prelude::JsValue;

/// A value as JSON text.
pub(super) fn text_of(value: &Value) -> String {
    let mut text = String::new();
    json::write(value, &mut text);
    text
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

/// A call that failed.
pub(super) fn failed(error: &Error) -> JsValue {
    object(&[("error", Plain::Error(error))])
}

/// What `connectBank` resolves with. `offered` is the position of the session to offer, -1 for none.
pub(super) fn connected(outcome: &Outcome) -> JsValue {
    match outcome {
        Outcome::Recalled(Recalled { body, slices, offered, age_days, identity_differs }) => object(&[
            ("kind", Plain::Text("recalled")),
            ("body", Plain::Bytes(body)),
            ("index", Plain::Bytes(&index(slices.iter().copied()))),
            ("offered", Plain::Number(offered.map_or(-1.0, |offered| offered as f64))),
            ("ageDays", Plain::number(*age_days)),
            ("identityDiffers", Plain::Flag(*identity_differs)),
        ]),
        Outcome::Login(Login { id, reference_id, redirect_url, expires_at, reason, problem }) => object(&[
            ("kind", Plain::Text("login")),
            ("id", Plain::Text(id)),
            ("referenceId", Plain::Text(reference_id)),
            ("redirectUrl", Plain::Text(redirect_url)),
            ("expiresAt", Plain::number(*expires_at)),
            ("reason", Plain::Text(reason.name())),
            ("problem", problem.as_ref().map_or(Plain::Absent, Plain::Error)),
        ]),
    }
}

/// What `resumeBankLogin` resolves with; the session as JSON text.
pub(super) fn resumed(result: &LoginResult) -> JsValue {
    match result {
        LoginResult::Connected(session) => {
            object(&[("kind", Plain::Text("connected")), ("session", Plain::Text(session))])
        }
        LoginResult::Pending { reference_id } => {
            object(&[("kind", Plain::Text("pending")), ("referenceId", Plain::Text(reference_id))])
        }
        LoginResult::NotConnected { reference_id, reason } => object(&[
            ("kind", Plain::Text("not_connected")),
            ("referenceId", Plain::Text(reference_id)),
            ("reason", Plain::Text(reason.name())),
        ]),
    }
}
