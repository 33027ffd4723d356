//! Everything that is made of the definition in `src/model` has its fields: the serde types, the decoder, the rules, the
//! TypeScript types and `openapi.yaml`.
//!
//! `IVY_RENEW=1 cargo test --test definition` writes the types and the schemas again, before the tests read them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "../shared/decode_reference.rs"]
mod decode_reference;
mod openapi;
mod samples;
mod typescript;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Once;

use ivy_data_session::decode::{scan_list, scan_session};
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::{
    DataSession, DataSessionList, DataSessionRequest, Defined, Definition, ErrorCode, Kind, ListQuery, Operation,
    SessionQuery,
};
use ivy_data_session::rules::{
    Issue, IssueCode, NativeUrls, RequestRules, Step, check_data_session_request, check_list_query, market,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

const TYPES: [&str; 3] = ["pkg/src/model/words.ts", "pkg/src/model/request.ts", "pkg/src/model/session.ts"];
const OPENAPI: &str = "www/proxy/openapi.yaml";
const RENEW: &str = "`IVY_RENEW=1 cargo test --test definition` writes the types and the schemas";

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Reads a file of the repository. If `IVY_RENEW` is set, the generated files are written before the first is read.
fn read(file: &str) -> String {
    static RENEWED: Once = Once::new();
    RENEWED.call_once(|| {
        if std::env::var_os("IVY_RENEW").is_some() {
            TYPES.iter().chain([&OPENAPI]).for_each(|file| fs::write(path(file), renewed(file)).unwrap());
        }
    });
    present(file)
}

fn present(file: &str) -> String {
    fs::read_to_string(path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Returns a generated file as the definition writes it.
fn renewed(file: &str) -> String {
    let text = present(file);
    if file == OPENAPI { openapi::renewed(&text) } else { typescript::renewed(&text, &TYPES.map(present).concat()) }
}

fn document() -> serde_json::Value {
    serde_yaml_ng::from_str(&read(OPENAPI)).unwrap()
}

/// Returns the files with the types, as one text.
fn types() -> String {
    TYPES.map(read).concat()
}

/// Compares a generated file with its renewed text.
fn is_renewed(file: &str) {
    let (present, renewed) = (read(file), renewed(file));
    if let Some((line, (is, should))) =
        present.lines().zip(renewed.lines()).enumerate().find(|(_, (is, should))| is != should)
    {
        panic!("{file}, line {}: {is:?} is {should:?} by the definition; {RENEW}", line + 1);
    }
    assert_eq!(present, renewed, "{file} ends otherwise; {RENEW}");
}

#[test]
fn the_types_of_the_package_are_those_of_the_definition() {
    TYPES.into_iter().for_each(is_renewed);
}

#[test]
fn the_schemas_of_the_contract_are_those_of_the_definition() {
    is_renewed(OPENAPI);
}

/// The paths of a definition's fields.
fn defined(
    definition: &Definition,
    prefix: &str,
    is_kept: &dyn Fn(&ivy_data_session::model::Note) -> bool,
) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (field, note) in definition.fields().filter(|(_, note)| is_kept(note)) {
        let path = format!("{prefix}{}", field.name);
        if let Some(inner) = note.of {
            paths.extend(defined(inner, &format!("{path}."), is_kept));
        }
        paths.insert(path);
    }
    paths
}

/// A value of which a path leads to an object, and this object is `members`. Objects on the way are those of the
/// definition; a path that leaves the definition ends at the last object that is defined.
fn nested(definition: &Definition, path: &[&str], members: &str) -> String {
    let filled = |skip: &str| -> String {
        let required = definition
            .fields()
            .filter(|(field, _)| field.name != skip && field.presence != ivy_data_session::model::Presence::Optional);
        let value = |kind: Kind| match kind {
            Kind::Texts | Kind::List(_) => "[]",
            Kind::Object(_) | Kind::AnyObject => "{}",
            _ => "\"x\"",
        };
        required.map(|(field, _)| format!("{:?}:{},", field.name, value(field.kind))).collect()
    };
    match path {
        [] => {
            let name = members.split('"').nth(1).unwrap();
            format!("{{{}{members}}}", filled(name))
        }
        [name, rest @ ..] => {
            let (field, note) = definition.field(name).unwrap();
            let inner = nested(note.of.unwrap(), rest, members);
            let inner = if matches!(field.kind, Kind::List(_)) { format!("[{inner}]") } else { inner };
            format!("{{{}{name:?}:{inner}}}", filled(name))
        }
    }
}

/// Returns true if objects lead to a path's field.
fn is_reachable(definition: &Definition, path: &[&str]) -> bool {
    match path {
        [] | [_] => true,
        [name, rest @ ..] => {
            let inner = definition.field(name).and_then(|(_, note)| note.of);
            inner.is_some_and(|inner| is_reachable(inner, rest))
        }
    }
}

/// Text with a member at a path, and the name of that member.
fn with(definition: &Definition, path: &str, members: fn(&str) -> String) -> Option<String> {
    let steps: Vec<&str> = path.split('.').collect();
    let (name, before) = steps.split_last().unwrap();
    is_reachable(definition, &steps).then(|| nested(definition, before, &members(name)))
}

fn is_at(issue: &Issue, path: &str) -> bool {
    let steps = issue.path.iter().filter_map(|step| match step {
        Step::Field(name) => Some(&**name),
        Step::Index(_) => None,
    });
    steps.collect::<Vec<_>>().join(".") == path
}

/// Returns true if a serde type has a field. `null` is dropped in a known field and kept in an unknown one.
fn serde_has<T: Serialize + DeserializeOwned + Defined>(path: &str) -> bool {
    let Some(text) = with(T::DEFINITION, path, |name| format!("{name:?}:null")) else { return false };
    let Ok(value) = serde_json::from_str::<T>(&text) else { return true };
    let mut at = &serde_json::to_value(value).unwrap();
    for step in path.split('.') {
        let object = if let serde_json::Value::Array(items) = at { &items[0] } else { at };
        let Some(member) = object.get(step) else { return true };
        at = member;
    }
    !at.is_null()
}

fn twice(name: &str) -> String {
    format!("{name:?}:null,{name:?}:null")
}

/// Returns true if the decoder knows a field: only then it may not be there twice.
fn decoder_has(path: &str) -> bool {
    let Some(text) = with(DataSession::DEFINITION, path, twice) else { return false };
    let issues = scan_session(text.as_bytes()).unwrap().issues;
    issues.iter().any(|issue| issue.code == IssueCode::Duplicate && is_at(issue, path))
}

/// Returns true if a check knows a field, so that it does not report it as unknown.
fn rules_have(definition: &Definition, path: &str, check: &dyn Fn(&Value) -> Vec<Issue>) -> bool {
    let Some(text) = with(definition, path, |name| format!("{name:?}:null")) else { return false };
    let issues = check(&json::parse(text.as_bytes()).unwrap());
    issues.iter().any(|issue| issue.code != IssueCode::UnknownField && is_at(issue, path))
}

fn check_request(value: &Value) -> Vec<Issue> {
    let rules =
        RequestRules { urls: &NativeUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };
    check_data_session_request(value, &rules).issues
}

/// Returns true if a set has the field at a path.
type Has<'a> = &'a dyn Fn(&str) -> bool;

/// Names each field that some of the sets have and others have not. `wanted`: which of the sets should have it.
fn differences(sets: &[(&str, Has<'_>)], paths: &BTreeSet<String>, wanted: &dyn Fn(&str, &str) -> bool) -> Vec<String> {
    let mut differences = Vec::new();
    for path in paths {
        let wrong: Vec<_> = sets
            .iter()
            .filter(|(set, has)| has(path) != wanted(set, path))
            .map(|(set, has)| format!("{} {set}", if has(path) { "only in" } else { "not in" }))
            .collect();
        if !wrong.is_empty() {
            differences.push(format!("{path}: {}", wrong.join(", ")));
        }
    }
    differences
}

#[test]
fn a_session_has_the_same_fields_everywhere() {
    let types = typescript::paths(&types(), "DataSession");
    let schema = openapi::paths(&document(), "Session");
    let table = defined(DataSession::DEFINITION, "", &|_| true);
    let for_page = defined(DataSession::DEFINITION, "", &|note| openapi::has(note, true));
    let all: BTreeSet<_> = table.iter().chain(&types).chain(&schema).cloned().collect();
    let differences = differences(
        &[
            ("the definition", &|path| table.contains(path)),
            ("the serde type", &serde_has::<DataSession>),
            ("the decoder", &decoder_has),
            ("pkg/src/model", &|path| types.contains(path)),
            ("openapi.yaml", &|path| schema.contains(path)),
        ],
        &all,
        &|set, path| set != "openapi.yaml" && table.contains(path) || for_page.contains(path),
    );
    assert!(differences.is_empty(), "{}\n{RENEW}", differences.join("\n"));
}

#[test]
fn a_request_has_the_same_fields_everywhere() {
    let types = typescript::paths(&types(), "DataSessionRequest");
    let schema = openapi::paths(&document(), "CreateRequest");
    let definition = DataSessionRequest::DEFINITION;
    let table = defined(definition, "", &|_| true);
    let all: BTreeSet<_> = table.iter().chain(&types).chain(&schema).cloned().collect();
    let differences = differences(
        &[
            ("the definition", &|path| table.contains(path)),
            ("the serde type", &serde_has::<DataSessionRequest>),
            ("the rules", &|path| rules_have(definition, path, &check_request)),
            ("pkg/src/model", &|path| types.contains(path)),
            ("openapi.yaml", &|path| schema.contains(path)),
        ],
        &all,
        &|_, path| table.contains(path),
    );
    assert!(differences.is_empty(), "{}\n{RENEW}", differences.join("\n"));
}

#[test]
fn queries_have_the_same_fields_everywhere() {
    let document = document();
    let definition = ListQuery::DEFINITION;
    let table = defined(definition, "", &|_| true);
    let types = typescript::paths(&types(), "ListQuery");
    let schema = openapi::paths(&document, "ListQuery");
    let all: BTreeSet<_> = table.iter().chain(&types).chain(&schema).cloned().collect();
    let differences = differences(
        &[
            ("the serde type", &serde_has::<ListQuery>),
            ("the rules", &|path| rules_have(definition, path, &|query| check_list_query(query).issues)),
            ("pkg/src/model", &|path| types.contains(path)),
            ("openapi.yaml", &|path| schema.contains(path)),
        ],
        &all,
        &|_, path| table.contains(path),
    );
    assert!(differences.is_empty(), "{}\n{RENEW}", differences.join("\n"));
    assert_eq!(openapi::paths(&document, "SessionQuery"), defined(SessionQuery::DEFINITION, "", &|_| true));
}

#[test]
fn a_list_has_the_same_field_everywhere() {
    for name in defined(DataSessionList::DEFINITION, "", &|note| note.of.is_none())
        .iter()
        .chain(["dataSessions".to_owned()].iter())
    {
        let text = format!("{{{name:?}:[]}}");
        assert!(scan_list(text.as_bytes()).is_ok() && serde_json::from_str::<DataSessionList>(&text).is_ok(), "{name}");
    }
}

/// The lists of words that are written by hand elsewhere.
#[test]
fn words_are_those_of_the_definition() {
    let document = document();
    let script = read("pkg/src/calls/contract.ts");
    let in_script: BTreeMap<&str, &str> =
        script.lines().filter_map(|line| line.trim().strip_suffix("\",")?.split_once(": \"/")).collect();
    for operation in Operation::ALL {
        let (name, path) = (operation.name(), operation.path());
        assert_eq!(document["paths"][path]["post"]["operationId"], name, "openapi.yaml: {path}");
        let own = in_script.get(name).map(|path| format!("/{path}"));
        assert_eq!(own.as_deref(), operation.is_for_pages().then_some(path), "contract.ts: {name}");
    }
    assert_eq!(document["paths"].as_object().unwrap().len(), Operation::ALL.len());

    let mut codes = Vec::new();
    collect_codes(&document["components"]["responses"], &mut codes);
    assert!(!codes.is_empty());
    for code in codes {
        assert!(ErrorCode::from_name(&code).is_some(), "openapi.yaml: {code} is no code of an error");
    }

    let markets = document["components"]["schemas"]["Market"]["enum"].as_array().unwrap();
    for first in b'A'..=b'Z' {
        for second in b'A'..=b'Z' {
            let code = String::from_utf8(vec![first, second]).unwrap();
            assert_eq!(markets.iter().any(|market| *market == code), market::is_country(first, second), "{code}");
        }
    }
}

/// Adds the words of every `code` in the responses.
fn collect_codes(value: &serde_json::Value, codes: &mut Vec<String>) {
    for (name, inner) in value.as_object().into_iter().flatten() {
        if name == "code" {
            let words = inner["enum"].as_array().into_iter().flatten();
            codes.extend(words.filter_map(serde_json::Value::as_str).map(str::to_owned));
        }
        collect_codes(inner, codes);
    }
    for item in value.as_array().into_iter().flatten() {
        collect_codes(item, codes);
    }
}
