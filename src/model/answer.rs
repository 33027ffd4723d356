//! What Ivy answers.
//!
//! Only `id` and `status` of a session are sure to be there. Everything that is not documented is kept in `extra`, so
//! that a proxy can hand an answer on without losing a field. A documented field that is `null` counts as absent.

use serde::{Deserialize, Serialize};

use super::{EpochSeconds, Extra};

/// The answer of "list data sessions".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSessionList {
    /// The user's sessions.
    pub data_sessions: Vec<DataSession>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A data session, as create, details and list answer it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSession {
    /// Ivy's id of the session.
    pub id: String,
    /// Where the session stands: a name of [`super::status`], or one that is not documented.
    pub status: String,
    /// The merchant's own id of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
    /// What the shopper shared, once the session is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<SessionData>,
    /// Where the shopper logs in: in the answer of create only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    /// When the session was created. Ivy's list answers have no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<EpochSeconds>,
    /// When the session last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<EpochSeconds>,
    /// When the session ends or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<EpochSeconds>,
    /// What the shopper was asked to share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// The country whose banks come first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    /// The language of Ivy's pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// What the shopper need not fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
    /// The merchant's own notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Extra>,
    /// Fields that are not documented, or that nothing here reads.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What the shopper shared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionData {
    /// The bank's name, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// Who the shopper is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// The shopper's accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Vec<Account>>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who the shopper is, as their bank says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// First and last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A calendar date, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One account of the shopper. Ivy's document gives it `name`, `identifier` and `type`; the other fields are known from
/// its later API only (G2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The account's name, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How to reach the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<AccountIdentifier>,
    /// The kind of account: `checking`, `saving`, or another.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How to reach the account (G2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub financial_address: Option<Vec<FinancialAddress>>,
    /// Fields that are not documented, or that nothing here reads.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How to reach an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountIdentifier {
    /// By IBAN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iban: Option<Iban>,
    /// Other kinds of identifiers.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An account by its IBAN.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Iban {
    /// The IBAN (ISO 13616).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// The IBAN without country and check digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bban: Option<String>,
    /// The bank (ISO 9362).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
    /// Who holds the account (G2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_holder_name: Option<String>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How to reach an account, in Ivy's later API (G2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FinancialAddress {
    /// Which kind: `iban`, `sort_code`, `bank_code`, `bban`, `wallet`, or another.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The account, where `type` is `iban`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iban: Option<Iban>,
    /// The account under another kind's key.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What the shopper need not fill in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prefill {
    /// Ivy's id of the shopper's bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}
