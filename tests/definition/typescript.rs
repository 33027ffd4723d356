//! The types in `pkg/src/model`, as the definition has them, and their fields, as a reader of the files finds them.

use std::collections::BTreeSet;

use ivy_data_session::model::{
    self, Defined, Definition, ErrorCode, Field, Kind, Note, Operation, Presence, Role, choice, locale, permission,
    request, response, status,
};
use ivy_data_session::recall::Reason;
use ivy_data_session::rules::IssueCode;

/// The widest line.
const WIDTH: usize = 120;

/// The line that lets an object have more members than documented.
const UNKNOWN_FIELDS: &str = "[unknownField: string]: unknown;";

/// Returns the file with the body of each of its types generated again. Comments before a type are kept. `all` is the text of all files:
/// a shape that has a type in one of them is named by it.
pub(crate) fn renewed(file: &str, all: &str) -> String {
    let operations = || Operation::ALL.into_iter().filter(|operation| operation.is_for_pages()).map(Operation::name);
    let bodies = [
        ("Permission", union(&permission::ALL, false)),
        ("Locale", union(&locale::ALL, false)),
        ("SessionStatus", union(&status::KNOWN, true)),
        ("IssueCode", union(&IssueCode::ALL.map(IssueCode::name), false)),
        ("IvyErrorCode", union(&ErrorCode::ALL.map(ErrorCode::name), false)),
        ("LoginReason", union(&Reason::ALL.map(Reason::name), false)),
        ("Operation", union(&["load"].into_iter().chain(operations()).chain(["login"]).collect::<Vec<_>>(), false)),
        ("RequestFields", fields_of_page(all)),
        ("DataSessionRequest", format!("RequestFields & {}", proxys_fields(all, true))),
        ("PageRequest", format!("RequestFields & {}", proxys_fields(all, false))),
        ("ListQuery", one_of(model::ListQuery::DEFINITION)),
    ];
    let mut renewed = file.to_owned();
    for (name, body) in bodies {
        assert!(has_type(all, name), "pkg/src/model: no type {name}");
        if has_type(file, name) {
            replace(&mut renewed, name, &body);
        }
    }
    // The other shapes with their own type. The package's type `DataSessionList` is built from the shape.
    for definition in request::ALL.iter().chain(response::ALL) {
        let made = ["DataSessionRequest", "ListQuery", "DataSessionList"].contains(&definition.name);
        if !made && has_type(file, definition.name) {
            let body = object(all, definition, is_response(definition), "");
            replace(&mut renewed, definition.name, &body);
        }
    }
    renewed
}

fn is_response(definition: &Definition) -> bool {
    response::ALL.iter().any(|other| other.name == definition.name)
}

fn has_type(file: &str, name: &str) -> bool {
    file.contains(&format!("\nexport type {name} ="))
}

fn replace(file: &mut String, name: &str, body: &str) {
    let (start, end) = span(file, name);
    let is_list = body.starts_with('\n');
    file.replace_range(start..end, &if is_list { body.to_owned() } else { format!(" {body}") });
}

/// The bytes between the `=` of a type and its semicolon.
fn span(file: &str, name: &str) -> (usize, usize) {
    let head = format!("\nexport type {name} =");
    let start = file.find(&head).unwrap_or_else(|| panic!("pkg/src/model: no type {name}")) + head.len();
    let mut depth = 0;
    for (at, text) in tokens(&file[start..]) {
        match text {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            ";" if depth == 0 => return (start, start + at),
            _ => {}
        }
    }
    panic!("pkg/src/model: the type {name} has no end")
}

/// The words and signs of a text without its comments, each with its position.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if rest.starts_with("/*") {
            rest.find("*/").unwrap() + 2
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' {
            rest[1..].find('"').unwrap() + 2
        } else if first.is_alphanumeric() {
            rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() && !rest.starts_with("/*") && !rest.starts_with("//") {
            tokens.push((at, &rest[..length]));
        }
        at += length;
    }
    tokens
}

/// A union of strings; an open one takes any other too.
fn union(names: &[&str], is_open: bool) -> String {
    let mut parts: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    if is_open {
        parts.push("(string & {})".into());
    }
    let line = parts.join(" | ");
    if line.len() < WIDTH - 30 { line } else { parts.iter().map(|part| format!("\n  | {part}")).collect() }
}

fn fields_of_page(file: &str) -> String {
    let fields = model::DataSessionRequest::DEFINITION.fields();
    braced(fields.filter(|(field, _)| field.presence != Presence::UnlessPage).map(|row| member(file, row, "  ")), "")
}

/// The fields that the proxy adds if a page omits them.
fn proxys_fields(file: &str, are_required: bool) -> String {
    let fields = model::DataSessionRequest::DEFINITION.fields();
    let text = braced(
        fields.filter(|(field, _)| field.presence == Presence::UnlessPage).map(|row| member(file, row, "  ")),
        "",
    );
    if are_required { text } else { text.replace(": string;", "?: string | undefined;") }
}

/// A union of objects that have one of the fields each.
fn one_of(definition: &Definition) -> String {
    let names: Vec<_> = definition.fields().map(|(field, _)| field.name).collect();
    let one = |own: &&str| {
        let others = names.iter().filter(|name| *name != own).map(|name| format!("{name}?: undefined"));
        format!("\n  | {{ {own}: string; {} }}", others.collect::<Vec<_>>().join("; "))
    };
    names.iter().map(one).collect()
}

fn object(file: &str, definition: &Definition, is_open: bool, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let unknown = is_open.then(|| format!("{inner}{UNKNOWN_FIELDS}\n"));
    braced(definition.fields().map(|row| member(file, row, &inner)).chain(unknown), indent)
}

fn braced(members: impl Iterator<Item = String>, indent: &str) -> String {
    format!("{{\n{}{indent}}}", members.collect::<String>())
}

fn member(file: &str, (field, note): (&Field, &Note), indent: &str) -> String {
    let (mark, absent) = match (field.presence, field.kind) {
        (Presence::Optional, Kind::Any) => ("?", ""),
        (Presence::Optional, _) => ("?", " | undefined"),
        _ => ("", ""),
    };
    format!(
        "{}{indent}{}{mark}: {}{absent};\n",
        comment(note.doc, indent),
        field.name,
        type_of(file, field, note, indent)
    )
}

fn comment(doc: &[&str], indent: &str) -> String {
    match doc {
        [line] => format!("{indent}/** {} */\n", line.trim()),
        lines => {
            let lines: String = lines.iter().map(|line| format!("{indent} * {}\n", line.trim())).collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}

fn type_of(file: &str, field: &Field, note: &Note, indent: &str) -> String {
    let shape = || {
        let definition = note.of.unwrap();
        let is_open = is_response(definition);
        if has_type(file, definition.name) { definition.name.into() } else { object(file, definition, is_open, indent) }
    };
    match (field.kind, field.role) {
        (Kind::Text, Role::Locale) => "Locale".into(),
        (Kind::Text, Role::Status) => "SessionStatus".into(),
        (Kind::Text, Role::ThemeVariant) => union(&choice::THEME_VARIANTS, false),
        (Kind::Text, Role::AddressType) => union(&choice::MATCH_ADDRESS_TYPES, false),
        (Kind::Text, Role::AccountType) => union(&choice::ACCOUNT_TYPES, true),
        (Kind::Text, _) => "string".into(),
        (Kind::Number, _) => "number".into(),
        (Kind::Flag, _) => "boolean".into(),
        (Kind::Any, _) => "unknown".into(),
        (Kind::AnyObject, _) => "Metadata".into(),
        (Kind::Texts, Role::Permissions) => "readonly (Permission | (string & {}))[]".into(),
        (Kind::Texts, _) => "readonly string[]".into(),
        (Kind::Object(_), _) => shape(),
        (Kind::List(_), _) => format!("readonly {}[]", shape()),
    }
}

/// The paths of a type's fields, with those of the types that it names.
pub(crate) fn paths(file: &str, name: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    add_type(file, name, "", &mut paths);
    paths
}

fn add_type(file: &str, name: &str, prefix: &str, paths: &mut BTreeSet<String>) {
    let (start, end) = span(file, name);
    let words: Vec<&str> = tokens(&file[start..end]).into_iter().map(|(_, word)| word).collect();
    add_expression(file, &words, prefix, paths);
}

/// Adds the fields of each object in a type: written out, or by its name.
fn add_expression(file: &str, words: &[&str], prefix: &str, paths: &mut BTreeSet<String>) {
    let mut at = 0;
    while at < words.len() {
        if words[at] == "{" {
            let end = at + closing(&words[at..]);
            add_members(file, &words[at + 1..end], prefix, paths);
            at = end;
        } else if has_type(file, words[at]) {
            add_type(file, words[at], prefix, paths);
        }
        at += 1;
    }
}

fn add_members(file: &str, words: &[&str], prefix: &str, paths: &mut BTreeSet<String>) {
    let mut rest = words;
    while let [name, ..] = rest {
        let mut end = 0;
        while end < rest.len() && rest[end] != ";" {
            end += if ["{", "(", "["].contains(&rest[end]) { closing(&rest[end..]) + 1 } else { 1 };
        }
        if *name != "[" {
            let colon = rest.iter().position(|word| *word == ":").unwrap();
            let path = format!("{prefix}{name}");
            add_expression(file, &rest[colon + 1..end], &format!("{path}."), paths);
            paths.insert(path);
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
}

/// The position of the bracket that closes the first one.
fn closing(words: &[&str]) -> usize {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate() {
        match *word {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    panic!("a bracket is not closed")
}
