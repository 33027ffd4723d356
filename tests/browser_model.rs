//! The serde types of the model inside WebAssembly: each goes there and back without losing a field.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use ivy_data_session::model::{self, DataSessionRequest, Defined, Definition, Kind, request, response};
use ivy_data_session::rules::{RequestRules, check_request};
use ivy_data_session::wasm::PageUrls;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

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
