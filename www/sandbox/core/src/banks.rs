//! The test banks, their customers, and the data of each customer at each bank.
//!
//! No IBAN leads to an account: the check digits are right, but no German bank code begins with 9. A BIC whose eighth
//! character is 0 is a test BIC (ISO 9362).

use crate::deviations::Deviations;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A bank on the login page.
#[derive(Debug)]
pub(crate) struct Bank {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// The behaviour of the bank, for its text on the page.
    pub(crate) hint: Hint,
    /// Two characters on the bank's badge.
    pub(crate) badge: &'static str,
}

/// The behaviour of a test bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Succeeds with one account.
    OneAccount,
    /// Succeeds with two accounts.
    TwoAccounts,
    /// Fails after the login.
    Fails,
    /// Succeeds with one account, some time after the shopper has returned to the shop.
    Late,
}

/// The banks on the page, in their order.
pub(crate) const BANKS: [Bank; 4] = [
    Bank { id: "de-testbank", name: "Test Bank", hint: Hint::OneAccount, badge: "TB" },
    Bank { id: "de-testbank-two", name: "Test Bank Two", hint: Hint::TwoAccounts, badge: "T2" },
    Bank { id: "de-failbank", name: "Fail Bank", hint: Hint::Fails, badge: "FB" },
    Bank { id: "de-latebank", name: "Late Bank", hint: Hint::Late, badge: "LB" },
];

/// A customer of the test banks.
#[derive(Debug)]
pub(crate) struct Persona {
    pub(crate) username: &'static str,
    /// Another user name of the person, for `prefill.email`.
    pub(crate) email: &'static str,
    pub(crate) name: &'static str,
    pub(crate) date_of_birth: &'static str,
}

/// The password of every person.
pub(crate) const PASSWORD: &str = "password";

/// The customers of every test bank.
pub(crate) const PERSONAS: [Persona; 2] = [
    Persona { username: "ada", email: "ada@example.com", name: "Ada Example", date_of_birth: "1985-12-10" },
    Persona { username: "ben", email: "ben@example.com", name: "Ben Sample", date_of_birth: "1990-07-04" },
];

/// Returns the bank with this id.
pub(crate) fn bank(id: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.id == id)
}

/// Returns the person with exactly this user name.
pub(crate) fn persona(username: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.username == username)
}

/// Returns the person whom these credentials log in, or `None` if they are wrong. Ignores the case of the user name and
/// spaces around it.
pub(crate) fn log_in(username: &str, password: &str) -> Option<&'static Persona> {
    let username = username.trim().to_lowercase();
    let persona = PERSONAS.iter().find(|persona| persona.username == username || persona.email == username)?;
    (password == PASSWORD).then_some(persona)
}

/// The member `data` of a completed session, with the fields and the order of the user's document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionData {
    bank_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<Identity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Vec<Account>>,
}

impl SessionData {
    /// Returns the data for a response, changed by the deviations.
    pub(crate) fn shown(&self, deviations: &Deviations) -> Cow<'_, Self> {
        if !deviations.reverse_accounts {
            return Cow::Borrowed(self);
        }
        let mut reversed = self.clone();
        if let Some(accounts) = &mut reversed.accounts {
            accounts.reverse();
        }
        Cow::Owned(reversed)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    name: String,
    date_of_birth: String,
}

/// One account of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) identifier: Identifier,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// The identifier of an account. The user's document shows no other kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Identifier {
    pub(crate) iban: Iban,
}

/// An IBAN, its BBAN and the BIC of the bank.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Iban {
    pub(crate) iban: String,
    bban: String,
    bic: String,
}

/// Returns true if the permissions share the identity.
pub(crate) fn shares_identity(permissions: &[String]) -> bool {
    permissions.iter().any(|permission| permission == "identity")
}

/// Returns true if the permissions share the accounts. `identity` does in the user's document; the later permission
/// `accounts` is assumed to do the same.
pub(crate) fn shares_accounts(permissions: &[String]) -> bool {
    permissions.iter().any(|permission| permission == "identity" || permission == "accounts")
}

/// Returns the accounts of a person at a bank.
pub(crate) fn accounts(bank: &Bank, persona: &Persona) -> Vec<Account> {
    let account = |name: &str, iban: &str, bic: &str, kind: &str| Account {
        name: name.to_owned(),
        identifier: Identifier {
            iban: Iban { iban: iban.to_owned(), bban: iban.chars().skip(4).collect(), bic: bic.to_owned() },
        },
        kind: kind.to_owned(),
    };
    match (bank.id, persona.username) {
        ("de-testbank", "ada") => vec![account("Current Account", "DE58999900010000000101", "TBNKDEF0XXX", "checking")],
        ("de-testbank", "ben") => vec![account("Current Account", "DE47999900010000000202", "TBNKDEF0XXX", "checking")],
        ("de-testbank-two", "ada") => vec![
            account("Current Account", "DE93999900020000000101", "TBTWDEF0XXX", "checking"),
            account("Savings Account", "DE71999900020000000303", "TBTWDEF0XXX", "saving"),
        ],
        ("de-testbank-two", "ben") => vec![
            account("Current Account", "DE82999900020000000202", "TBTWDEF0XXX", "checking"),
            account("Savings Account", "DE60999900020000000404", "TBTWDEF0XXX", "saving"),
        ],
        ("de-latebank", "ada") => vec![account("Current Account", "DE31999900030000000101", "TBLTDEF0XXX", "checking")],
        ("de-latebank", "ben") => vec![account("Current Account", "DE20999900030000000202", "TBLTDEF0XXX", "checking")],
        _ => Vec::new(),
    }
}

/// Returns the data that a session with these permissions gets. Permissions whose results no source documents (balance,
/// balances, transactions, match_identity) add nothing.
pub(crate) fn data(bank: &Bank, persona: &Persona, permissions: &[String]) -> SessionData {
    SessionData {
        bank_name: bank.name.to_owned(),
        identity: shares_identity(permissions)
            .then(|| Identity { name: persona.name.to_owned(), date_of_birth: persona.date_of_birth.to_owned() }),
        accounts: shares_accounts(permissions).then(|| accounts(bank, persona)),
    }
}

#[cfg(test)]
mod tests {
    use super::{BANKS, PERSONAS, accounts};
    use std::collections::HashSet;

    /// Returns the remainder of ISO 13616: the first four characters go to the end, letters become 10 to 35, and the number is
    /// divided by 97. It is 1 for right check digits.
    fn remainder(iban: &str) -> u32 {
        let moved = iban.chars().skip(4).chain(iban.chars().take(4));
        moved.filter_map(|c| c.to_digit(36)).fold(0, |rest, digit| {
            let shift = if digit < 10 { 10 } else { 100 };
            (rest * shift + digit) % 97
        })
    }

    #[test]
    fn every_account_has_its_own_iban_with_right_check_digits_and_no_real_bank() {
        let mut seen = HashSet::new();
        for (bank, persona) in BANKS.iter().flat_map(|bank| PERSONAS.iter().map(move |persona| (bank, persona))) {
            for account in accounts(bank, persona) {
                let iban = account.identifier.iban;
                assert_eq!(iban.iban.len(), 22);
                assert_eq!(remainder(&iban.iban), 1, "{}", iban.iban);
                assert_eq!(iban.bban, iban.iban[4..]);
                assert!(iban.bban.starts_with('9'), "German bank codes begin with 1 to 8");
                assert_eq!(iban.bic.as_bytes()[7], b'0', "a test BIC");
                assert!(seen.insert(iban.iban));
            }
        }
        assert_eq!(seen.len(), 8);
    }
}
