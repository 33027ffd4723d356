//! The request that creates a data session.
//!
//! Sources: Ivy's document on recurring users, and its API reference for the fields that the document does not name.
//!
//! Issues come in this order: the members in the order in which they were given, what is wrong inside one before the
//! next; then the required fields of that object that are missing, in their documented order; then the rules that
//! span fields, in the order of this file.

use super::checker::{Checker, Field, Need};
use super::place::Place;
use super::rule::{Rule, whole_seconds};
use super::url::UrlReader;
use super::{Checked, IssueCode, permissions};
use crate::json::View;
use crate::model::locale;
use crate::model::permission::MATCH_IDENTITY;

/// What a request is checked with.
#[derive(Clone, Copy)]
pub struct RequestRules<'a> {
    /// Reads the callback URLs.
    pub urls: &'a dyn UrlReader,
    /// Fields at the top of the request that are accepted though they are not documented. Their values may be any JSON.
    pub extra_fields: &'a [String],
    /// Permissions that are accepted though they are not documented.
    pub extra_permissions: &'a [String],
    /// Whether `referenceId` may be missing: in a page's request, since the merchant proxy picks it.
    pub reference_id_optional: bool,
}

impl std::fmt::Debug for RequestRules<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequestRules")
    }
}

/// A session ends at the earliest 30 minutes, at the latest 24 hours after it was created; in seconds.
const LIFETIME: std::ops::RangeInclusive<f64> = 1_800.0..=86_400.0;

const fn required(name: &'static str, rule: Rule) -> Field {
    Field { name, need: Need::Required, rule }
}

const fn optional(name: &'static str, rule: Rule) -> Field {
    Field { name, need: Need::Optional, rule }
}

static REQUEST: [Field; 16] = [
    Field { name: "referenceId", need: Need::UnlessPage, rule: Rule::ReferenceId },
    required("permissions", Rule::Permissions),
    optional("market", Rule::Market),
    optional("locale", Rule::Choice(IssueCode::InvalidLocale, &locale::ALL)),
    optional("externalUser", Rule::ExternalUser),
    optional("successCallbackUrl", Rule::Url),
    optional("errorCallbackUrl", Rule::Url),
    optional("resultCallbackUrl", Rule::Url),
    optional("displayId", Rule::DisplayId),
    optional("metadata", Rule::Metadata(true)),
    optional("prefill", Rule::Object(&PREFILL)),
    optional("disableBankSelection", Rule::Flag),
    optional("createdAt", Rule::Seconds),
    optional("expiresAt", Rule::Seconds),
    optional("themeVariant", Rule::Choice(IssueCode::OutOfRange, &["light", "dark"])),
    optional("matchData", Rule::Object(&MATCH_DATA)),
];
static PREFILL: [Field; 2] = [optional("bankId", Rule::Name), optional("email", Rule::Email)];
static MATCH_DATA: [Field; 1] = [required("financialAddress", Rule::Object(&FINANCIAL_ADDRESS))];
static FINANCIAL_ADDRESS: [Field; 2] =
    [required("type", Rule::Choice(IssueCode::OutOfRange, &["iban"])), required("iban", Rule::Object(&IBAN))];
static IBAN: [Field; 3] =
    [required("iban", Rule::Iban), optional("bic", Rule::Bic), optional("accountHolderName", Rule::Text)];

/// [`super::check_data_session_request`] of text.
pub fn check_request_text(request: View<'_>, rules: &RequestRules<'_>) -> Checked<String> {
    let mut checker = Checker::new(rules.urls);
    checker.extra_permissions = rules.extra_permissions;
    checker.from_page = rules.reference_id_optional;
    if checker.object(request, &Place::Root, &REQUEST, rules.extra_fields).is_some() {
        check_match_data(request, &mut checker);
        check_bank_selection(request, &mut checker);
        check_lifetime(request, &mut checker);
    }
    checker.finish()
}

/// `matchData` and the permission `match_identity` go together. Nothing is said where `permissions` can't be read.
fn check_match_data(request: View<'_>, checker: &mut Checker<'_>) {
    let place = Place::Field(&Place::Root, "matchData");
    match (permissions::asks_for(request, MATCH_IDENTITY), request.get("matchData")) {
        (Some(true), None) => {
            let words = "the account to match, for the permission match_identity";
            checker.expected(&place, IssueCode::Required, words);
        }
        (Some(false), Some(_)) => {
            checker.expected(&place, IssueCode::Conflict, "the permission match_identity with it");
        }
        _ => {}
    }
}

/// Without bank selection the shopper needs a prefilled bank.
fn check_bank_selection(request: View<'_>, checker: &mut Checker<'_>) {
    if request.get("disableBankSelection").is_none_or(|flag| flag.first() != b't') {
        return;
    }
    let without_bank = match request.get("prefill") {
        Some(prefill) if prefill.first() == b'{' => prefill.get("bankId").is_none(),
        other => other.is_none(),
    };
    if without_bank {
        let place = Place::Field(&Place::Root, "prefill");
        let place = Place::Field(&place, "bankId");
        checker.expected(&place, IssueCode::Required, "a bank, as disableBankSelection is true");
    }
}

/// `expiresAt` counts from `createdAt`.
fn check_lifetime(request: View<'_>, checker: &mut Checker<'_>) {
    let Some(expires) = request.get("expiresAt") else { return };
    let Some(created) = request.get("createdAt") else {
        let place = Place::Field(&Place::Root, "createdAt");
        checker.expected(&place, IssueCode::Required, "whole seconds since 1970, as expiresAt is set");
        return;
    };
    if let (Some(created), Some(expires)) = (whole_seconds(created), whole_seconds(expires))
        && !LIFETIME.contains(&(expires - created))
    {
        let words = "30 minutes to 24 hours after createdAt, in seconds";
        checker.expected(&Place::Field(&Place::Root, "expiresAt"), IssueCode::OutOfRange, words);
    }
}
