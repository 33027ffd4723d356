//! What a shopper can be asked to share.

/// Name and date of birth, with the accounts.
pub const IDENTITY: &str = "identity";
/// Whether the account in `matchData` is the shopper's.
pub const MATCH_IDENTITY: &str = "match_identity";
/// The shopper's accounts.
pub const ACCOUNTS: &str = "accounts";
/// The balance of the accounts, as older documentation spells it.
pub const BALANCE: &str = "balance";
/// The balances of the accounts.
pub const BALANCES: &str = "balances";
/// The transactions of the accounts.
pub const TRANSACTIONS: &str = "transactions";

/// Every permission that Ivy documents.
pub const ALL: [&str; 6] = [IDENTITY, MATCH_IDENTITY, ACCOUNTS, BALANCE, BALANCES, TRANSACTIONS];
