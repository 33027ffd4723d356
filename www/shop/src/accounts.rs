//! The bank accounts of a session, as the shop uses them.

use ivy_data_session::model::Account;
use ivy_data_session::rules::mask_iban;

/// The permission that the shop needs: the name of the account holder. The checkout page asks for the same one.
pub(crate) const PERMISSION: &str = "identity";

/// The country whose banks the shop offers.
pub(crate) const MARKET: &str = "DE";

/// Returns the masked IBAN of an account, or "" if it has none.
pub(crate) fn masked_iban(account: &Account) -> String {
    let iban = account.identifier.as_ref().and_then(|identifier| identifier.iban.as_ref());
    iban.and_then(|iban| iban.iban.as_deref()).map(mask_iban).unwrap_or_default()
}
