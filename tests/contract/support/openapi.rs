//! The check of every response against `openapi.yaml`: an undocumented status, code or field fails the test.

use std::sync::LazyLock;

use axum::http::Method;
use serde_json::Value;

use super::HttpResponse;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../www/proxy/openapi.yaml");
    serde_yaml_ng::from_str(text).expect("openapi.yaml is yaml")
});

/// Returns the documented paths.
pub(crate) fn paths() -> Vec<String> {
    DOCUMENT["paths"].as_object().expect("paths").keys().cloned().collect()
}

/// Checks a response against the document. An undocumented path or method must get 404 or 405.
pub(crate) fn check(method: &Method, path: &str, response: &HttpResponse) {
    let path = path.split('?').next().unwrap_or_default();
    // Each path may also end with a slash.
    let path = path.strip_suffix('/').unwrap_or(path);
    let operation = &DOCUMENT["paths"][path][method.as_str().to_lowercase()];
    if operation.is_null() {
        assert!([404, 405].contains(&response.status), "{method} {path} is not documented: {}", response.status);
        return;
    }
    let case = format!("{method} {path} {}", response.status);
    let documented = resolve(&operation["responses"][response.status.to_string()]);
    assert!(!documented.is_null(), "{case} is not documented: {}", response.text);
    for name in documented["headers"].as_object().expect("headers are documented").keys() {
        let optional = ["set-cookie", "ivy-owner", "ivy-recall"].contains(&name.as_str());
        assert!(optional || response.header(name).is_some(), "{case}: no {name}");
    }
    for name in ["set-cookie", "ivy-owner", "ivy-recall", "retry-after", "location"] {
        let is_documented = !documented["headers"][name].is_null();
        assert!(is_documented || response.header(name).is_none(), "{case}: {name} is not documented");
    }
    let schema = &documented["content"]["application/json"]["schema"];
    if schema.is_null() {
        assert!(response.text.is_empty(), "{case}: a body is not documented");
    } else {
        conforms(schema, &response.json(), &case);
    }
}

fn resolve(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("a path in the document");
            DOCUMENT.pointer(pointer).unwrap_or_else(|| panic!("{reference} is not in the document"))
        }
        None => value,
    }
}

/// Checks a value against a schema, with the part of JSON Schema that the document uses.
fn conforms(schema: &Value, value: &Value, path: &str) {
    let schema = resolve(schema);
    assert_ne!(schema, &Value::Bool(false), "{path} must not be there");
    for part in schema["allOf"].as_array().into_iter().flatten() {
        conforms(part, value, path);
    }
    // The document's only choice: an object, or null.
    for choice in schema["anyOf"].as_array().into_iter().flatten() {
        if (choice["type"] == "null") == value.is_null() {
            conforms(choice, value, path);
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    assert!(kinds.is_empty() || kinds.iter().any(|kind| is(kind, value)), "{path}: {value} is no {kinds:?}");
    if let Some(known) = schema["enum"].as_array() {
        assert!(known.contains(value), "{path}: {value} is none of {known:?}");
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(name.as_str().expect("a name")).is_some(), "{path}: no {name}");
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let property = &schema["properties"][name];
        assert!(schema["additionalProperties"] != false || !property.is_null(), "{path}: {name} is not documented");
        if !property.is_null() {
            conforms(property, member, &format!("{path}.{name}"));
        }
    }
    for item in value.as_array().into_iter().flatten() {
        conforms(&schema["items"], item, &format!("{path}[]"));
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{other} is not a type that answers are described with"),
    }
}
