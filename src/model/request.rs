//! What is sent to Ivy.
//!
//! Fields marked G1 are those of Ivy's document on recurring users and of the permissions it belongs to; fields marked
//! G2 are known from Ivy's later API only. The types hold what was written down: [`crate::rules`] says whether it is
//! valid.

use serde::{Deserialize, Serialize};

use super::{EpochSeconds, Extra};

/// The body of "create a data session".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSessionRequest {
    /// The merchant's own id of this session: 1 to 200 characters, never used before.
    pub reference_id: String,
    /// What the shopper is asked to share (G1): names of [`super::permission`].
    pub permissions: Vec<String>,
    /// The country whose banks come first: ISO 3166-1 alpha-2, or `XK`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    /// The language of Ivy's pages: one of [`super::locale`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Who the shopper is, so that this session can be found again (G1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_user: Option<ExternalUser>,
    /// Where the shopper comes back to after success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_callback_url: Option<String>,
    /// Where the shopper comes back to after anything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_callback_url: Option<String>,
    /// Where Ivy posts the result (G1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_callback_url: Option<String>,
    /// What Ivy's dashboard shows (G2): at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_id: Option<String>,
    /// The merchant's own notes, given back with results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Extra>,
    /// What the shopper need not fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefill: Option<PrefillRequest>,
    /// Whether only the prefilled bank is offered (G2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_bank_selection: Option<bool>,
    /// When the session is created (G2): needed with `expires_at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<EpochSeconds>,
    /// When the session ends (G2): 30 minutes to 24 hours after `created_at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<EpochSeconds>,
    /// The look of Ivy's pages (G2): `light` or `dark`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme_variant: Option<String>,
    /// The account that the permission `match_identity` is about (G1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_data: Option<MatchData>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A user as the merchant knows them: at least one field is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalUser {
    /// The user's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The user's phone number, E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The merchant's own id of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
    /// The merchant's own notes about the user. They can't be listed by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Extra>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The body of "list data sessions": exactly one field is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// Sessions of the user with this e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_user_email: Option<String>,
    /// Sessions of the user with this phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_user_phone: Option<String>,
    /// Sessions of the user whom the merchant knows by this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_user_reference_id: Option<String>,
}

/// The body of "data session details".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionQuery {
    /// Ivy's id of the session.
    pub id: String,
}

/// What the shopper need not fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrefillRequest {
    /// Ivy's id of the shopper's bank: skips the choice of a bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// The shopper's e-mail address (G1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// The account that the permission `match_identity` is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchData {
    /// Where the account is.
    pub financial_address: MatchAddress,
}

/// An account's address: `type` says which one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchAddress {
    /// `iban`, the only kind that Ivy's sample sends.
    #[serde(rename = "type")]
    pub kind: String,
    /// The account.
    pub iban: MatchIban,
}

/// An account by its IBAN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchIban {
    /// The IBAN (ISO 13616).
    pub iban: String,
    /// The bank (ISO 9362).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
    /// Who holds the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_holder_name: Option<String>,
}
