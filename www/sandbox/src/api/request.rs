//! A create request that was accepted.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A create request as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) reference_id: String,
    pub(crate) display_id: Option<String>,
    pub(crate) permissions: Vec<String>,
    pub(crate) market: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) external_user: Option<ExternalUser>,
    /// "" where the shopper is sent nowhere.
    pub(crate) success_callback_url: String,
    /// "" where the shopper is sent nowhere.
    pub(crate) error_callback_url: String,
    /// "" where no result is wanted.
    pub(crate) result_callback_url: String,
    pub(crate) metadata: Option<Map<String, Value>>,
    pub(crate) prefill: Option<Prefill>,
    pub(crate) disable_bank_selection: bool,
    pub(crate) theme_variant: Option<String>,
    /// Epoch seconds.
    pub(crate) created_at: Option<i64>,
    /// Epoch seconds.
    pub(crate) expires_at: Option<i64>,
    /// The request's body, with the fields that the sandbox has no use for. Empty in databases of the first version.
    #[serde(default)]
    pub(crate) body: Map<String, Value>,
}

/// The merchant's customer, by at least one of these.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metadata: Option<Map<String, Value>>,
}

/// What the login page already knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Prefill {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bank_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
}
