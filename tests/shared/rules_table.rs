//! The table of rules, `tests/data/rules.json`, and the checks of every row.
#![allow(dead_code, reason = "each test file uses its part")]

use ivy_data_session::json::{self, Value};
use ivy_data_session::rules::{Checked, Issue, IssueCode, Step};

/// Read by the library's own reader: it keeps the order of members, which issues follow.
pub(crate) fn table() -> Value {
    json::parse(include_bytes!("../data/rules.json")).unwrap()
}

pub(crate) fn items(list: Option<&Value>) -> &[Value] {
    match list {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

pub(crate) fn strings(list: Option<&Value>) -> Vec<String> {
    items(list).iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// Runs one part of the table. The results of `check` must equal the table's, including the order of issues and members.
pub(crate) fn run(part: &str, check: impl Fn(&Value, &Value) -> (Value, Checked)) {
    let table = table();
    let cases = items(table.get(part));
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in cases {
        let name = case.get("name").unwrap().as_str().unwrap();
        let (input, checked) = check(case.get("input").unwrap(), case.get("options").unwrap_or(&Value::Null));
        let expect = case.get("expect").unwrap();
        for (kind, found) in [("issues", &checked.issues), ("warnings", &checked.warnings)] {
            let (found, expected) = (paths_and_codes(found), list_text(expect.get(kind)));
            if found != expected {
                wrong.push(format!("{name}: {kind} {found}, expected {expected}"));
            }
        }
        let normal = expect.get("value").unwrap_or(&input);
        let expected = checked.issues.is_empty().then_some(normal);
        if checked.value.as_ref() != expected {
            wrong.push(format!("{name}: value {:?}, expected {expected:?}", checked.value));
        }
        wrong.extend(wrong_messages(&checked).map(|message| format!("{name}: message {message:?}")));
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

pub(crate) fn list_text(list: Option<&Value>) -> String {
    let mut text = String::new();
    json::write(list.unwrap_or(&Value::Array(Vec::new())), &mut text);
    text
}

pub(crate) fn paths_and_codes(issues: &[Issue]) -> String {
    #[derive(serde::Serialize)]
    struct Shown<'a> {
        path: &'a [Step],
        code: IssueCode,
    }
    let shown: Vec<_> = issues.iter().map(|issue| Shown { path: &issue.path, code: issue.code }).collect();
    serde_json::to_string(&shown).unwrap()
}

/// Returns the messages that break the grammar: the field's name, the expected or meant value, no full stop.
fn wrong_messages(checked: &Checked) -> impl Iterator<Item = &str> {
    let issues = checked.issues.iter().chain(&checked.warnings);
    issues.map(|issue| (issue, issue.message.as_ref())).filter_map(|(issue, message)| {
        let named = match issue.path.last() {
            Some(Step::Field(name)) => message.contains(&format!("{name}: ")),
            Some(Step::Index(position)) => message.contains(&format!("[{position}]: ")),
            None => true,
        };
        let helps = ["expected ", "did you mean ", "add a "].iter().any(|word| message.contains(word));
        (!named || !helps || message.ends_with('.')).then_some(message)
    })
}
