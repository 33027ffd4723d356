//! Checks of what the other side sent.

use super::outcome::{Bytes, index, plain};
use crate::decode::{Finding, SessionList, scan_list, scan_session};
use crate::json::SyntaxError;
use crate::rules::Issue;
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What is wrong with one session of a list.
#[derive(Serialize)]
struct Noted<'a> {
    index: u32,
    issues: &'a [Issue],
}

#[derive(Serialize)]
struct List<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Bytes<'a>>,
    index: Bytes<'a>,
    rejected: Vec<Noted<'a>>,
    warnings: Vec<Noted<'a>>,
}

#[derive(Serialize)]
struct Session<'a> {
    issues: &'a [Issue],
    warnings: &'a [Issue],
}

/// A body that is no answer at all.
#[derive(Serialize)]
struct Broken {
    reason: &'static str,
}

/// Checks the body of a list: where each session lies in it, and what is wrong with others.
#[wasm_bindgen(js_name = scanList)]
pub fn list(body: &[u8]) -> JsValue {
    scan_list(body).map_or_else(broken, |list| found(&list, None))
}

/// Checks the body of one session.
#[wasm_bindgen(js_name = scanSession)]
pub fn session(body: &[u8]) -> JsValue {
    scan_session(body).map_or_else(broken, |found| plain(&Session { issues: &found.issues, warnings: &found.warnings }))
}

/// A checked list, with its body where JavaScript has not got it.
pub(super) fn found<'a>(list: &'a SessionList, body: Option<&'a [u8]>) -> JsValue {
    let places = list.sessions.iter().map(|session| (session.start, session.end));
    let (rejected, warnings) = (noted(&list.rejected), noted(&list.warnings));
    plain(&List { body: body.map(Bytes), index: Bytes(&index(places)), rejected, warnings })
}

fn noted(findings: &[Finding]) -> Vec<Noted<'_>> {
    findings.iter().map(|Finding { index, issues }| Noted { index: *index, issues }).collect()
}

fn broken(error: SyntaxError) -> JsValue {
    plain(&Broken { reason: error.reason })
}
