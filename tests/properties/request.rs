//! The check of requests, for every text that the package's encoder can write.

use arbitrary::{Result, Unstructured};
use ivy_data_session::json::{self, MAX_DEPTH, NotJson, Value};
use ivy_data_session::rules::{
    Checked, Issue, NativeUrls, RequestRules, Step, check_data_session_request, check_external_user, check_list_query,
    list_query_for,
};

use super::reference::{self, Tree};

/// A text that occurs in no message of the library.
const MARKER: &str = "Mk7";

const SENTINELS: [(char, NotJson); 10] = [
    ('u', NotJson::Undefined),
    ('f', NotJson::Function),
    ('s', NotJson::Symbol),
    ('b', NotJson::BigInt),
    ('n', NotJson::NotFinite),
    ('c', NotJson::Cycle),
    ('g', NotJson::ThrowingGetter),
    ('l', NotJson::LoneSurrogate),
    ('x', NotJson::Exotic),
    ('d', NotJson::TooLarge),
];

/// Returns bytes that are extended JSON, such as the committed seeds, unchanged. Other bytes choose a value piece by piece.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let read = std::str::from_utf8(bytes).ok().and_then(|text| json::parse_extended(text).ok());
    if let Some(value) = read {
        return holds(&value);
    }
    let mut choices = Unstructured::new(bytes);
    if let Ok(value) = any_value(&mut choices, 0) {
        let text = marked_text(&value);
        match json::parse_extended(&text) {
            Ok(read) => assert_eq!(read, value, "{text}"),
            Err(error) => assert!(depth(&value) > MAX_DEPTH, "{error}: {text}"),
        }
        holds(&value);
    }
}

type Check<'a> = &'a dyn Fn(&Value) -> Checked;

/// Checks the properties that hold for any value as any of the four kinds of input.
pub(crate) fn holds(value: &Value) {
    let loans = ["loans".to_owned()];
    let extra = ["extra".to_owned()];
    let strict =
        RequestRules { urls: &NativeUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };
    let wide = RequestRules { extra_fields: &extra, extra_permissions: &loans, reference_id_optional: true, ..strict };
    let checks: [(Check<'_>, Check<'_>); 5] = [
        (&|value| check_data_session_request(value, &strict), &|value| check_data_session_request(value, &strict)),
        (&|value| check_data_session_request(value, &wide), &|value| check_data_session_request(value, &wide)),
        (&check_external_user, &check_external_user),
        (&check_list_query, &check_list_query),
        (&list_query_for, &check_list_query),
    ];
    for (position, (check, again)) in checks.into_iter().enumerate() {
        is_sound(&check(value), again);
        names_no_value(&check(&with_markers(value, position % 2 == 0)));
    }
}

/// Checks that there is a normal form if there are no issues. It is its own normal form, and JSON without sentinels.
pub(crate) fn is_sound(checked: &Checked, again: impl Fn(&Value) -> Checked) {
    assert_eq!(checked.value.is_some(), checked.issues.is_empty());
    let Some(normal) = &checked.value else { return };
    let twice = again(normal);
    assert_eq!(twice.value.as_ref(), Some(normal), "checking a normal form changes nothing");
    assert_eq!(twice.warnings, checked.warnings);

    let mut text = String::new();
    json::write(normal, &mut text);
    assert!(reference::accepts(text.as_bytes()), "{text}");
    assert_eq!(json::parse(text.as_bytes()).as_ref(), Ok(normal), "{text}");
    // serde_json refuses numbers beyond a double. All other values are the same.
    if let Some(theirs) = reference::tree(text.as_bytes()) {
        assert!(is_same(normal, &theirs), "{text}");
    }
}

fn is_same(ours: &Value, theirs: &Tree) -> bool {
    match (ours, theirs) {
        (Value::Null, Tree::Null) => true,
        (Value::Bool(ours), Tree::Bool(theirs)) => ours == theirs,
        (Value::String(ours), Tree::String(theirs)) => ours == theirs,
        (Value::Number(ours), Tree::Number(theirs)) => {
            let ours: f64 = ours.parse().unwrap();
            (ours - theirs).abs() <= theirs.abs() * 1e-15 + f64::MIN_POSITIVE
        }
        (Value::Array(ours), Tree::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Value::Object(ours), Tree::Object(theirs)) => {
            let same =
                |(ours, theirs): (&(String, Value), &(String, Tree))| ours.0 == theirs.0 && is_same(&ours.1, &theirs.1);
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(same)
        }
        _ => false,
    }
}

/// Every text, and every key that cannot be a field's name, with the marker before or after it. A marker at the end leaves
/// a URL a URL, one at the front leaves an address an address: so values pass as well as fail.
fn with_markers(value: &Value, at_end: bool) -> Value {
    let marked = |text: &str| if at_end { format!("{text}{MARKER}") } else { format!("{MARKER}{text}") };
    match value {
        Value::String(text) => Value::String(marked(text)),
        Value::Array(items) => Value::Array(items.iter().map(|item| with_markers(item, at_end)).collect()),
        Value::Object(members) => {
            // A key that contains only the marker is named rightly.
            let keeps = |key: &String| is_a_name(key) && !key.contains(MARKER);
            let key = |key: &String| if keeps(key) { key.clone() } else { format!("{MARKER} {key}") };
            let members = members.iter().map(|(name, value)| (key(name), with_markers(value, at_end)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

/// A finding shows no value, and of a key only what can be a field's name. Inside metadata it shows positions alone.
fn names_no_value(checked: &Checked) {
    for Issue { path, message, .. } in checked.issues.iter().chain(&checked.warnings) {
        assert!(!message.contains(MARKER), "{message}");
        let mut in_metadata = false;
        for step in path {
            if let Step::Field(name) = step {
                assert!(is_a_name(name) && !name.contains(MARKER) && !in_metadata, "{path:?}");
                in_metadata = name == "metadata";
            }
        }
    }
}

fn is_a_name(key: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    (1..=40).contains(&key.len()) && key.bytes().all(fits)
}

const KEYS: [&str; 39] = [
    "referenceId",
    "permissions",
    "market",
    "locale",
    "externalUser",
    "email",
    "phone",
    "metadata",
    "successCallbackUrl",
    "errorCallbackUrl",
    "resultCallbackUrl",
    "displayId",
    "prefill",
    "bankId",
    "disableBankSelection",
    "createdAt",
    "expiresAt",
    "themeVariant",
    "matchData",
    "financialAddress",
    "type",
    "iban",
    "bic",
    "accountHolderName",
    "extra",
    "externalUserEmail",
    "externalUserPhone",
    "externalUserReferenceId",
    "__proto__",
    "constructor",
    "prototype",
    "refrenceId",
    "permission",
    "callbackUrl",
    "ExternalUser",
    "",
    " ",
    "\u{fffd}",
    "a key that is no name",
];

const TEXTS: [&str; 40] = [
    "",
    " ",
    "identity",
    "accounts",
    "balance",
    "balances",
    "transactions",
    "match_identity",
    "loans",
    "identiy",
    "DE",
    " de\n",
    "UK",
    "de",
    "lt",
    "de-DE",
    "ada@example.com",
    "ADA+1@EXAMPLE.com ",
    "@example.com",
    "+4915200000001",
    "+49 152 (0000) 0001",
    "+0",
    "cus_ada",
    "order-1",
    "https://shop.example/return?a=b#c",
    "http://localhost:8080/x",
    "http://shop.example/",
    "https://ada@shop.example/",
    "//shop.example",
    "javascript:alert(1)",
    "light",
    "dark",
    "iban",
    "DE89370400440532013000",
    "de89 3704 0044 0532 0130 00",
    "DE88370400440532013000",
    "COBADEFFXXX",
    "cobadeff",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "\u{7f}\u{85}\u{2028}\u{feff}😀",
];

const NUMBERS: [&str; 9] = ["0", "-0", "1700000000", "1700003600", "1.5", "1e3", "-1", "9007199254740993", "1e400"];

/// Builds a value from the choices of the bytes. It ends when they end.
fn any_value(choices: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let deepest = if depth > MAX_DEPTH + 1 { 7 } else { 15 };
    Ok(match choices.int_in_range(0..=deepest)? {
        0 => Value::Null,
        1 => Value::Bool(choices.arbitrary()?),
        2 => Value::Number((*choices.choose(&NUMBERS)?).to_owned()),
        3 => Value::Number(format!("{:e}", Some(choices.arbitrary::<f64>()?).filter(|f| f.is_finite()).unwrap_or(0.0))),
        4 => Value::NotJson(choices.choose(&SENTINELS)?.1),
        5 | 6 => Value::String((*choices.choose(&TEXTS)?).to_owned()),
        7 => Value::String(choices.arbitrary()?),
        8 | 9 => {
            let length = choices.int_in_range(0..=6)?;
            Value::Array((0..length).map(|_| any_value(choices, depth + 1)).collect::<Result<_>>()?)
        }
        10 => {
            // A chain, which would take too many lucky choices.
            let length = choices.int_in_range(1..=MAX_DEPTH + 2)?;
            let inner = any_value(choices, depth + length)?;
            (0..length).fold(inner, |inner, _| Value::Array(vec![inner]))
        }
        _ => {
            let length = choices.int_in_range(0..=8)?;
            let member = |_| Ok((any_key(choices)?, any_value(choices, depth + 1)?));
            Value::Object((0..length).map(member).collect::<Result<_>>()?)
        }
    })
}

fn any_key(choices: &mut Unstructured<'_>) -> Result<String> {
    match choices.int_in_range(0..=7)? {
        0 => choices.arbitrary(),
        _ => Ok((*choices.choose(&KEYS)?).to_owned()),
    }
}

/// As `encode.js` writes a value.
fn marked_text(value: &Value) -> String {
    let quoted = |text: &String| serde_json::to_string(text).unwrap();
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(marked_text).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let member = |(key, value): &(String, Value)| format!("{}:{}", quoted(key), marked_text(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::NotJson(kind) => {
            let (mark, _) = SENTINELS.iter().find(|(_, known)| known == kind).unwrap();
            format!("!{mark}")
        }
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        _ => 0,
    }
}
