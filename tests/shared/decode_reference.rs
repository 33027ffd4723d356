//! A slow reference of the decoder: its expected results, computed as simply as possible.
//!
//! It reads the whole body into a tree with serde_json and then looks at the tree field by field. Nothing here is shared
//! with the decoder but the rules for one value (IBAN, BIC, date), which have their own tests.
#![allow(dead_code, reason = "each test file uses its part")]

use ivy_data_session::rules::{bic, date, iban};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// JSON with members in their order and duplicates kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// The reference's findings about one session: paths joined by dots, with the code as the public interface spells it, in
/// alphabetical order.
pub(crate) type Findings = Vec<(String, &'static str)>;

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Checked {
    pub(crate) problems: Findings,
    pub(crate) warnings: Findings,
}

/// Returns true if the bytes are JSON by our rules.
pub(crate) fn accepts(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    serde_json::from_str::<IgnoredAny>(text).is_ok() && depth(text) <= 64 && surrogates_are_paired(text)
}

/// Stands for damage in a repaired text. No response in the tests has this character.
const DAMAGE: char = '\u{10FFFE}';

/// Replaces the damage in strings (invalid escapes, unpaired surrogates, bytes that are not UTF-8, control characters) by
/// [`DAMAGE`]. The ends of strings stay where they are.
pub(crate) fn repaired(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = String::new();
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        decoded.extend((!chunk.invalid().is_empty()).then_some(DAMAGE));
    }
    let (mut text, mut rest, mut in_string) = (String::new(), decoded.as_str(), false);
    while let Some(character) = rest.chars().next() {
        let escape = if in_string && character == '\\' { escape_length(rest.as_bytes()) } else { None };
        let (length, is_damage) = match (character, escape) {
            _ if !in_string => (character.len_utf8(), false),
            ('\\', Some(length)) => (length, false),
            ('\\', None) => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), true),
            _ => (character.len_utf8(), character < ' '),
        };
        in_string ^= character == '"';
        if is_damage {
            text.push(DAMAGE)
        } else {
            text.push_str(&rest[..length])
        }
        rest = &rest[length..];
    }
    text.into_bytes()
}

/// The length of a valid escape, of both in the case of a surrogate pair.
fn escape_length(text: &[u8]) -> Option<usize> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6).filter(|escape| escape.starts_with(b"\\u"))?;
        let digits = digits[2..].iter().map(|digit| char::from(*digit).to_digit(16));
        digits.collect::<Option<Vec<_>>>().map(|digits| digits.iter().fold(0, |unit, digit| unit * 16 + digit))
    };
    match (text.get(1)?, unit(0)) {
        (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', _) => Some(2),
        (_, Some(0xD800..=0xDBFF)) => unit(6).filter(|low| (0xDC00..=0xDFFF).contains(low)).map(|_| 12),
        (_, Some(0xDC00..=0xDFFF) | None) => None,
        (_, Some(_)) => Some(6),
    }
}

/// Returns true if a tree has damage in a string or a key.
pub(crate) fn is_damaged(tree: &Tree) -> bool {
    match tree {
        Tree::String(text) => text.contains(DAMAGE),
        Tree::Array(items) => items.iter().any(is_damaged),
        Tree::Object(members) => members.iter().any(|(key, value)| key.contains(DAMAGE) || is_damaged(value)),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => false,
    }
}

/// Returns true if a list has damage outside of its sessions.
pub(crate) fn is_envelope_damaged(answer: &Tree) -> bool {
    let Tree::Object(members) = answer else { return is_damaged(answer) };
    members.iter().any(|(key, value)| key.contains(DAMAGE) || key != "dataSessions" && is_damaged(value))
}

/// The tree of bytes that are accepted; `None` where serde_json cannot hold a number.
pub(crate) fn tree(bytes: &[u8]) -> Option<Tree> {
    serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()
}

/// Returns the nesting depth of containers, in a text that is otherwise JSON.
fn depth(text: &str) -> usize {
    let (mut deepest, mut open, mut in_string, mut escaped) = (0, 0, false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => {
                open += 1;
                deepest = deepest.max(open);
            }
            '}' | ']' if !in_string => open -= 1,
            _ => {}
        }
    }
    deepest
}

/// Returns true if every surrogate escape is half of a pair, in a text that is otherwise JSON.
fn surrogates_are_paired(text: &str) -> bool {
    let mut rest = text;
    let mut high_before = false;
    while let Some(character) = rest.chars().next() {
        let (is_high, is_low, length) = match rest.as_bytes() {
            [b'\\', b'u', digits @ ..] => {
                let unit = u32::from_str_radix(std::str::from_utf8(&digits[..4]).unwrap(), 16).unwrap();
                ((0xD800..0xDC00).contains(&unit), (0xDC00..0xE000).contains(&unit), 6)
            }
            [b'\\', ..] => (false, false, 2),
            _ => (false, false, character.len_utf8()),
        };
        if high_before != is_low {
            return false;
        }
        high_before = is_high;
        rest = &rest[length..];
    }
    !high_before
}

/// Returns the sessions of a list response, or `None` if it has no envelope.
pub(crate) fn sessions(answer: &Tree) -> Option<&[Tree]> {
    let Tree::Object(members) = answer else { return None };
    let mut found = members.iter().filter(|(key, _)| key == "dataSessions");
    match (found.next(), found.next()) {
        (Some((_, Tree::Array(sessions))), None) => Some(sessions),
        _ => None,
    }
}

/// The member that counts: the first, since an object with two of them is a problem anyway.
pub(crate) fn member<'a>(object: &'a Tree, key: &str) -> Option<&'a Tree> {
    let Tree::Object(members) = object else { return None };
    members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// A string by a path of keys.
pub(crate) fn string(object: &Tree, path: &[&str]) -> Option<String> {
    match path.iter().try_fold(object, |at, key| member(at, key))? {
        Tree::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Checks one session.
pub(crate) fn check(session: &Tree) -> Checked {
    let mut found = Checked::default();
    session_object(session, &mut found);
    if is_damaged(session) {
        found.problems.push((String::new(), "not_json"));
    }
    found.problems.sort();
    found.warnings.sort();
    found
}

fn session_object(session: &Tree, out: &mut Checked) {
    if !matches!(session, Tree::Object(_)) {
        out.problems.push((String::new(), "type"));
        return;
    }
    for required in ["id", "status"] {
        match member(session, required) {
            None => out.problems.push((required.into(), "required")),
            Some(Tree::Null) => out.problems.push((required.into(), "type")),
            Some(_) => {}
        }
    }
    let texts = [
        ["id", "referenceId", "status", "displayId", "merchantId", "market", "locale"].as_slice(),
        &["redirectUrl", "successCallbackUrl", "errorCallbackUrl", "resultCallbackUrl", "themeVariant"],
    ];
    for name in texts.concat() {
        text(session, "", name, out);
    }
    const STATUSES: [&str; 8] = ["complete", "completed", "started", "pending", "failed", "open", "closed", "expired"];
    if string(session, &["status"]).is_some_and(|status| !STATUSES.contains(&status.as_str())) {
        out.warnings.push(("status".into(), "unknown_status"));
    }
    for name in ["createdAt", "updatedAt", "expiresAt"] {
        let date = known(session, "", name, out, |value| matches!(value, Tree::Number(_)));
        let is_date = |seconds: f64| (1_000_000_000.0..4_102_444_800.0).contains(&seconds) && seconds.fract() == 0.0;
        if matches!(date, Some(Tree::Number(seconds)) if !is_date(*seconds)) {
            out.warnings.push((name.into(), "out_of_range"));
        }
    }
    known(session, "", "disableBankSelection", out, |value| matches!(value, Tree::Bool(_)));
    object(session, "", "metadata", out);
    any(session, "", &["balances", "transactions"], out);
    for name in ["availableMarkets", "permissions"] {
        for (position, item) in list(session, "", name, out).iter().enumerate() {
            if !matches!(item, Tree::String(_)) {
                out.problems.push((format!("{name}.{position}"), "type"));
            }
        }
    }
    if let Some(prefill) = object(session, "", "prefill", out) {
        text(prefill, "prefill.", "bankId", out);
        text(prefill, "prefill.", "email", out);
    }
    if let Some(user) = object(session, "", "externalUser", out) {
        for name in ["email", "referenceId", "phone"] {
            text(user, "externalUser.", name, out);
        }
        object(user, "externalUser.", "metadata", out);
    }
    let Some(data) = object(session, "", "data", out) else { return };
    text(data, "data.", "bankName", out);
    text(data, "data.", "bankId", out);
    any(data, "data.", &["metadata", "balances", "transactions"], out);
    if let Some(identity) = object(data, "data.", "identity", out) {
        text(identity, "data.identity.", "name", out);
        text(identity, "data.identity.", "dateOfBirth", out);
        warn(identity, "data.identity.", "dateOfBirth", "invalid_date", date::is_calendar_date, out);
    }
    for (position, item) in list(data, "data.", "accounts", out).iter().enumerate() {
        account(item, &format!("data.accounts.{position}"), out);
    }
}

fn account(account: &Tree, path: &str, out: &mut Checked) {
    if !matches!(account, Tree::Object(_)) {
        out.problems.push((path.into(), "type"));
        return;
    }
    let path = format!("{path}.");
    for name in ["name", "type", "id", "bankId", "bankName", "currency", "accountName", "handle"] {
        text(account, &path, name, out);
    }
    if let Some(identifier) = object(account, &path, "identifier", out) {
        address(identifier, &format!("{path}identifier"), out);
    }
    any(account, &path, &["metadata", "balances", "transactions"], out);
    for (position, item) in list(account, &path, "financialAddress", out).iter().enumerate() {
        address(item, &format!("{path}financialAddress.{position}"), out);
    }
}

fn address(address: &Tree, path: &str, out: &mut Checked) {
    if !matches!(address, Tree::Object(_)) {
        out.problems.push((path.into(), "type"));
        return;
    }
    let path = format!("{path}.");
    text(address, &path, "type", out);
    iban_object(address, &path, out);
    for (name, texts) in [
        ("sortCode", ["sortCode", "accountNumber", "accountHolderName"].as_slice()),
        ("bankCode", &["code", "accountNumber", "accountHolderName"]),
        ("bban", &["bban", "bic", "accountHolderName"]),
        ("wallet", &["address", "blockchain"]),
    ] {
        if let Some(inner) = object(address, &path, name, out) {
            let path = format!("{path}{name}.");
            for name in texts {
                text(inner, &path, name, out);
            }
            if name == "bban" {
                warn(inner, &path, "bic", "invalid_bic", bic::is_valid, out);
            }
        }
    }
}

fn iban_object(parent: &Tree, path: &str, out: &mut Checked) {
    let Some(object) = object(parent, path, "iban", out) else { return };
    let path = format!("{path}iban.");
    for name in ["iban", "bban", "bic", "accountHolderName"] {
        text(object, &path, name, out);
    }
    warn(object, &path, "iban", "invalid_iban", iban::is_valid, out);
    warn(object, &path, "bic", "invalid_bic", bic::is_valid, out);
    if let (Some(iban), Some(bban)) = (string(object, &["iban"]), string(object, &["bban"])) {
        let plain = |text: String| iban::electronic(&text).chars().collect::<Vec<_>>();
        if plain(iban).get(4..).unwrap_or_default() != plain(bban) {
            out.warnings.push((format!("{path}bban"), "bban_mismatch"));
        }
    }
}

/// A known field: each repetition is a problem, and so is a first value that is neither of the type nor `null`.
fn known<'a>(
    object: &'a Tree,
    path: &str,
    name: &str,
    out: &mut Checked,
    is_right: impl Fn(&Tree) -> bool,
) -> Option<&'a Tree> {
    let Tree::Object(members) = object else { return None };
    let mut found = members.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
    let value = found.next()?;
    for _ in found {
        out.problems.push((format!("{path}{name}"), "duplicate"));
    }
    if is_right(value) {
        return Some(value);
    }
    if *value != Tree::Null {
        out.problems.push((format!("{path}{name}"), "type"));
    }
    None
}

fn text(object: &Tree, path: &str, name: &str, out: &mut Checked) {
    known(object, path, name, out, |value| matches!(value, Tree::String(_)));
}

/// Known fields that may hold any value.
fn any(object: &Tree, path: &str, names: &[&str], out: &mut Checked) {
    for name in names {
        known(object, path, name, out, |_| true);
    }
}

fn object<'a>(parent: &'a Tree, path: &str, name: &str, out: &mut Checked) -> Option<&'a Tree> {
    known(parent, path, name, out, |value| matches!(value, Tree::Object(_)))
}

fn list<'a>(parent: &'a Tree, path: &str, name: &str, out: &mut Checked) -> &'a [Tree] {
    match known(parent, path, name, out, |value| matches!(value, Tree::Array(_))) {
        Some(Tree::Array(items)) => items,
        _ => &[],
    }
}

fn warn(object: &Tree, path: &str, name: &str, code: &'static str, is_valid: fn(&[u8]) -> bool, out: &mut Checked) {
    if string(object, &[name]).is_some_and(|text| !is_valid(text.as_bytes())) {
        out.warnings.push((format!("{path}{name}"), code));
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Tree;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("json")
            }
            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Number(value as f64))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Number(value as f64))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
                Ok(Tree::Number(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::String(value.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Tree::Array(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Tree::Object(members))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
