//! The serde types of the model inside WebAssembly: each goes there and back without losing a field.

use std::collections::BTreeSet;

use ivy_data_session::decode::scan_session;
use ivy_data_session::model::{self, DataSessionRequest, Defined, Definition, Kind, request, response};
use ivy_data_session::rules::{Issue, RequestRules, Step, check_request};
use ivy_data_session::wasm::PageUrls;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

/// A value with every field of a definition, and one that is not documented.
fn full(definition: &Definition) -> Value {
    let mut members = Map::new();
    for (field, note) in definition.fields() {
        let inner = || note.of.map(full).unwrap_or_default();
        let value = match field.kind {
            Kind::Text => json!("ä\u{1F600}"),
            Kind::Number => json!(1_760_000_000),
            Kind::Flag => json!(true),
            Kind::Any | Kind::AnyObject => json!({"note": [null, 1.5, "x"]}),
            Kind::Object(_) => inner(),
            Kind::Texts => json!(["identity", "of next year"]),
            Kind::List(_) => json!([inner(), inner()]),
        };
        members.insert(field.name.to_owned(), value);
    }
    members.insert("newField".to_owned(), json!({"deep": [1, {}]}));
    Value::Object(members)
}

/// Takes a value through a type, and checks that nothing is lost and nothing documented is among the extra fields.
fn there_and_back<T: Defined + Serialize + DeserializeOwned>(names: &mut BTreeSet<&str>) {
    let value = full(T::DEFINITION);
    let typed: T = serde_json::from_str(&value.to_string()).unwrap();
    let back: Value = serde_json::from_str(&serde_json::to_string(&typed).unwrap()).unwrap();
    assert_eq!(back, value, "{}", T::DEFINITION.name);
    names.insert(T::DEFINITION.name);
}

#[wasm_bindgen_test]
fn every_type_goes_there_and_back() {
    let mut names = BTreeSet::new();
    there_and_back::<model::DataSessionRequest>(&mut names);
    there_and_back::<model::ExternalUser>(&mut names);
    there_and_back::<model::PrefillRequest>(&mut names);
    there_and_back::<model::MatchData>(&mut names);
    there_and_back::<model::MatchAddress>(&mut names);
    there_and_back::<model::MatchIban>(&mut names);
    there_and_back::<model::ListQuery>(&mut names);
    there_and_back::<model::SessionQuery>(&mut names);
    there_and_back::<model::DataSessionList>(&mut names);
    there_and_back::<model::DataSession>(&mut names);
    there_and_back::<model::SessionData>(&mut names);
    there_and_back::<model::Identity>(&mut names);
    there_and_back::<model::Account>(&mut names);
    there_and_back::<model::FinancialAddress>(&mut names);
    there_and_back::<model::Iban>(&mut names);
    there_and_back::<model::SortCode>(&mut names);
    there_and_back::<model::BankCode>(&mut names);
    there_and_back::<model::Bban>(&mut names);
    there_and_back::<model::Wallet>(&mut names);
    there_and_back::<model::SessionUser>(&mut names);
    there_and_back::<model::Prefill>(&mut names);
    let all: BTreeSet<_> = request::ALL.iter().chain(response::ALL).map(|definition| definition.name).collect();
    assert_eq!(names, all, "a type of the definition is not among these");
}

#[wasm_bindgen_test]
fn a_typed_request_is_checked_and_comes_back_typed() {
    let rules =
        RequestRules { urls: &PageUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };
    let request = DataSessionRequest {
        reference_id: "order-1".into(),
        permissions: vec!["identity".into()],
        market: Some(" de ".into()),
        success_callback_url: Some("https://shop.example/return".into()),
        ..DataSessionRequest::default()
    };
    let checked = check_request(&request, &rules);
    assert!(checked.issues.is_empty());
    assert_eq!(checked.value, Some(DataSessionRequest { market: Some("DE".into()), ..request.clone() }));
    let wrong = DataSessionRequest { market: Some("Germany".into()), ..request };
    let checked = check_request(&wrong, &rules);
    assert_eq!((checked.value, checked.issues[0].code.name()), (None, "invalid_market"));
}

/// Every documented field, in a session without a fault.
fn session() -> Value {
    let list: Value = serde_json::from_str(include_str!("../data/list_all_fields.json")).unwrap();
    list["dataSessions"][0].clone()
}

/// The path of an issue as a JSON pointer.
fn pointer(issue: &Issue) -> String {
    let step = |step: &Step| match step {
        Step::Field(name) => format!("/{name}"),
        Step::Index(position) => format!("/{position}"),
    };
    issue.path.iter().map(step).collect()
}

/// The pointers of everything in a value that is documented.
fn documented(value: &Value, at: &str, pointers: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (name, member) in members {
        let here = format!("{at}/{name}");
        if !name.starts_with("unknown") {
            if name != "metadata" {
                documented(member, &here, pointers);
            }
            pointers.push(here);
        }
    }
}

#[wasm_bindgen_test]
fn a_page_checks_the_type_of_every_documented_field() {
    let mut pointers = Vec::new();
    documented(&session(), "", &mut pointers);
    assert!(pointers.len() > 60, "the sample was not found");
    let is_missed = |at: &String| {
        let mut session = session();
        let value = session.pointer_mut(at).unwrap();
        *value = if value.is_string() { json!(7) } else { json!("x") };
        let issues = scan_session(session.to_string().as_bytes()).unwrap().issues;
        !matches!(&issues[..], [issue] if issue.code.name() == "type" && pointer(issue) == *at)
    };
    let missed: Vec<_> = pointers.into_iter().filter(is_missed).collect();
    assert!(missed.is_empty(), "a wrong type is not noticed: {}", missed.join(", "));
}

#[wasm_bindgen_test]
fn a_page_warns_of_every_documented_field_with_a_rule() {
    let iban = "/data/accounts/0/identifier/iban";
    let missed: Vec<_> = [
        ("/status".to_owned(), "unknown_status"),
        ("/data/identity/dateOfBirth".to_owned(), "invalid_date"),
        (format!("{iban}/iban"), "invalid_iban"),
        (format!("{iban}/bban"), "bban_mismatch"),
        (format!("{iban}/bic"), "invalid_bic"),
        ("/data/accounts/1/financialAddress/3/bban/bic".to_owned(), "invalid_bic"),
    ]
    .into_iter()
    .filter(|(at, code)| {
        let mut session = session();
        *session.pointer_mut(at).unwrap() = json!("x");
        let warnings = scan_session(session.to_string().as_bytes()).unwrap().warnings;
        !warnings.iter().any(|warning| warning.code.name() == *code && pointer(warning) == *at)
    })
    .collect();
    assert!(missed.is_empty(), "no warning: {missed:?}");
    for name in ["id", "status"] {
        let mut session = session();
        session.as_object_mut().unwrap().remove(name);
        let issues = scan_session(session.to_string().as_bytes()).unwrap().issues;
        assert_eq!(issues.iter().map(|issue| issue.code.name()).collect::<Vec<_>>(), ["required"], "{name}");
    }
}
