//! The request that creates a data session.
//!
//! Sources: Ivy's document on recurring users, and its API reference for the fields that the document does not name.
//!
//! Issues come in this order: the members in the order in which they were given, what is wrong inside one before the
//! next; then the required fields of that object that are missing, in their documented order; then the rules that
//! span fields, in the order of this file.

use super::fields::{Checker, Field, Need, Rule, whole_seconds};
use super::free_form::is_undefined;
use super::url::UrlReader;
use super::{Checked, IssueCode, permissions};
use crate::json::Value;
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
    optional("locale", Rule::Locale),
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
    optional("themeVariant", Rule::Choice(&["light", "dark"], "light or dark")),
    optional("matchData", Rule::Object(&MATCH_DATA)),
];
static PREFILL: [Field; 2] = [optional("bankId", Rule::Name), optional("email", Rule::Email)];
static MATCH_DATA: [Field; 1] = [required("financialAddress", Rule::Object(&FINANCIAL_ADDRESS))];
static FINANCIAL_ADDRESS: [Field; 2] =
    [required("type", Rule::Choice(&["iban"], "iban")), required("iban", Rule::Object(&IBAN))];
static IBAN: [Field; 3] =
    [required("iban", Rule::Iban), optional("bic", Rule::Bic), optional("accountHolderName", Rule::Text)];

/// Checks a request and gives its normal form.
pub fn check_data_session_request(request: &Value, rules: &RequestRules<'_>) -> Checked {
    let mut checker = Checker::new(rules.urls);
    checker.extra_permissions = rules.extra_permissions;
    checker.from_page = rules.reference_id_optional;
    checker.finish(|checker| {
        if let Value::NotJson(kind) = request {
            checker.report.not_json(*kind);
            return None;
        }
        let normal = checker.object(request, &REQUEST, rules.extra_fields)?;
        check_match_data(request, checker);
        check_bank_selection(request, checker);
        check_lifetime(request, checker);
        Some(normal)
    })
}

/// A member's value, if it is there and not `undefined`.
fn member<'a>(request: &'a Value, name: &str) -> Option<&'a Value> {
    request.get(name).filter(|value| !is_undefined(value))
}

/// `matchData` and the permission `match_identity` go together. Nothing is said where `permissions` can't be read.
fn check_match_data(request: &Value, checker: &mut Checker<'_>) {
    match (permissions::asks_for(request, MATCH_IDENTITY), member(request, "matchData")) {
        (Some(true), None) => {
            let words = "the account to match, for the permission match_identity";
            checker.report.expected_at("matchData", IssueCode::Required, words);
        }
        (Some(false), Some(_)) => {
            checker.report.expected_at("matchData", IssueCode::Conflict, "the permission match_identity with it");
        }
        _ => {}
    }
}

/// Without bank selection the shopper needs a prefilled bank.
fn check_bank_selection(request: &Value, checker: &mut Checker<'_>) {
    if !matches!(member(request, "disableBankSelection"), Some(Value::Bool(true))) {
        return;
    }
    let without_bank = match member(request, "prefill") {
        None => true,
        Some(prefill @ Value::Object(_)) => member(prefill, "bankId").is_none(),
        Some(_) => false,
    };
    if without_bank {
        checker.report.enter_field("prefill");
        checker.report.expected_at("bankId", IssueCode::Required, "a bank, as disableBankSelection is true");
        checker.report.leave();
    }
}

/// `expiresAt` counts from `createdAt`.
fn check_lifetime(request: &Value, checker: &mut Checker<'_>) {
    let Some(expires) = member(request, "expiresAt") else { return };
    let Some(created) = member(request, "createdAt") else {
        checker.report.expected_at("createdAt", IssueCode::Required, "whole seconds since 1970, as expiresAt is set");
        return;
    };
    if let (Some(created), Some(expires)) = (whole_seconds(created), whole_seconds(expires))
        && !LIFETIME.contains(&(expires - created))
    {
        let words = "30 minutes to 24 hours after createdAt, in seconds";
        checker.report.expected_at("expiresAt", IssueCode::OutOfRange, words);
    }
}
