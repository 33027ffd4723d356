//! Reading and writing JSON: against serde_json, at the bounds, and with the sentinels of extended JSON.

use ivy_data_session::json::{JsonType, MAX_DEPTH, NotJson, Value, View, parse, parse_extended, write};
use proptest::prelude::*;

use crate::decode_samples::{garbled_list, value};
use crate::reference::{Tree, accepts, tree};

/// Returns true if a tree of ours equals one of serde_json's.
fn same(ours: &Value, theirs: &Tree) -> bool {
    match (ours, theirs) {
        (Value::Null, Tree::Null) => true,
        (Value::Bool(ours), Tree::Bool(theirs)) => ours == theirs,
        (Value::Number(_), Tree::Number(theirs)) => {
            let ours = ours.as_f64().unwrap();
            (ours - theirs).abs() <= theirs.abs() * 1e-14
        }
        (Value::String(ours), Tree::String(theirs)) => ours == theirs,
        (Value::Array(ours), Tree::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), Tree::Object(theirs)) => {
            let members = ours.iter().zip(theirs);
            ours.len() == theirs.len() && members.into_iter().all(|(a, b)| a.0 == b.0 && same(&a.1, &b.1))
        }
        _ => false,
    }
}

/// Converts a view into a tree.
fn seen(view: View<'_>) -> Value {
    let entries = || view.entries().map(|(key, value)| (key.string(), seen(value)));
    match view.json_type() {
        JsonType::Object => Value::Object(entries().map(|(key, value)| (key.unwrap().into_owned(), value)).collect()),
        JsonType::Array => Value::Array(entries().map(|(_, value)| value).collect()),
        JsonType::String => Value::String(view.string().unwrap().into_owned()),
        JsonType::Bool => Value::Bool(view.text() == "true"),
        JsonType::Null => Value::Null,
        JsonType::Number => Value::Number(view.text().to_owned()),
        JsonType::NotJson => panic!("a document is JSON"),
    }
}

fn agrees_with_serde_json(bytes: &[u8]) {
    let ours = parse(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert_eq!(View::read(text).map(seen), ours.clone().ok(), "a view shows what the tree has: {text:?}");
    }
    assert_eq!(ours.is_ok(), accepts(bytes), "{:?}", String::from_utf8_lossy(bytes));
    if let (Ok(ours), Some(theirs)) = (ours, tree(bytes)) {
        assert!(same(&ours, &theirs), "{:?}", String::from_utf8_lossy(bytes));
        let mut text = String::new();
        write(&ours, &mut text);
        assert_eq!(parse(text.as_bytes()).unwrap(), ours, "what is written reads back");
    }
}

/// Bits of JSON in any order: much of it nearly right.
fn token_soup() -> impl Strategy<Value = Vec<u8>> {
    let tokens: Vec<&[u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b" ",
        b"\n",
        b"\"a\"",
        b"\"\"",
        b"null",
        b"true",
        b"fals",
        b"0",
        b"-",
        b"1.5",
        b"e3",
        b"E-2",
        b"01",
        b".",
        b"\"\\ud83d\\ude00\"",
        b"\"\\ud83d\"",
        b"\"\\ude00\\ud83d\"",
        b"\"\\u00zz\"",
        b"\"\\x\"",
        b"\"\xc3\xa9\"",
        b"\"\xed\xa0\x80\"",
        b"\"\x1f\"",
        b"\xEF\xBB\xBF",
        b"\xff",
        b"\"",
        b"\\",
    ];
    prop::collection::vec(prop::sample::select(tokens), 0..10).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbled_answers_are_read_as_serde_json_reads_them(bytes in garbled_list()) {
        agrees_with_serde_json(&bytes);
    }

    #[test]
    fn bits_of_json_are_read_as_serde_json_reads_them(bytes in token_soup()) {
        agrees_with_serde_json(&bytes);
    }

    #[test]
    fn numbers_have_the_value_that_serde_json_gives_them(
        text in "-?(0|[1-9][0-9]{0,24})([.][0-9]{1,24})?([eE][+-]?[0-9]{1,2})?",
    ) {
        let theirs: f64 = serde_json::from_str(&text).unwrap();
        let ours = parse(text.as_bytes()).unwrap().as_f64().unwrap();
        prop_assert!((ours - theirs).abs() <= theirs.abs() * 1e-14, "{text}: {ours} {theirs}");
    }

    #[test]
    fn whole_numbers_are_exact(number in -(1i64 << 53)..=1 << 53) {
        prop_assert_eq!(parse(number.to_string().as_bytes()).unwrap().as_f64(), Some(number as f64));
    }

    #[test]
    fn values_of_any_kind_survive_writing(theirs in value()) {
        fn ours(tree: &Tree) -> Value {
            match tree {
                Tree::Null => Value::Null,
                Tree::Bool(value) => Value::Bool(*value),
                Tree::Number(value) => Value::Number(value.to_string()),
                Tree::String(text) => Value::String(text.clone()),
                Tree::Array(items) => Value::Array(items.iter().map(ours).collect()),
                Tree::Object(members) => Value::Object(members.iter().map(|(k, v)| (k.clone(), ours(v))).collect()),
            }
        }
        let mut text = String::new();
        write(&ours(&theirs), &mut text);
        prop_assert!(same(&ours(&theirs), &tree(text.as_bytes()).unwrap()));
    }
}

#[test]
fn every_byte_at_every_place_of_a_string() {
    for length in 0..20 {
        for place in 0..=length {
            for byte in 0..=u8::MAX {
                let mut bytes = vec![b'"'];
                bytes.extend((0..=length).map(|at| if at == place { byte } else { b'x' }));
                bytes.push(b'"');
                assert_eq!(parse(&bytes).is_ok(), accepts(&bytes), "{bytes:?}");
            }
        }
    }
}

#[test]
fn every_kind_of_character_above_ascii() {
    let thirds = [0x22, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xF0];
    let fourths = [0x22, 0x7F, 0x80, 0xBF, 0xC2];
    let agrees = |character: &[u8]| {
        let bytes = [b"\"", character, b"\""].concat();
        assert_eq!(parse(&bytes).is_ok(), accepts(&bytes), "{bytes:?}");
    };
    for first in 0x80..=u8::MAX {
        agrees(&[first]);
        for second in 0..=u8::MAX {
            agrees(&[first, second]);
            for third in thirds {
                agrees(&[first, second, third]);
                for fourth in fourths {
                    agrees(&[first, second, third, fourth]);
                }
            }
        }
    }
}

#[test]
fn nesting_ends_at_the_bound() {
    let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    let objects = |depth: usize| ["{\"a\":".repeat(depth), "1".to_owned(), "}".repeat(depth)].concat();
    for text in [nested(MAX_DEPTH), objects(MAX_DEPTH)] {
        assert!(parse(text.as_bytes()).is_ok());
    }
    for (text, offset) in [
        (nested(MAX_DEPTH + 1), MAX_DEPTH),
        (objects(MAX_DEPTH + 1), MAX_DEPTH * 5),
        (nested(1_000_000), MAX_DEPTH),
        ("[".repeat(10_000), MAX_DEPTH),
    ] {
        assert_eq!(parse(text.as_bytes()).unwrap_err().offset, offset);
    }
}

#[test]
fn an_error_says_where_and_why_but_not_what() {
    for (text, offset, reason) in [
        ("", 0, "expected a value"),
        ("[1,]", 3, "expected a value"),
        ("{\"secret\" 1}", 10, "expected a colon after the key"),
        ("{\"a\":1 \"b\":2}", 7, "expected a comma or the end of the object"),
        ("[1 2]", 3, "expected a comma or the end of the array"),
        ("1 2", 2, "expected nothing after the document"),
        ("\"secret", 7, "expected the string to end"),
        ("[NaN]", 1, "expected a value"),
        ("-", 1, "expected a digit"),
        ("!u", 0, "expected a value"),
    ] {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!((error.offset, error.reason), (offset, reason), "{text}");
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn members_keep_their_order_and_their_duplicates() {
    let value = parse(br#"{"b":1,"a":2,"b":3}"#).unwrap();
    let Value::Object(members) = &value else { panic!("an object") };
    assert_eq!(members.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["b", "a", "b"]);
    assert_eq!(value.get("b").and_then(Value::as_f64), Some(3.0), "the last counts, as in JSON.parse");
    assert_eq!(value.get("c"), None);
    assert_eq!(Value::Null.get("a"), None);
    assert_eq!(value.as_str(), None);
}

#[test]
fn numbers_that_no_double_holds_have_no_value_but_keep_their_text() {
    for text in ["1e999", "-1e400", "1e99999999999999999999"] {
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(value.as_f64(), None);
        let mut out = String::new();
        write(&value, &mut out);
        assert_eq!(out, text);
    }
    assert_eq!(parse(b"0e99999999999999999999").unwrap().as_f64(), Some(0.0));
    assert_eq!(parse(b"1e-99999999999999999999").unwrap().as_f64(), Some(0.0));
}

#[test]
fn marks_say_what_json_cannot() {
    for (text, why) in [
        ("!u", NotJson::Undefined),
        ("!f", NotJson::Function),
        ("!s", NotJson::Symbol),
        ("!b", NotJson::BigInt),
        ("!n", NotJson::NotFinite),
        ("!c", NotJson::Cycle),
        ("!g", NotJson::ThrowingGetter),
        ("!l", NotJson::LoneSurrogate),
        ("!x", NotJson::Exotic),
        ("!d", NotJson::TooLarge),
    ] {
        let nested = format!(r#"{{"a":[{text},1]}}"#);
        assert_eq!(parse_extended(text), Ok(Value::NotJson(why)));
        let items = vec![Value::NotJson(why), Value::Number("1".into())];
        assert_eq!(parse_extended(&nested), Ok(Value::Object(vec![("a".into(), Value::Array(items))])));
        assert!(parse(nested.as_bytes()).is_err(), "a response has no sentinels");
    }
    for text in ["!", "!y", "!uu", "{!u:1}", "[!u"] {
        assert!(parse_extended(text).is_err(), "{text}");
    }
}
