//! The deviations: behaviours in which Ivy could differ from the assumptions of the merchant proxy. Tests switch them on one
//! by one.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Deviations from the default behaviour. All of them are off in [`Deviations::default`].
///
/// The same names are flags of the binary (`--ignore-selectors`) and members of `/sandbox/deviations`
/// (`ignoreSelectors`). `README.md` has a table of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::Args))]
#[cfg_attr(feature = "clap", command(next_help_heading = "Deviations, all off by default"))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Deviations {
    /// Let whoever opens the link complete a cancelled or failed login; until then its session says "failed" or "open"
    #[cfg_attr(
        feature = "clap",
        arg(long, value_name = "STATUS", num_args = 0..=1, require_equals = true, default_missing_value = "failed")
    )]
    pub reopen_cancelled: Option<CancelledStatus>,
    /// Return the completed sessions of all users in a list
    #[cfg_attr(feature = "clap", arg(long))]
    pub ignore_selectors: bool,
    /// Answer 404 at the path of the list
    #[cfg_attr(feature = "clap", arg(long))]
    pub missing_list: bool,
    /// Refuse the selectors of a list: all of them, or those that Ivy's document does not show
    #[cfg_attr(
        feature = "clap",
        arg(long, value_name = "SELECTORS", num_args = 0..=1, require_equals = true, default_missing_value = "all")
    )]
    pub refuse_selectors: Option<RefusedSelectors>,
    /// Send whoever opens the link of a finished login to the success URL
    #[cfg_attr(feature = "clap", arg(long))]
    pub redirect_finished: bool,
    /// Seconds between the redirect to the success URL and the completion of the session, at any bank
    #[cfg_attr(feature = "clap", arg(long, value_name = "SECONDS"))]
    pub complete_after: Option<NonZeroU32>,
    /// Let whoever opens the link of a finished login complete it again; the last one's data replaces the others'
    #[cfg_attr(feature = "clap", arg(long))]
    pub complete_twice: bool,
    /// Return the id of the session that was created before in a create
    #[cfg_attr(feature = "clap", arg(long))]
    pub repeat_id: bool,
    /// List the newest session first
    #[cfg_attr(feature = "clap", arg(long))]
    pub reverse_list: bool,
    /// Return the accounts of each session in reverse order
    #[cfg_attr(feature = "clap", arg(long))]
    pub reverse_accounts: bool,
    /// Post no result callback before `/sandbox/deliver` asks for it
    #[cfg_attr(feature = "clap", arg(long))]
    pub hold_callbacks: bool,
    /// Add createdAt (epoch seconds) to the sessions of a list
    #[cfg_attr(feature = "clap", arg(long))]
    pub dates: bool,
    /// Add externalUser to the sessions of a list
    #[cfg_attr(feature = "clap", arg(long))]
    pub list_external_user: bool,
    /// Leave createdAt out of details and result callbacks
    #[cfg_attr(feature = "clap", arg(long))]
    pub omit_details_created_at: bool,
    /// Leave externalUser out of details and result callbacks
    #[cfg_attr(feature = "clap", arg(long))]
    pub omit_details_external_user: bool,
    /// Repeat every field of the create request in every response about its session
    #[cfg_attr(feature = "clap", arg(long))]
    pub echo_request: bool,
}

/// The selectors of a list that are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "camelCase")]
pub enum RefusedSelectors {
    /// Every selector.
    All,
    /// `externalUserReferenceId` and `externalUserPhone`, which are assumed.
    Assumed,
}

/// The `status` of a cancelled session that can still be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "camelCase")]
pub enum CancelledStatus {
    /// The session fails, and is complete when somebody finishes the login later.
    Failed,
    /// The session stays open, as if nobody had cancelled it.
    Open,
}
