//! Accounts in Ivy's responses: the digests and handles by which each is recognised.

use ivy_data_session::json::Value;
use ivy_data_session::rules::iban;

use crate::keys::{Purpose, TableKeys};
use crate::release::{Digest, Identity};

/// The members of an address that banks spell inconsistently. Digests leave them out.
const SPELLED_FREELY: [&str; 2] = ["accountHolderName", "bic"];

/// Returns the accounts of a session's `data`.
pub(crate) fn accounts(data: Option<&Value>) -> &[Value] {
    match data.and_then(|data| data.get("accounts")) {
        Some(Value::Array(accounts)) => accounts,
        _ => &[],
    }
}

/// Returns the digests of the person in a session's `data`: date of birth and accounts.
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

/// Returns an account's handle for its owner. The handle is a digest of Ivy's id of the account, else of its addresses
/// and currency. It never covers a name or balance, which change. Returns `None` for an account without id and
/// addresses.
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

/// Returns an account's addresses as sorted pairs of kind and text. They come from `identifier` (Ivy's document) and
/// from `financialAddress` (its later API).
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

/// Reads one address. Of an address with an IBAN only the IBAN counts, in electronic form and without ASCII punctuation. Of
/// other kinds every text counts except names.
fn address(kind: &str, value: &Value) -> Option<(String, String)> {
    let Value::Object(members) = value else { return None };
    if let Some(iban) = text(value, "iban") {
        let iban = iban::electronic(iban).chars().filter(|letter| !letter.is_ascii_punctuation()).collect();
        return Some((kind.to_owned(), iban));
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

#[cfg(test)]
mod tests {
    use ivy_data_session::json::{self, Value};

    use super::{handle, identity};
    use crate::config::Secret;
    use crate::keys::{KeyRing, Purpose, TableKeys};
    use crate::release::{Digest, Identity};

    fn keys() -> TableKeys {
        let secret = Secret::new("8f1d5c0a7be2943617d4c8a0f3e95b628c71fa40d2693e8b05a7f1dc46e23b97");
        KeyRing::new(&[secret], &[]).unwrap().newest().unwrap().clone()
    }

    fn read(text: &str) -> Value {
        json::parse(text.as_bytes()).unwrap()
    }

    fn identity_of(data: &str) -> Identity {
        identity(&keys(), Some(&read(data)))
    }

    /// Returns the digests of a session with this one account.
    fn digests(account: &str) -> Vec<Digest> {
        identity_of(&format!(r#"{{"accounts":[{account}]}}"#)).accounts
    }

    fn handle_of(account: &str) -> Option<String> {
        handle(&keys(), Digest::new([1; 16]), "session", &read(account))
    }

    const IBAN: &str = r#"{"identifier":{"iban":{"iban":"DE89370400440532013000"}}}"#;

    #[test]
    fn a_person_without_data_is_nobody() {
        assert!(identity(&keys(), None).is_empty());
        for data in [
            "{}",
            "[]",
            r#"{"identity":{}}"#,
            r#"{"identity":{"dateOfBirth":null}}"#,
            r#"{"identity":{"dateOfBirth":" "}}"#,
            r#"{"identity":{"name":"Ada Example"}}"#,
            r#"{"accounts":{}}"#,
            r#"{"accounts":[]}"#,
            r#"{"accounts":[1,{},{"name":"A","id":" "},{"identifier":"DE"},{"identifier":{"iban":"DE"}}]}"#,
        ] {
            assert!(identity_of(data).is_empty(), "{data}");
        }
    }

    #[test]
    fn a_person_is_the_date_of_birth_and_each_accounts_address() {
        let both =
            format!(r#"{{"identity":{{"dateOfBirth":" 1985-12-10 "}},"accounts":[{IBAN},{IBAN},{{"id":"a1"}}]}}"#);
        let mut accounts = vec![
            keys().digest(Purpose::Account, &["iban", "DE89370400440532013000"]),
            keys().digest(Purpose::Account, &["id", "a1"]),
        ];
        accounts.sort_unstable();
        let birth = Some(keys().digest(Purpose::Birth, &["1985-12-10"]));
        assert_eq!(identity_of(&both), Identity { birth, accounts });
    }

    #[test]
    fn an_account_is_the_same_however_its_bank_writes_it() {
        let same = [
            r#"{"identifier":{"iban":{"iban":" de89 3704 0044 0532 0130 00 "}}}"#,
            r#"{"identifier":{"iban":{"iban":"DE89-3704-0044-0532-0130-00"}}}"#,
            r#"{"identifier":{"iban":{"iban":"\u200eIBAN: DE89\u00a03704\u202f0044 0532 0130 00\u200b"}}}"#,
            r#"{"identifier":{"iban":{"iban":"DE89370400440532013000","bic":"COBADEFFXXX","bban":"1"}}}"#,
            r#"{"name":"A","balance":1,"currency":"EUR","id":"a1","identifier":{"iban":{"iban":"DE89370400440532013000"}}}"#,
            r#"{"financialAddress":[{"iban":{"iban":"DE89370400440532013000","accountHolderName":"Ada"}}]}"#,
            r#"{"financialAddress":[7,{"iban":{"iban":"DE89370400440532013000"}}],"identifier":{"iban":{"iban":"DE89370400440532013000"}}}"#,
        ];
        for account in same {
            assert_eq!(digests(account), digests(IBAN), "{account}");
        }
        let sort_code = r#"{"identifier":{"scan":{"accountNumber":"1","sortCode":"2"}}}"#;
        let same = [
            r#"{"identifier":{"scan":{"sortCode":" 2 ","accountNumber":"1"}}}"#,
            r#"{"identifier":{"scan":{"accountNumber":"1","sortCode":"2","accountHolderName":"Ada","bic":"X"}}}"#,
            r#"{"identifier":{"scan":{"accountNumber":"1","sortCode":"2","branch":"","checked":true}}}"#,
            r#"{"identifier":{"scan":{"accountNumber":"1","sortCode":"2","iban":" "},"empty":{},"number":1}}"#,
        ];
        for account in same {
            assert_eq!(digests(account), digests(sort_code), "{account}");
        }
    }

    #[test]
    fn different_accounts_differ() {
        let different = [
            IBAN,
            r#"{"identifier":{"iban":{"iban":"DE02120300000000202051"}}}"#,
            r#"{"identifier":{"iban":{"iban":"DE8937040044053201300\uff10"}}}"#,
            r#"{"identifier":{"iban":{"iban":"DE8937040044053201300\uff11"}}}"#,
            r#"{"identifier":{"other":{"iban":"DE89370400440532013000"}}}"#,
            r#"{"identifier":{"scan":{"accountNumber":"1","sortCode":"2"}}}"#,
            r#"{"identifier":{"scan":{"accountNumber":"2","sortCode":"1"}}}"#,
            r#"{"identifier":{"scan":{"accountNumber":"12"}}}"#,
            // The lengths keep these two apart.
            r#"{"identifier":{"scan":{"a":"1;1:b=1:2"}}}"#,
            r#"{"identifier":{"scan":{"a":"1","b":"2"}}}"#,
            r#"{"id":"a1"}"#,
            r#"{"id":"a2"}"#,
        ];
        for (position, one) in different.iter().enumerate() {
            assert_eq!(digests(one).len(), 1, "{one}");
            assert!(handle_of(one).is_some(), "{one}");
            for other in different.iter().skip(position + 1) {
                assert_ne!(digests(one), digests(other), "{one} {other}");
                assert_ne!(handle_of(one), handle_of(other), "{one} {other}");
            }
        }
        let two = r#"{"identifier":{"iban":{"iban":"DE89370400440532013000"},"scan":{"accountNumber":"1"}}}"#;
        assert_eq!(digests(two).len(), 2);
    }

    #[test]
    fn a_handle_is_of_one_owner_session_and_account() {
        let with_id = r#"{"id":" a1 ","identifier":{"iban":{"iban":"DE89370400440532013000"}}}"#;
        assert_eq!(
            handle_of(with_id),
            handle_of(r#"{"id":"a1","name":"B","currency":"GBP"}"#),
            "Ivy's id alone counts"
        );
        let euros =
            r#"{"identifier":{"iban":{"iban":"DE89370400440532013000"}},"currency":"EUR","name":"A","balance":1}"#;
        let later =
            r#"{"balance":2,"name":"B","currency":" EUR ","identifier":{"iban":{"iban":"de89370400440532013000"}}}"#;
        assert_eq!(handle_of(euros), handle_of(later));
        assert_ne!(handle_of(euros), handle_of(IBAN));
        assert_ne!(handle_of(euros), handle_of(&euros.replace("EUR", "GBP")));
        for account in [with_id, euros] {
            let of = |owner, session| handle(&keys(), Digest::new([owner; 16]), session, &read(account));
            assert_eq!(of(1, "session"), handle_of(account));
            assert_ne!(of(1, "session"), of(2, "session"));
            assert_ne!(of(1, "session"), of(1, "session2"));
        }
        for none in ["{}", "1", r#"{"id":"","name":"A","currency":"EUR","balance":1}"#, r#"{"id":7}"#] {
            assert_eq!(handle_of(none), None, "{none}");
        }
    }
}
