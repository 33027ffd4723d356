//! The serde types represent requests and responses without losing a field.

use ivy_data_session::model::{DataSessionList, DataSessionRequest, ExternalUser, ListQuery, status};
use ivy_data_session::rules::{NativeUrls, RequestRules, check_request};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The value once through a type.
fn through<T: Serialize + DeserializeOwned>(value: &Value) -> Value {
    serde_json::to_value(serde_json::from_value::<T>(value.clone()).unwrap()).unwrap()
}

/// `null` for a documented field counts as absent, so two responses that differ in `null` members are equal.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[test]
fn answers_keep_every_field() {
    for text in [include_str!("../data/ivy_list_example.json"), include_str!("../data/list_all_fields.json")] {
        let answer: Value = serde_json::from_str(text).unwrap();
        assert_eq!(without_nulls(&through::<DataSessionList>(&answer)), without_nulls(&answer));
    }
}

/// A request that passes the rules fits into the types, with no documented field among the extra ones.
#[test]
fn valid_requests_fit_the_types() {
    let table: Value = serde_json::from_str(include_str!("../data/rules.json")).unwrap();
    let valid = |part: &str| {
        let rows = table[part].as_array().unwrap().iter();
        rows.filter(|row| row["expect"]["issues"] == serde_json::json!([]) && row.get("options").is_none())
            .map(|row| row["expect"].get("value").unwrap_or(&row["input"]).clone())
            .collect::<Vec<_>>()
    };
    for request in valid("request") {
        assert_eq!(through::<DataSessionRequest>(&request), request);
        let typed: DataSessionRequest = serde_json::from_value(request).unwrap();
        assert!(typed.extra.is_empty(), "{:?}", typed.extra.keys().collect::<Vec<_>>());
        assert!(typed.external_user.is_none_or(|user| user.extra.is_empty()));
    }
    for query in valid("listQuery").into_iter().chain(valid("listQueryFor")) {
        assert_eq!(through::<ListQuery>(&query), query);
    }
}

/// A Rust caller passes a type and receives one. A value that is not serialisable is an issue, as for any other caller.
#[test]
fn a_typed_request_is_checked_and_comes_back_typed() {
    let rules =
        RequestRules { urls: &NativeUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };
    let user = ExternalUser { email: Some("ada@EXAMPLE.com".into()), ..ExternalUser::default() };
    let request = DataSessionRequest {
        reference_id: "order-1".into(),
        permissions: vec!["identity".into()],
        external_user: Some(user),
        success_callback_url: Some(String::new()),
        ..DataSessionRequest::default()
    };
    let normal = check_request(&request, &rules).value.unwrap();
    assert_eq!(normal.external_user.unwrap().email.as_deref(), Some("ada@example.com"));
    assert_eq!((normal.reference_id.as_str(), normal.success_callback_url), ("order-1", None));

    let checked = check_request(&DataSessionRequest::default(), &rules);
    let codes: Vec<_> = checked.issues.iter().map(|issue| issue.code.name()).collect();
    assert_eq!((checked.value, codes), (None, vec!["empty", "empty"]));

    let tree = serde_json::json!({"referenceId": "order-1", "permissions": ["identity"], "market": " de "});
    assert_eq!(check_request(&tree, &rules).value.unwrap().market.as_deref(), Some("DE"));
    let no_json = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert_eq!(check_request(&no_json, &rules).issues[0].code.name(), "not_json");
}

/// Both spellings of a finished session's status count, and nothing else.
#[test]
fn completed() {
    for name in status::KNOWN.into_iter().chain(["Complete", "", "complete "]) {
        assert_eq!(status::is_completed(name), matches!(name, "complete" | "completed"), "{name}");
    }
}
