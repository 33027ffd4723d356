//! The permissions: the data that a shopper can share.

use super::names::names;

names! {
    /// Every permission that Ivy documents.
    ALL;
    /// Name and date of birth, with the accounts.
    IDENTITY = "identity";
    /// Confirmation that the account in `matchData` is the shopper's.
    MATCH_IDENTITY = "match_identity";
    /// The shopper's accounts.
    ACCOUNTS = "accounts";
    /// The balance of the accounts, as older documentation spells it.
    BALANCE = "balance";
    /// The balances of the accounts.
    BALANCES = "balances";
    /// The transactions of the accounts.
    TRANSACTIONS = "transactions";
}
