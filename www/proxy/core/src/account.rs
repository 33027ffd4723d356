//! Accounts in Ivy's answers: by what each is recognised.

use ivy_data_session::json::Value;

use crate::keys::{Purpose, TableKeys};
use crate::release::{Digest, Identity};

/// Members of an address that banks spell differently from time to time.
const SPELLED_FREELY: [&str; 2] = ["accountHolderName", "bic"];

/// Returns the accounts of a session's `data`.
pub(crate) fn accounts(data: Option<&Value>) -> &[Value] {
    match data.and_then(|data| data.get("accounts")) {
        Some(Value::Array(accounts)) => accounts,
        _ => &[],
    }
}

/// Returns the digests of the person whose `data` a session has.
pub(crate) fn identity(keys: &TableKeys, data: Option<&Value>) -> Identity {
    let birth = data.and_then(|data| data.get("identity")?.get("dateOfBirth")?.as_str());
    let birth = birth.map(str::trim).filter(|text| !text.is_empty());
    let mut digests: Vec<Digest> = accounts(data).iter().flat_map(|account| account_digests(keys, account)).collect();
    digests.sort_unstable();
    digests.dedup();
    Identity { birth: birth.map(|text| keys.digest(Purpose::Birth, &[text])), accounts: digests }
}

fn account_digests(keys: &TableKeys, account: &Value) -> Vec<Digest> {
    let digest = |(kind, text): &(String, String)| keys.digest(Purpose::Account, &[kind, text]);
    match (addresses(account).as_slice(), text(account, "id")) {
        ([], Some(id)) => vec![keys.digest(Purpose::Account, &["id", id])],
        (addresses, _) => addresses.iter().map(digest).collect(),
    }
}

/// Returns an account's handle for its owner: over Ivy's id of the account, else its addresses and currency. Never over a
/// name or a balance, which change. `None` for an account that has neither.
pub(crate) fn handle(keys: &TableKeys, owner: Digest, session_id: &str, account: &Value) -> Option<String> {
    let owner = owner.text();
    if let Some(id) = text(account, "id") {
        return Some(keys.digest(Purpose::Handle, &[&owner, session_id, "id", id]).text());
    }
    let addresses = addresses(account);
    if addresses.is_empty() {
        return None;
    }
    let currency = text(account, "currency").unwrap_or_default();
    let mut parts = vec![owner.as_str(), session_id, "address", currency];
    parts.extend(addresses.iter().flat_map(|(kind, address)| [kind.as_str(), address.as_str()]));
    Some(keys.digest(Purpose::Handle, &parts).text())
}

/// Returns an account's addresses as pairs of kind and text, sorted: those of `identifier` (Ivy's document) and of
/// `financialAddress` (its later API).
fn addresses(account: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(Value::Object(kinds)) = account.get("identifier") {
        found.extend(kinds.iter().filter_map(|(kind, value)| address(kind, value)));
    }
    if let Some(Value::Array(list)) = account.get("financialAddress") {
        for entry in list {
            let Value::Object(members) = entry else { continue };
            found.extend(members.iter().filter_map(|(kind, value)| address(kind, value)));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Reads one address. An IBAN counts alone, without spaces and in upper case; of other kinds all texts but names do.
fn address(kind: &str, value: &Value) -> Option<(String, String)> {
    let Value::Object(members) = value else { return None };
    if let Some(iban) = text(value, "iban") {
        let iban = iban.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>();
        return Some((kind.to_owned(), iban.to_ascii_uppercase()));
    }
    let mut parts: Vec<(&str, &str)> = members
        .iter()
        .filter(|(name, _)| !SPELLED_FREELY.contains(&name.as_str()))
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?.trim())))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    parts.sort_unstable();
    let written = parts.iter().map(|(name, text)| format!("{}:{name}={}:{text};", name.len(), text.len()));
    let written: String = written.collect();
    Some((kind.to_owned(), written)).filter(|(_, written)| !written.is_empty())
}

fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}
