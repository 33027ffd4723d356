//! What crosses to JavaScript: small results as plain objects, arrays, strings and numbers.
//!
//! One type that borrows what it shows, and one way to write it: a derived `Serialize` for each result would bring a copy
//! of the serialiser for each of its fields.

use crate::decode::Finding;
use crate::rules::{Issue, Step};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use wasm_bindgen::prelude::JsValue;

/// A value on its way to JavaScript.
#[derive(Clone, Copy)]
pub(super) enum Plain<'a> {
    /// A member that is left out.
    Absent,
    Flag(bool),
    Number(f64),
    Text(&'a str),
    /// An array of positions in a body.
    Places(&'a [u32]),
    Object(&'a [(&'static str, Plain<'a>)]),
    Issues(&'a [Issue]),
    Findings(&'a [Finding]),
    Issue(&'a Issue),
    Finding(&'a Finding),
    Path(&'a [Step]),
}

impl<'a> Plain<'a> {
    /// A text that may be absent.
    pub(super) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Plain::Absent, Plain::Text)
    }

    /// A number that may be absent.
    pub(super) fn number(number: Option<impl Into<f64>>) -> Self {
        number.map_or(Plain::Absent, |number| Plain::Number(number.into()))
    }
}

/// An object of these members as JavaScript has it.
pub(super) fn object(members: &[(&'static str, Plain<'_>)]) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    // Only a map with keys that are no strings could fail.
    Plain::Object(members).serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Plain::Absent => serializer.serialize_none(),
            Plain::Flag(flag) => serializer.serialize_bool(flag),
            Plain::Number(number) => serializer.serialize_f64(number),
            Plain::Text(text) => serializer.serialize_str(text),
            Plain::Places(places) => list(serializer, places.iter().map(|place| Plain::Number(f64::from(*place)))),
            Plain::Object(members) => {
                let mut object = serializer.serialize_map(None)?;
                for (name, member) in members {
                    if !matches!(member, Plain::Absent) {
                        object.serialize_entry(&Plain::Text(name), member)?;
                    }
                }
                object.end()
            }
            Plain::Issues(issues) => list(serializer, issues.iter().map(Plain::Issue)),
            Plain::Path(path) => list(serializer, path.iter().map(step)),
            Plain::Issue(Issue { path, code, message }) => {
                let (path, code, message) = (Plain::Path(path), Plain::Text(code.name()), Plain::Text(message));
                Plain::Object(&[("path", path), ("code", code), ("message", message)]).serialize(serializer)
            }
            Plain::Findings(findings) => list(serializer, findings.iter().map(Plain::Finding)),
            Plain::Finding(Finding { index, issues }) => {
                let (index, issues) = (Plain::Number(f64::from(*index)), Plain::Issues(issues));
                Plain::Object(&[("index", index), ("issues", issues)]).serialize(serializer)
            }
        }
    }
}

fn step(step: &Step) -> Plain<'_> {
    match step {
        Step::Field(name) => Plain::Text(name),
        Step::Index(position) => Plain::Number(f64::from(*position)),
    }
}

fn list<'a, S: Serializer>(serializer: S, items: impl Iterator<Item = Plain<'a>>) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    for item in items {
        list.serialize_element(&item)?;
    }
    list.end()
}
