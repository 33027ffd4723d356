//! Checks of the bodies of responses.

use super::input::strings;
use super::output::into_js;
use crate::decode::{Body, Finding, WINDOW, check_session, scan_spans};
use crate::json::SyntaxError;
use crate::recall::{BodyDecision, Criteria, Reason, decide_body};
use crate::rules::Checked;
use js_sys::{Array, JsString, Uint8Array, Uint32Array};
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Checks a list.
///
/// Returns `{spans, rejected, warnings}`. `spans` is a `Uint32Array` with the start and the end of each usable session in
/// turn, in bytes. Returns `{unreadable}`, the reason, for an invalid body.
#[wasm_bindgen(js_name = scanList)]
pub fn scan_list(body: &Uint8Array) -> JsValue {
    scan_spans(&JsBody::new(body), WINDOW, &mut |_, _| {}).map_or_else(unreadable, |list| {
        let spans = Uint32Array::from(list.spans.as_slice());
        into_js(&ScannedList { spans, rejected: list.rejected, warnings: list.warnings })
    })
}

/// Checks one session: the body itself or, if `member` is set, that member of the body. A body without the member has no
/// findings.
///
/// Returns `{issues, warnings}`, or `{unreadable}` as [`scan_list`] does.
#[wasm_bindgen(js_name = scanSession)]
pub fn scan_session(body: &[u8], member: Option<String>) -> JsValue {
    check_session(body, member.as_deref().unwrap_or_default())
        .map_or_else(unreadable, |(issues, warnings)| into_js(&Checked::<String> { value: None, issues, warnings }))
}

/// Checks a list and decides whether one of its sessions can be reused.
///
/// `required` names the permissions whose data must be there, `max_age_days` limits the age, and `now` is the proxy's clock
/// in epoch seconds, if it is known.
///
/// Returns the number of usable `sessions` with either `login`, the reason why a bank login is needed, or the `spans` of
/// those that can be reused, the position there of the `offered` one, its `ageDays`, and `identityDiffers`. `undated` has the
/// positions of those whose `createdAt` is no date. Returns `{unreadable}` as [`scan_list`] does.
#[wasm_bindgen]
pub fn decide(
    body: &Uint8Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] required: &Array<JsString>,
    max_age_days: Option<f64>,
    now: Option<f64>,
) -> JsValue {
    let criteria = Criteria { required: strings(required), max_age_days };
    decide_body(&JsBody::new(body), &criteria, now).map_or_else(unreadable, |decision| match decision {
        BodyDecision::Login { sessions, reason: login } => into_js(&NotRecalled { sessions, login }),
        BodyDecision::Recalled { sessions, spans, undated, offered, age_days, identity_differs } => {
            let spans = Uint32Array::from(spans.as_slice());
            into_js(&Recalled { sessions, spans, undated, offered, age_days, identity_differs })
        }
    })
}

/// A body in the page's memory.
struct JsBody<'a> {
    bytes: &'a Uint8Array,
    length: u32,
}

impl<'a> JsBody<'a> {
    fn new(bytes: &'a Uint8Array) -> Self {
        Self { bytes, length: bytes.length() }
    }
}

impl Body for JsBody<'_> {
    fn length(&self) -> usize {
        self.length as usize
    }

    fn copy(&self, from: usize, part: &mut [u8]) {
        if part.len() == self.length() {
            self.bytes.copy_to(part);
        } else {
            let from = from as u32;
            self.bytes.subarray(from, from + part.len() as u32).copy_to(part);
        }
    }
}

#[derive(Serialize)]
struct ScannedList {
    /// Kept as a typed array, which a page reads faster than an array of 20,000 numbers.
    #[serde(with = "preserve")]
    spans: Uint32Array,
    rejected: Vec<Finding>,
    warnings: Vec<Finding>,
}

#[derive(Serialize)]
struct NotRecalled {
    sessions: u32,
    login: Reason,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Recalled {
    sessions: u32,
    #[serde(with = "preserve")]
    spans: Uint32Array,
    undated: Vec<u32>,
    offered: Option<u32>,
    age_days: Option<u32>,
    identity_differs: bool,
}

#[derive(Serialize)]
struct Unreadable {
    unreadable: &'static str,
}

fn unreadable(error: SyntaxError) -> JsValue {
    into_js(&Unreadable { unreadable: error.reason })
}
