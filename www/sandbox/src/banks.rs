//! The test banks, the people who bank there, and what each bank knows about each of them.
//!
//! None of it can be taken for real: German bank codes never begin with 9, so the IBANs (with right check digits) lead to
//! no account, and a BIC whose eighth character is 0 is a test BIC (ISO 9362).

use crate::Deviations;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A bank of the hosted login.
#[derive(Debug)]
pub(crate) struct Bank {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// What the bank is for, in a few words for the page.
    pub(crate) hint: Hint,
    /// Two letters on the bank's badge.
    pub(crate) badge: &'static str,
}

/// What a test bank is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Succeeds with one account.
    OneAccount,
    /// Succeeds with two accounts.
    TwoAccounts,
    /// Fails after the login.
    Fails,
    /// Succeeds with one account, some time after the shopper is back in the shop.
    Late,
}

/// The banks that the page offers, in its order.
pub(crate) const BANKS: [Bank; 4] = [
    Bank { id: "de-testbank", name: "Test Bank", hint: Hint::OneAccount, badge: "TB" },
    Bank { id: "de-testbank-two", name: "Test Bank Two", hint: Hint::TwoAccounts, badge: "T2" },
    Bank { id: "de-failbank", name: "Fail Bank", hint: Hint::Fails, badge: "FB" },
    Bank { id: "de-latebank", name: "Late Bank", hint: Hint::Late, badge: "LB" },
];

/// A person who can log in.
#[derive(Debug)]
pub(crate) struct Persona {
    pub(crate) username: &'static str,
    /// Accepted as user name too, so that `prefill.email` is of use.
    pub(crate) email: &'static str,
    pub(crate) name: &'static str,
    pub(crate) date_of_birth: &'static str,
}

/// Everybody's password.
pub(crate) const PASSWORD: &str = "password";

/// The people who can log in at every test bank.
pub(crate) const PERSONAS: [Persona; 2] = [
    Persona { username: "ada", email: "ada@example.com", name: "Ada Example", date_of_birth: "1985-12-10" },
    Persona { username: "ben", email: "ben@example.com", name: "Ben Sample", date_of_birth: "1990-07-04" },
];

/// The bank with this id.
pub(crate) fn bank(id: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.id == id)
}

/// The person with exactly this user name.
pub(crate) fn persona(username: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.username == username)
}

/// Who logs in with these words, if they are right. Blanks around the user name and its case do not matter.
pub(crate) fn log_in(username: &str, password: &str) -> Option<&'static Persona> {
    let username = username.trim().to_lowercase();
    let persona = PERSONAS.iter().find(|persona| persona.username == username || persona.email == username)?;
    (password == PASSWORD).then_some(persona)
}

/// `data` of a completed session, in the fields and the order of the user's document.
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
    /// Returns the data as an answer shows it.
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

/// The only kind of identifier that the user's document shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Identifier {
    pub(crate) iban: Iban,
}

/// An IBAN, its part within the country, and the bank's BIC.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Iban {
    pub(crate) iban: String,
    bban: String,
    bic: String,
}

/// Whether this permission asks who the shopper is.
pub(crate) fn shares_identity(permissions: &[String]) -> bool {
    permissions.iter().any(|permission| permission == "identity")
}

/// Whether this permission asks for accounts: `identity` gives them in the user's document; that the later permission
/// `accounts` gives them in the same place is assumed.
pub(crate) fn shares_accounts(permissions: &[String]) -> bool {
    permissions.iter().any(|permission| permission == "identity" || permission == "accounts")
}

/// The accounts of a person at a bank.
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

/// What a session with these permissions learns. Permissions whose results no source documents (balance, balances,
/// transactions, match_identity) add nothing.
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

    /// ISO 13616: the country and check digits go to the end, letters become 10–35, and the number is 1 modulo 97.
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
