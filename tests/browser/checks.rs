//! The page's checks inside WebAssembly, in a browser.

use ivy_data_session::json::{self, Value, View};
use ivy_data_session::rules::{self, Checked, Issue, IssueCode, RequestRules, Step, Subject, check_text};
use ivy_data_session::wasm::{
    PageUrls, check_external_user, check_list_query, check_request, is_login_url, mask_iban, query_for_user,
};
use js_sys::Array;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::login_urls;
use crate::page_values::{array, member, text};
use crate::rules_table::{items, run, strings, table};

fn text_of(value: &Value) -> String {
    let mut text = String::new();
    json::write(value, &mut text);
    text
}

/// Reads an exported check's result, `{value?, issues, warnings}`, as a native caller has it.
fn checked(found: &JsValue) -> Checked {
    let found = json::parse(text(found).as_bytes()).unwrap();
    let issue = |issue: &Value| {
        let member = |name| issue.get(name).unwrap();
        let step = |step: &Value| match step {
            Value::String(name) => Step::Field(name.clone().into()),
            position => Step::Index(position.as_f64().unwrap() as u32),
        };
        Issue {
            path: items(Some(member("path"))).iter().map(step).collect(),
            code: IssueCode::from_name(member("code").as_str().unwrap()).unwrap(),
            message: member("message").as_str().unwrap().to_owned().into(),
        }
    };
    let issues = |name| items(found.get(name)).iter().map(issue).collect();
    Checked {
        value: found.get("value").map(|normal| json::parse(normal.as_str().unwrap().as_bytes()).unwrap()),
        issues: issues("issues"),
        warnings: issues("warnings"),
    }
}

fn request(marked: &str, options: &Value) -> Checked {
    let names = |name| array(&strings(options.get(name)));
    let reference_id_optional = options.get("referenceIdOptional") == Some(&Value::Bool(true));
    checked(&check_request(marked, &names("extraFields"), &names("extraPermissions"), reference_id_optional))
}

#[wasm_bindgen_test]
fn requests() {
    run("request", |input, options| (input.clone(), request(&text_of(input), options)));
}

#[wasm_bindgen_test]
fn requests_that_json_cannot_say() {
    run("marked", |marked, options| {
        let marked = marked.as_str().unwrap();
        (json::parse_extended(marked).unwrap(), request(marked, options))
    });
}

#[wasm_bindgen_test]
fn list_queries() {
    run("listQuery", |input, _| (input.clone(), checked(&check_list_query(&text_of(input)))));
}

#[wasm_bindgen_test]
fn list_queries_for_a_user() {
    run("listQueryFor", |input, _| (input.clone(), checked(&query_for_user(&text_of(input)))));
}

#[wasm_bindgen_test]
fn external_users() {
    let table = table();
    let users = items(table.get("request")).iter().filter_map(|row| row.get("input")?.get("externalUser"));
    let users: Vec<_> =
        users.chain(items(table.get("listQueryFor")).iter().filter_map(|row| row.get("input"))).collect();
    assert!(users.len() > 30, "the table was not found");
    let allowed =
        RequestRules { urls: &PageUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };
    for user in users {
        let text = text_of(user);
        let found = check_text(Subject::ExternalUser, View::read(&text).unwrap(), &allowed);
        let value = found.value.map(|normal| json::parse(normal.as_bytes()).unwrap());
        let expected = Checked { value, issues: found.issues, warnings: found.warnings };
        assert_eq!(checked(&check_external_user(&text)), expected, "{user:?}");
    }
}

#[wasm_bindgen_test]
fn a_normal_form_is_text_so_that_a_key_of_the_callers_stays_a_key() {
    let marked = r#"{"permissions":["identity"],"referenceId":"order-1","metadata":{"a":{"b":"ü😀"}}}"#;
    let found = check_request(marked, &Array::new_typed(), &Array::new_typed(), false);
    assert_eq!(member(&found, "value").as_string().as_deref(), Some(marked));
    let forbidden = r#"{"permissions":["identity"],"referenceId":"order-1","metadata":{"__proto__":{"b":1}}}"#;
    let found = check_request(forbidden, &Array::new_typed(), &Array::new_typed(), false);
    assert!(member(&found, "value").is_undefined());
    assert_eq!(checked(&found).issues[0].code, IssueCode::ForbiddenKey);
}

#[wasm_bindgen_test]
fn only_login_pages_of_the_environment_are_allowed() {
    login_urls::only_login_pages_of_the_environment_are_allowed(allows);
}

#[wasm_bindgen_test]
fn this_machine_is_allowed_only_to_a_page_from_this_machine() {
    login_urls::this_machine_is_allowed_only_to_a_page_from_this_machine(allows);
}

#[wasm_bindgen_test]
fn an_unknown_environment_allows_no_url() {
    assert!(!allows("Production", Some("shop.example"), "https://checkout.getivy.de/"));
}

fn allows(environment: &str, page: Option<&str>, url: &str) -> bool {
    is_login_url(url, environment, &array(&[login_urls::ALLOWED_HOST]), page.map(str::to_owned))
}

#[wasm_bindgen_test]
fn ibans_are_masked_as_natively() {
    let data = json::parse(include_bytes!("../data/iban.json")).unwrap();
    let Some(Value::Object(registry)) = data.get("registry") else { panic!("the registry was not found") };
    assert!(registry.len() > 80);
    for (_, country) in registry {
        for spelling in ["example", "print"] {
            let iban = country.get(spelling).unwrap().as_str().unwrap();
            assert_eq!(mask_iban(iban), rules::mask_iban(iban));
        }
    }
    assert_eq!(mask_iban("DE89 3704 0044 0532 0130 00"), "DE •••• 3000");
    assert_eq!(mask_iban("ada"), "••••");
}
