//! What crosses to JavaScript: small results as arrays, strings and numbers. The facade gives their elements names.
//!
//! One type that borrows what it shows, and one way to write it: a derived `Serialize` for each result would bring a copy
//! of the serialiser for each of its fields, and objects another serialiser beside that of arrays.

use crate::decode::Finding;
use crate::rules::{Issue, Step};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use wasm_bindgen::prelude::JsValue;

/// A value on its way to JavaScript.
#[derive(Clone, Copy)]
pub(super) enum Plain<'a> {
    /// `undefined`
    Absent,
    Flag(bool),
    Number(f64),
    Text(&'a str),
    List(&'a [Plain<'a>]),
    /// Positions in a body.
    Places(&'a [u32]),
    Issues(&'a [Issue]),
    Findings(&'a [Finding]),
    /// Its path, its code and its message.
    Issue(&'a Issue),
    /// Its index and its issues.
    Finding(&'a Finding),
    Path(&'a [Step]),
}

impl<'a> Plain<'a> {
    /// A text that may be absent.
    pub(super) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Plain::Absent, Plain::Text)
    }

    /// The value as JavaScript has it.
    pub(super) fn into_js(self) -> JsValue {
        // Only a map with keys that are no strings could fail.
        self.serialize(&serde_wasm_bindgen::Serializer::new()).unwrap_or(JsValue::UNDEFINED)
    }

    /// The element of an array at a position; `None` behind its end.
    fn element(&self, at: usize) -> Option<Plain<'a>> {
        match *self {
            Plain::List(items) => items.get(at).copied(),
            Plain::Places(places) => places.get(at).map(|place| Plain::Number(f64::from(*place))),
            Plain::Issues(issues) => issues.get(at).map(Plain::Issue),
            Plain::Findings(findings) => findings.get(at).map(Plain::Finding),
            Plain::Issue(Issue { path, code, message }) => {
                [Plain::Path(path), Plain::Text(code.name()), Plain::Text(message)].get(at).copied()
            }
            Plain::Finding(Finding { index, issues }) => {
                [Plain::Number(f64::from(*index)), Plain::Issues(issues)].get(at).copied()
            }
            Plain::Path(path) => path.get(at).map(|step| match step {
                Step::Field(name) => Plain::Text(name),
                Step::Index(position) => Plain::Number(f64::from(*position)),
            }),
            Plain::Absent | Plain::Flag(_) | Plain::Number(_) | Plain::Text(_) => None,
        }
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Plain::Absent => serializer.serialize_none(),
            Plain::Flag(flag) => serializer.serialize_bool(flag),
            Plain::Number(number) => serializer.serialize_f64(number),
            Plain::Text(text) => serializer.serialize_str(text),
            _ => {
                let mut list = serializer.serialize_seq(None)?;
                let mut at = 0;
                while let Some(element) = self.element(at) {
                    list.serialize_element(&element)?;
                    at += 1;
                }
                list.end()
            }
        }
    }
}
