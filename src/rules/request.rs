//! The rule for the request that creates a data session.
//!
//! Sources: Ivy's document on recurring users, and its API reference for the fields that the document does not name.
//!
//! Issues are in this order: those of the members in the order of the request, with nested ones before the next member;
//! then the missing required fields of that object, in their documented order; then those of the rules below, which relate
//! several fields.

use super::check_state::CheckState;
use super::epoch::whole_seconds;
use super::field_path::FieldPath;
use super::field_values::FieldValues;
use super::input::Input;
use super::{IssueCode, permissions};
use crate::json::JsonType;
use crate::model::permission::MATCH_IDENTITY;

/// Checks the rules that relate several fields.
pub(super) fn check<'v>(request: &FieldValues<impl Input<'v>>, state: &mut CheckState<'_>) {
    let at = |field| FieldPath::Field(&FieldPath::Root, field);

    // `matchData` needs the permission, and the permission needs `matchData`. Skip the rule if `permissions` is no list.
    let asks = request.get("permissions").and_then(|list| permissions::contains(list, MATCH_IDENTITY));
    match (asks, request.get("matchData")) {
        (Some(true), None) => {
            let words = "the account to match, for the permission match_identity";
            state.expected(&at("matchData"), IssueCode::Required, words);
        }
        (Some(false), Some(_)) => {
            state.expected(&at("matchData"), IssueCode::Conflict, "the permission match_identity with it");
        }
        _ => {}
    }

    // Without bank selection there must be a prefilled bank.
    if request.get("disableBankSelection").is_some_and(Input::is_true) {
        let prefill = request.get("prefill");
        let can_be_read = prefill.is_none_or(|prefill| prefill.json_type() == JsonType::Object);
        if can_be_read && prefill.and_then(|prefill| prefill.get("bankId")).is_none() {
            let prefill = at("prefill");
            state.expected(
                &FieldPath::Field(&prefill, "bankId"),
                IssueCode::Required,
                "a bank, as disableBankSelection is true",
            );
        }
    }

    // `expiresAt` counts from `createdAt`: 30 minutes at the earliest, 24 hours at the latest.
    let Some(expires) = request.get("expiresAt") else { return };
    let Some(created) = request.get("createdAt") else {
        let words = "whole seconds since 1970, as expiresAt is set";
        state.expected(&at("createdAt"), IssueCode::Required, words);
        return;
    };
    if let (Some(created), Some(expires)) = (whole_seconds(created), whole_seconds(expires))
        && !matches!(expires - created, 1_800.0..=86_400.0)
    {
        let words = "30 minutes to 24 hours after createdAt, in seconds";
        state.expected(&at("expiresAt"), IssueCode::OutOfRange, words);
    }
}
