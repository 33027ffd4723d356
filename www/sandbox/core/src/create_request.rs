//! The create request, after its checks.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The generation of the API that a create request belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Generation {
    /// That of the user's document "Recurring Users".
    #[default]
    RecurringUsers,
    /// That of Ivy's own client for Node, version 2.0.0: requests without permissions and users.
    Sdk,
}

/// A create request, as the rows store it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateRequest {
    #[serde(default)]
    pub(crate) generation: Generation,
    pub(crate) reference_id: String,
    pub(crate) display_id: Option<String>,
    /// The permissions. A request of the generation [`Generation::Sdk`] names none and shares accounts.
    pub(crate) permissions: Vec<String>,
    pub(crate) market: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) external_user: Option<ExternalUser>,
    /// The URL after a completed login, or "" for none.
    pub(crate) success_callback_url: String,
    /// The URL after a cancelled or failed login, or "" for none.
    pub(crate) error_callback_url: String,
    /// The URL for the result callback, or "" for none.
    pub(crate) result_callback_url: String,
    pub(crate) metadata: Option<Map<String, Value>>,
    pub(crate) prefill: Option<Prefill>,
    pub(crate) disable_bank_selection: bool,
    pub(crate) theme_variant: Option<String>,
    /// In epoch seconds.
    pub(crate) created_at: Option<i64>,
    /// In epoch seconds.
    pub(crate) expires_at: Option<i64>,
    /// The whole body of the request, with unknown fields. It is empty in databases of the first version.
    #[serde(default)]
    pub(crate) body: Map<String, Value>,
}

/// The merchant's customer, with at least one of these members.
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

/// The values that the login page is prefilled with.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Prefill {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bank_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
}
