//! The samples of the other tests have every field of the definition, so that no field is untested.

use std::collections::BTreeSet;

use ivy_data_session::model::{DataSession, DataSessionList, DataSessionRequest, Defined, Definition, Kind, Role};
use ivy_data_session::model::{request, response};
use serde_json::Value;

use super::{OPENAPI, decode_reference, defined, read, twice, with};

const RESPONSE: &str = "tests/data/list_all_fields.json";
const RULES: &str = "tests/data/rules.json";
const REFERENCE: &str = "tests/shared/decode_reference.rs";
const DICTIONARY: &str = "fuzz/dictionary.txt";
const FORMATS: &str = "tests/proxy/formats.py";

/// Adds each documented field in a value, as `Shape.field`.
fn collect(value: &Value, definition: &Definition, found: &mut BTreeSet<String>) {
    for item in value.as_array().into_iter().flatten() {
        collect(item, definition, found);
    }
    for (field, note) in definition.fields() {
        let Some(member) = value.get(field.name) else { continue };
        found.insert(format!("{}.{}", definition.name, field.name));
        if let Some(inner) = note.of {
            collect(member, inner, found);
        }
    }
}

/// Checks that a sample has each field of some shapes. A field of any type has nothing to check, and a handle is made by
/// the proxy.
fn has_every_field(file: &str, sample: &Value, of: &Definition, shapes: &[&Definition]) {
    let mut found = BTreeSet::new();
    collect(sample, of, &mut found);
    for shape in shapes {
        let fields = shape.shape.fields.iter();
        for field in fields.filter(|field| !matches!(field.kind, Kind::Any) && field.role != Role::Handle) {
            let name = format!("{}.{}", shape.name, field.name);
            assert!(found.contains(&name), "{file}: {name} is missing; add it with a valid value");
        }
    }
}

#[test]
fn the_sample_of_a_response_has_every_field() {
    let sample = serde_json::from_str(&read(RESPONSE)).unwrap();
    has_every_field(RESPONSE, &sample, DataSessionList::DEFINITION, response::ALL);
}

#[test]
fn the_sample_of_a_request_has_every_field() {
    let row = "every documented field, right";
    let rules: Value = serde_json::from_str(&read(RULES)).unwrap();
    let sample = rules["request"].as_array().unwrap().iter().find(|case| case["name"] == row).unwrap();
    let is_in_request = |shape: &&&Definition| !matches!(shape.name, "ListQuery" | "SessionQuery");
    let shapes: Vec<_> = request::ALL.iter().filter(is_in_request).copied().collect();
    has_every_field(&format!("{RULES}, {row:?}"), &sample["input"], DataSessionRequest::DEFINITION, &shapes);
}

/// A known field is a problem if it is there twice.
#[test]
fn the_reference_of_the_decoder_checks_every_field() {
    for path in defined(DataSession::DEFINITION, "", &|_| true) {
        let text = with(DataSession::DEFINITION, &path, twice).unwrap();
        let checked = decode_reference::check(&decode_reference::tree(text.as_bytes()).unwrap());
        let is_known = checked.problems.iter().any(|(at, code)| {
            let names = at.split('.').filter(|step| step.parse::<usize>().is_err());
            *code == "duplicate" && names.collect::<Vec<_>>().join(".") == path
        });
        assert!(is_known, "{REFERENCE}: {path} is not checked; add it beside its neighbours");
    }
}

#[test]
fn the_fuzzers_know_the_name_of_every_field() {
    let dictionary = read(DICTIONARY);
    let words: BTreeSet<_> = dictionary.lines().collect();
    for field in request::ALL.iter().chain(response::ALL).flat_map(|shape| shape.shape.fields) {
        let word = format!("{:?}", field.name);
        assert!(words.contains(&*word), "{DICTIONARY}: {word} is missing; add it as a line");
    }
}

/// The test of the contract takes the values of a format that is not JSON Schema's from a list.
#[test]
fn every_format_of_the_contract_has_values() {
    let values = read(FORMATS);
    for line in read(OPENAPI).lines() {
        let Some((_, rest)) = line.split_once("format: ") else { continue };
        let name = rest.split([',', ' ']).next().unwrap();
        let is_listed = name == "email" || values.contains(&format!("{name:?}: ["));
        assert!(is_listed, "{FORMATS}: {name} has no values; add valid ones");
    }
}
