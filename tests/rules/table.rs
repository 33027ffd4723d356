//! The table of rules, `tests/data/rules.json`, run natively.

use std::collections::BTreeSet;

use ivy_data_session::json::{self, Value};
use ivy_data_session::rules::{
    Checked, IssueCode, NativeUrls, RequestRules, check_data_session_request, check_list_query, list_query_for,
};

use crate::rules_table::{items, paths_and_codes, run, strings, table};

fn check_request(input: &Value, options: &Value) -> Checked {
    let (extra_fields, extra_permissions) =
        (strings(options.get("extraFields")), strings(options.get("extraPermissions")));
    let rules = RequestRules {
        urls: &NativeUrls,
        extra_fields: &extra_fields,
        extra_permissions: &extra_permissions,
        reference_id_optional: options.get("referenceIdOptional") == Some(&Value::Bool(true)),
    };
    check_data_session_request(input, &rules)
}

fn check_text(text: &str) -> Checked {
    check_request(&json::parse(text.as_bytes()).unwrap(), &Value::Null)
}

#[test]
fn requests() {
    run("request", |input, options| (input.clone(), check_request(input, options)));
}

/// A normal form is its own normal form, since the proxy checks it again.
#[test]
fn normal_forms_stay() {
    let table = table();
    for case in items(table.get("request")) {
        let options = case.get("options").unwrap_or(&Value::Null);
        if let Some(normal) = check_request(case.get("input").unwrap(), options).value {
            assert_eq!(check_request(&normal, options).value, Some(normal), "{:?}", case.get("name"));
        }
    }
}

#[test]
fn requests_that_json_cannot_say() {
    run("marked", |text, options| {
        let input = json::parse_extended(text.as_str().unwrap()).unwrap();
        let checked = check_request(&input, options);
        (input, checked)
    });
}

#[test]
fn list_queries() {
    run("listQuery", |input, _| (input.clone(), check_list_query(input)));
}

#[test]
fn list_queries_for_a_user() {
    run("listQueryFor", |input, _| (input.clone(), list_query_for(input)));
}

/// The table shows each issue code that a request or query can get; the other three are for responses.
#[test]
fn the_table_shows_every_code() {
    let table = table();
    let mut shown = BTreeSet::new();
    for case in ["request", "marked", "listQuery", "listQueryFor"].iter().flat_map(|part| items(table.get(part))) {
        let expect = case.get("expect").unwrap();
        for issue in [expect.get("issues"), expect.get("warnings")].into_iter().flat_map(items) {
            shown.insert(issue.get("code").unwrap().as_str().unwrap());
        }
    }
    let of_answers = [IssueCode::InvalidDate, IssueCode::BbanMismatch, IssueCode::UnknownStatus];
    let all = IssueCode::ALL.iter().filter(|code| !of_answers.contains(code)).map(|code| code.name());
    assert_eq!(shown, all.collect());
    for code in IssueCode::ALL {
        assert_eq!(IssueCode::from_name(code.name()), Some(code));
    }
    assert_eq!(IssueCode::from_name("other"), None);
}

/// The number of the caller's own keys is limited, so that the search for duplicates is fast.
#[test]
fn a_huge_object_is_refused() {
    for (entries, found) in [(1_000, "[]"), (1_001, r#"[{"path":["shop",0],"code":"too_many"}]"#)] {
        let members: Vec<_> = (0..entries).map(|entry| format!(r#""{entry}":0"#)).collect();
        let request =
            format!(r#"{{"referenceId":"order-1","permissions":["identity"],"shop":[{{{}}}]}}"#, members.join(","));
        let options = json::parse(br#"{"extraFields":["shop"]}"#).unwrap();
        let checked = check_request(&json::parse(request.as_bytes()).unwrap(), &options);
        assert_eq!(paths_and_codes(&checked.issues), found);
    }
}

/// "Did you mean" names the field or permission that was meant, and is absent if no name is close.
#[test]
fn suggestions() {
    let meant = [
        ("externaluser", Some("externalUser")),
        ("external_user", Some("externalUser")),
        ("refrenceId", Some("referenceId")),
        ("permission", Some("permissions")),
        ("sucessCallbackUrl", Some("successCallbackUrl")),
        ("callbackUrl", Some("successCallbackUrl")),
        ("expireAt", Some("expiresAt")),
        ("markte", Some("market")),
        ("mrkt", None),
        ("theme", None),
        ("shop", None),
        ("x", None),
        ("somethingElseEntirely", None),
    ];
    for (given, expected) in meant {
        let checked =
            check_text(&format!(r#"{{"{given}": "x", "referenceId": "order-1", "permissions": ["identity"]}}"#));
        let message = checked.issues[0].message.as_ref();
        let suggested = message.split_once("did you mean ").map(|(_, name)| name);
        assert_eq!(suggested, expected, "{given}: {message}");
    }
    let checked = check_text(r#"{"referenceId": "order-1", "permissions": ["identiy"]}"#);
    assert_eq!(checked.issues[0].message, "permissions[0]: unknown permission; did you mean identity");
    let checked = check_list_query(&json::parse(br#"{"email": "ada@example.com"}"#).unwrap());
    assert_eq!(checked.issues[0].message, "email: unknown field; did you mean externalUserEmail");
}
