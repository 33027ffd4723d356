//! Properties of the rules for generated input.

use ivy_data_session::json::{self, Value};
use ivy_data_session::model::{DataSessionRequest, Defined, Definition};
use ivy_data_session::rules::{
    NativeUrls, RequestRules, Step, UrlReader, bic, check_data_session_request, check_external_user, check_list_query,
    date, email, iban, list_query_for, market, mask_iban, phone, plain_url, url::authority,
};
use proptest::prelude::*;

use crate::properties::request::is_sound;

const RULES: RequestRules<'static> =
    RequestRules { urls: &NativeUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };

fn object(members: &[(&str, Value)]) -> Value {
    Value::Object(members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// A right request with one member more or other.
fn request_with(name: &str, value: Value) -> Value {
    let permissions = Value::Array(vec![string("identity")]);
    let base = [("referenceId", string("order-1")), ("permissions", permissions)];
    let mut members: Vec<_> = base.into_iter().filter(|(key, _)| *key != name).collect();
    members.push((name, value));
    object(&members)
}

/// Generates text that is valid, nearly valid or random: values of each rule, with the characters that it drops.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ \t\n]{0,2}[A-Za-z0-9.+]{1,8}@[A-Za-z0-9-]{1,6}(\\.[A-Za-z]{2,3})?[ \t\n]{0,2}",
        " {0,2}\\+[0-9 ().-]{1,18} {0,2}",
        " {0,2}[A-Za-z]{2} {0,2}",
        "(DE89|de89) ?3704 ?0044 ?0532 ?0130 ?0[0-9]",
        "(coba|COBA) ?[A-Za-z]{2} ?ff ?(XXX)?",
        "[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{0,32}",
        ".{0,40}",
    ]
}

/// Generates any JSON, with documented names among its keys and values that JSON cannot express among its leaves.
fn any_value() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "referenceId",
            "permissions",
            "market",
            "externalUser",
            "metadata",
            "prefill",
            "email",
            "phone",
            "bankId",
            "matchData",
            "financialAddress",
            "type",
            "iban",
            "expiresAt",
            "createdAt",
            "__proto__",
            "externalUserEmail",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.to_string())),
        any_text().prop_map(Value::String),
        Just(Value::NotJson(json::NotJson::Undefined)),
        Just(Value::NotJson(json::NotJson::Function)),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(Value::Object),
        ]
    })
}

proptest! {
    #[test]
    fn a_normal_form_is_its_own_normal_form(text in any_text()) {
        for normalize in [email::normalize, phone::normalize, market::normalize, iban::normalize, bic::normalize] {
            if let Some(normal) = normalize(&text) {
                prop_assert_eq!(normalize(&normal), Some(normal));
            }
        }
    }

    #[test]
    fn bytes_and_text_are_judged_alike(text in any_text()) {
        prop_assert_eq!(iban::is_valid(text.as_bytes()), iban::normalize(&text).is_some());
        prop_assert_eq!(bic::is_valid(text.as_bytes()), bic::normalize(&text).is_some());
    }

    #[test]
    fn bytes_of_any_kind_are_judged(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let is_text = std::str::from_utf8(&bytes).is_ok();
        prop_assert!(is_text || !iban::is_valid(&bytes));
        prop_assert!(is_text || !bic::is_valid(&bytes));
        prop_assert!(is_text || !date::is_calendar_date(&bytes));
    }

    #[test]
    fn any_value_is_checked_without_a_trap(value in any_value()) {
        is_sound(&check_data_session_request(&value, &RULES), |value| check_data_session_request(value, &RULES));
        is_sound(&check_external_user(&value), check_external_user);
        is_sound(&check_list_query(&value), check_list_query);
        is_sound(&list_query_for(&value), check_list_query);
    }

    #[test]
    fn any_member_of_a_right_request_is_checked_without_a_trap(value in any_value()) {
        for name in ["permissions", "externalUser", "metadata", "prefill", "matchData", "createdAt", "other"] {
            let request = request_with(name, value.clone());
            is_sound(&check_data_session_request(&request, &RULES), |value| {
                check_data_session_request(value, &RULES)
            });
        }
    }

    /// Who a user is, creating and listing agree on: the same text is taken or refused by both, in one normal form.
    #[test]
    fn creating_and_listing_agree(text in any_text()) {
        for (field, selector) in [
            ("email", "externalUserEmail"),
            ("phone", "externalUserPhone"),
            ("referenceId", "externalUserReferenceId"),
        ] {
            let user = object(&[(field, string(&text))]);
            let created = check_data_session_request(&request_with("externalUser", user.clone()), &RULES).value;
            let listed = check_list_query(&object(&[(selector, string(&text))])).value;
            let created_as = created.as_ref().and_then(|request| request.get("externalUser")?.get(field));
            prop_assert_eq!(created_as, listed.as_ref().and_then(|query| query.get(selector)));
            prop_assert_eq!(&list_query_for(&user).value, &listed);
            prop_assert_eq!(check_external_user(&user).value.is_some(), listed.is_some());
        }
    }

    /// A masked IBAN shows its country and last four characters, and nothing of a text that is no IBAN.
    #[test]
    fn a_masked_iban_shows_six_characters(text in any_text()) {
        let masked = mask_iban(&text);
        let shown: String = masked.chars().filter(|c| *c != '•' && *c != ' ').collect();
        let compact: String = text.replace(' ', "").to_uppercase();
        let of_iban = shown.len() == 6 && compact.starts_with(&shown[..2]) && compact.ends_with(&shown[2..]);
        prop_assert!(of_iban || masked == "••••", "{}", masked);
        prop_assert!(of_iban || iban::normalize(&text).is_none());
    }
}

#[test]
fn masked_ibans() {
    for (text, masked) in [
        ("DE89370400440532013000", "DE •••• 3000"),
        ("de89 3704 0044 0532 0130 00", "DE •••• 3000"),
        ("DE12345678901234567890", "DE •••• 7890"),
        ("NO9386011117947", "NO •••• 7947"),
        ("NO938601111794", "••••"),
        ("DE8937040044", "••••"),
        ("123456789012345678", "••••"),
        ("\u{200E}DE89\u{A0}3704\u{202F}0044 0532 0130 00\u{200B}", "DE •••• 3000"),
        ("IBAN: DE89 3704 0044 0532 0130 00", "DE •••• 3000"),
        ("iban de89370400440532013000", "DE •••• 3000"),
        ("DE89-3704-0044-0532-0130-00", "••••"),
        ("DE8937040044053201300\u{FF10}", "••••"),
        ("DE89370400440532013é00", "••••"),
        ("", "••••"),
    ] {
        assert_eq!(mask_iban(text), masked);
    }
}

/// Every day of ten thousand years, and the days beside them that are none.
#[test]
fn calendar() {
    for year in 0..10_000 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let lengths = [0, 31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0];
        for (month, length) in lengths.iter().enumerate() {
            for day in [0, 1, 27, 28, 29, 30, 31, 32] {
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(date::is_calendar_date(text.as_bytes()), (1..=*length).contains(&day), "{text}");
            }
        }
    }
}

/// Adds the paths of a definition's fields.
fn add_fields(definition: &Definition, prefix: &str, paths: &mut Vec<String>) {
    for (field, note) in definition.fields() {
        let path = format!("{prefix}{}", field.name);
        if let Some(inner) = note.of {
            add_fields(inner, &format!("{path}."), paths);
        }
        paths.push(path);
    }
}

/// No issue contains a part of a value, or of a key that does not look like a field's name.
#[test]
fn no_issue_holds_a_value() {
    const MARKER: &str = "Marker 7@";
    let mut fields = Vec::new();
    add_fields(DataSessionRequest::DEFINITION, "", &mut fields);
    fields.extend(["externalUser.other", "metadata.key", "other", "externalUserEmail"].map(str::to_owned));
    let long = MARKER.repeat(100);
    let values = [
        string(MARKER),
        string(&long),
        string(&format!("https://{MARKER}@shop.example/{MARKER}")),
        string(&format!("http://{}.example", "Marker7")),
        Value::Array(vec![string(MARKER), string(MARKER)]),
        object(&[(MARKER, string(MARKER)), (MARKER, string(MARKER)), ("__proto__", string(MARKER))]),
        object(&[(&long, string(&long))]),
    ];
    let mut found = 0;
    for field in &fields {
        for value in &values {
            let mut steps = field.rsplit('.');
            let last = steps.next().unwrap();
            let nested = steps.fold(object(&[(last, value.clone())]), |inner, step| object(&[(step, inner)]));
            let Value::Object(members) = nested else { panic!("a field has a name") };
            let (name, inner) = members.into_iter().next().unwrap();
            let request = request_with(&name, inner.clone());
            let query = object(&[(&name, inner.clone())]);
            for checked in [
                check_data_session_request(&request, &RULES),
                check_external_user(&inner),
                check_list_query(&query),
                list_query_for(&inner),
            ] {
                for issue in checked.issues.iter().chain(&checked.warnings) {
                    found += 1;
                    let in_path = issue.path.iter().any(|step| match step {
                        Step::Field(name) => name.contains("Marker"),
                        Step::Index(_) => false,
                    });
                    assert!(!in_path && !issue.message.contains("Marker"), "{field}: {issue:?}");
                }
            }
        }
    }
    assert!(found > 500, "the markers raised {found} issues only");
}

/// Generates URLs of pieces that affect the parsing of the host.
fn any_url() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z0-9-]{1,5}".prop_map(String::from),
        4 => Just(".".to_owned()),
        1 => prop::sample::select(vec![
            "xn--", "xn--a", "xn--bcher-kva", "a--b", "-", "--", "0x7f", "127", "1e9", "ß", "A", "%41", "@", ":", ":443", ":81", "/", "?", "#", "[::1]",
            "\\", "\t", " ", "_", "\u{ad}", "。", "/a b/%zz?\u{fffd}#é", "localhost",
        ]).prop_map(str::to_owned),
        1 => "[a-z]{60,66}".prop_map(String::from),
    ];
    (
        prop::sample::select(vec!["https://", "https://", "https://", "HTTPS://", "http://", "https:/", ""]),
        prop::collection::vec(piece, 0..8),
    )
        .prop_map(|(scheme, pieces)| format!("{scheme}{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_url_that_needs_no_reader_is_read_as_by_one(text in any_url()) {
        prop_assert!(!plain_url::is_plain(&text) || is_read_as_it_is(&text), "{}", text);
    }
}

/// Returns true if a reader finds the same host in a text as the rules find without one.
fn is_read_as_it_is(text: &str) -> bool {
    NativeUrls.read(text).is_some_and(|normal| authority(&normal).is_some() && authority(&normal) == authority(text))
}

#[test]
fn ordinary_urls_need_no_reader() {
    for text in [
        "https://shop.example.com/success?a=b c#\u{e9}",
        "https://a",
        "https://1a.b-c.example#",
        "https://shop.example?",
    ] {
        assert!(plain_url::is_plain(text) && is_read_as_it_is(text), "{text}");
    }
}
