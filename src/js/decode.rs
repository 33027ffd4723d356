//! Checks of what the other side sent.

use super::plain::{Plain, object};
use crate::decode::{Body, WINDOW, check_session, scan_places};
use crate::json::SyntaxError;
use js_sys::{Uint8Array, Uint32Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A body in the page's memory.
pub(super) struct Outside<'a> {
    bytes: &'a Uint8Array,
    length: u32,
}

impl<'a> Outside<'a> {
    pub(super) fn new(bytes: &'a Uint8Array) -> Self {
        Self { bytes, length: bytes.length() }
    }
}

impl Body for Outside<'_> {
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

/// Checks the body of a list: where each session lies in it, and what is wrong with others.
///
/// `places` are each session's start and end in turn. Gives them alone, as a `Uint32Array`, where nothing is wrong.
#[wasm_bindgen(js_name = scanList)]
pub fn list(body: &Uint8Array) -> JsValue {
    match scan_places(&Outside::new(body), WINDOW, &mut |_, _| {}) {
        Ok(list) if list.rejected.is_empty() && list.warnings.is_empty() => {
            Uint32Array::from(list.places.as_slice()).into()
        }
        Ok(list) => object(&[
            ("places", Plain::Places(&list.places)),
            ("rejected", Plain::Findings(&list.rejected)),
            ("warnings", Plain::Findings(&list.warnings)),
        ]),
        Err(error) => broken(&error),
    }
}

/// Checks the body of one session.
#[wasm_bindgen(js_name = scanSession)]
pub fn session(body: &[u8]) -> JsValue {
    match check_session(body) {
        Ok((issues, warnings)) => object(&[("issues", Plain::Issues(&issues)), ("warnings", Plain::Issues(&warnings))]),
        Err(error) => broken(&error),
    }
}

/// A body that is no answer at all.
pub(super) fn broken(error: &SyntaxError) -> JsValue {
    object(&[("reason", Plain::Text(error.reason))])
}
