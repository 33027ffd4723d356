//! The schemas in `www/proxy/openapi.yaml`, as the definition has them, and their fields, as a reader of the file finds
//! them.

use std::collections::BTreeSet;

use ivy_data_session::model::{
    Audience, Definition, Field, Kind, Note, Presence, Role, choice, locale, permission, request, response,
};
use ivy_data_session::rules::IssueCode;
use serde_json::Value;

/// The schemas that have another name than their shape.
pub(crate) const NAMES: [(&str, &str); 3] =
    [("DataSession", "Session"), ("DataSessionRequest", "CreateRequest"), ("DataSessionList", "SessionList")];

pub(crate) fn schema_name(definition: &Definition) -> &'static str {
    NAMES.iter().find(|(shape, _)| *shape == definition.name).map_or(definition.name, |(_, schema)| schema)
}

/// Returns the file with the fields of each shape, and the lists of words, generated again. Everything else is kept.
pub(crate) fn renewed(file: &str) -> String {
    let mut renewed = file.to_owned();
    for (definition, is_response) in all() {
        if let Some(schema) = block(&renewed, &format!("    {}:", schema_name(definition)), 0) {
            replace(&mut renewed, "      properties:", schema.0, &properties(file, definition, is_response, 8));
            let required = required(definition).unwrap_or_default();
            replace_line(&mut renewed, "      required: ", schema.0, &required);
        }
    }
    let locales = block(&renewed, "    Locale:", 0).unwrap();
    replace_line(&mut renewed, "      enum: ", locales.0, &words(&locale::ALL));
    let issue = block(&renewed, "    Issue:", 0).unwrap();
    let codes = IssueCode::ALL.map(IssueCode::name);
    replace(&mut renewed, "        code:", issue.0, &format!("          enum:{}\n", lines(&codes, "            ")));
    renewed
}

/// The shapes, each with `true` if it is in a response.
fn all() -> impl Iterator<Item = (&'static Definition, bool)> {
    let requests = request::ALL.iter().map(|definition| (*definition, false));
    requests.chain(response::ALL.iter().map(|definition| (*definition, true)))
}

/// Returns true if a field is in the contract between page and proxy.
pub(crate) fn has(note: &Note, is_response: bool) -> bool {
    !is_response || matches!(note.audience, Audience::Page | Audience::PageIfNamed)
}

/// The position behind a line, and that of the first line after it that is not indented more.
fn block(file: &str, line: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + file[from..].find(&format!("\n{line}\n"))? + line.len() + 2;
    let indent = line.len() - line.trim_start().len();
    let is_in = |line: &&str| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
    let length: usize = file[start..].split_inclusive('\n').take_while(is_in).map(str::len).sum();
    Some((start, start + length))
}

fn replace(file: &mut String, line: &str, from: usize, body: &str) {
    // The line itself may be the first of its schema.
    let (start, end) = block(file, line, from - 1).unwrap_or_else(|| panic!("openapi.yaml: no {line:?}"));
    file.replace_range(start..end, body);
}

/// Replaces the rest of a line that begins with a text, if the schema has one.
fn replace_line(file: &mut String, head: &str, from: usize, body: &str) {
    let schema = file[from..].find("\n    ").map_or(file.len(), |_| from + schema_length(&file[from..]));
    if let Some(at) = file[from..schema].find(head) {
        let start = from + at + head.len();
        let end = start + file[start..].find('\n').unwrap();
        file.replace_range(start..end, body);
    }
}

fn schema_length(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| line.starts_with("      ")).map(str::len).sum()
}

fn words(names: &[&str]) -> String {
    format!("[{}]", names.join(", "))
}

fn lines(names: &[&str], indent: &str) -> String {
    names.iter().map(|name| format!("\n{indent}- {name}")).collect()
}

/// The names of the fields that must be there.
fn required(definition: &Definition) -> Option<String> {
    let fields = definition.fields().filter(|(field, _)| field.presence == Presence::Required);
    let names: Vec<_> = fields.map(|(field, _)| field.name).collect();
    (!names.is_empty()).then(|| words(&names))
}

fn properties(file: &str, definition: &Definition, is_response: bool, indent: usize) -> String {
    let fields = definition.fields().filter(|(_, note)| has(note, is_response));
    fields.map(|(field, note)| property(file, field, note, is_response, indent)).collect()
}

fn property(file: &str, field: &Field, note: &Note, is_response: bool, indent: usize) -> String {
    let space = " ".repeat(indent);
    let lines = schema(file, field, note, is_response);
    if let [line] = &lines[..]
        && (line.starts_with("$ref") || line == "true")
    {
        let value = if line == "true" { line.clone() } else { format!("{{ {line} }}") };
        return format!("{space}{}: {value}\n", field.name);
    }
    let doc: Vec<_> = note.doc.iter().map(|line| line.trim()).collect();
    let doc = [format!("description: {:?}", doc.join(" "))];
    let body: String = doc.iter().chain(&lines).map(|line| format!("{space}  {line}\n")).collect();
    format!("{space}{}:\n{body}", field.name)
}

/// The schema of a field, as lines.
fn schema(file: &str, field: &Field, note: &Note, is_response: bool) -> Vec<String> {
    let reference = |name: &str| format!("$ref: \"#/components/schemas/{name}\"");
    let many = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    if is_response {
        let or_null = |kind: &str| match field.presence {
            Presence::Required => format!("type: {kind}"),
            _ => format!("type: [{kind}, \"null\"]"),
        };
        let of = || reference(schema_name(note.of.unwrap()));
        return match (field.kind, field.role) {
            (Kind::Text, Role::Handle) => many(&["type: string", "minLength: 22", "maxLength: 22"]),
            (Kind::Text, _) => vec![or_null("string")],
            (Kind::Number, _) => vec![or_null("number")],
            (Kind::Flag, _) => vec![or_null("boolean")],
            (Kind::Any, _) => many(&["true"]),
            (Kind::AnyObject, _) => vec![or_null("object")],
            (Kind::Texts, _) => vec![or_null("array"), "items: { type: string }".into()],
            (Kind::Object(_), _) => vec![format!("anyOf: [{{ {} }}, {{ type: \"null\" }}]", of())],
            (Kind::List(_), _) => vec![or_null("array"), format!("items: {{ {} }}", of())],
        };
    }
    match (field.kind, field.role) {
        (Kind::Text, Role::ReferenceId) => {
            many(&["type: string", "minLength: 1", "maxLength: 200", "pattern: \"\\\\S\"", "format: id"])
        }
        (Kind::Text, Role::BankId) => many(&["type: string", "minLength: 1", "pattern: \"\\\\S\"", "format: bank-id"]),
        (Kind::Text, Role::NotBlank) => vec![reference("Name")],
        (Kind::Text, Role::Id) => vec![reference("LookedUp")],
        (Kind::Text, Role::DisplayId) => many(&["type: string", "maxLength: 200"]),
        (Kind::Text, Role::Locale) => vec![reference("Locale")],
        (Kind::Text, Role::Market) => vec![reference("Market")],
        (Kind::Text, Role::Email) => vec![reference("Email")],
        (Kind::Text, Role::Phone) => vec![reference("Phone")],
        (Kind::Text, Role::CallbackUrl) => vec![reference("ReplacedUrl")],
        (Kind::Text, Role::ThemeVariant) => vec![format!("enum: {}", words(&choice::THEME_VARIANTS))],
        (Kind::Text, Role::AddressType) => vec![format!("enum: {}", words(&choice::MATCH_ADDRESS_TYPES))],
        (Kind::Text, Role::Iban) => many(&["type: string", "format: iban", "examples: [DE89370400440532013000]"]),
        (Kind::Text, Role::Bic) => many(&["type: string", "format: bic", "examples: [COBADEFFXXX]"]),
        (Kind::Text, Role::Any) => many(&["type: string"]),
        (Kind::Text, role) => {
            panic!(
                "tests/definition/openapi.rs: {}: no schema for a text of the role {role:?}; add its row",
                field.name
            )
        }
        (Kind::Number, Role::Seconds) => many(&["type: integer", "minimum: 0", "maximum: 9007199254740991"]),
        (Kind::Number, _) => many(&["type: number"]),
        (Kind::Flag, _) => many(&["type: boolean"]),
        (Kind::Any, _) => many(&["true"]),
        (Kind::AnyObject, _) => vec![reference("Metadata")],
        (Kind::Texts, Role::Permissions) => {
            let items = format!("items: {{ enum: {} }}", words(&permission::ALL));
            vec!["type: array".into(), "minItems: 1".into(), "uniqueItems: true".into(), items]
        }
        (Kind::Texts, _) => many(&["type: array", "items: { type: string }"]),
        (Kind::Object(_), role) => {
            let definition = note.of.unwrap();
            if block(file, &format!("    {}:", definition.name), 0).is_some() {
                return vec![reference(definition.name)];
            }
            let mut lines = many(&["type: object"]);
            lines.extend((role == Role::ExternalUser).then(|| "minProperties: 1".to_owned()));
            lines.extend(required(definition).map(|names| format!("required: {names}")));
            lines.push("properties:".into());
            lines.extend(properties(file, definition, false, 2).lines().map(str::to_owned));
            lines.push("additionalProperties: false".into());
            lines
        }
        (Kind::List(_), _) => panic!("no request has a list of objects"),
    }
}

/// The paths of a schema's fields, with those of the schemas that it names.
pub(crate) fn paths(document: &Value, schema: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    add(document, &document["components"]["schemas"][schema], "", &mut paths);
    paths
}

fn add(document: &Value, schema: &Value, prefix: &str, paths: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.strip_prefix('#').unwrap();
        return add(document, document.pointer(pointer).unwrap(), prefix, paths);
    }
    for choice in schema["anyOf"].as_array().into_iter().flatten() {
        add(document, choice, prefix, paths);
    }
    if schema["items"].is_object() {
        add(document, &schema["items"], prefix, paths);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{prefix}{name}");
        add(document, property, &format!("{path}."), paths);
        paths.insert(path);
    }
}
