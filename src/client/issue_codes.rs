//! Issue codes by name, for what a proxy answers.

use crate::rules::IssueCode;

const NAMES: [(&str, IssueCode); 24] = [
    ("required", IssueCode::Required),
    ("type", IssueCode::Type),
    ("empty", IssueCode::Empty),
    ("too_long", IssueCode::TooLong),
    ("too_many", IssueCode::TooMany),
    ("unknown_field", IssueCode::UnknownField),
    ("duplicate", IssueCode::Duplicate),
    ("conflict", IssueCode::Conflict),
    ("out_of_range", IssueCode::OutOfRange),
    ("not_json", IssueCode::NotJson),
    ("forbidden_key", IssueCode::ForbiddenKey),
    ("invalid_email", IssueCode::InvalidEmail),
    ("invalid_phone", IssueCode::InvalidPhone),
    ("invalid_market", IssueCode::InvalidMarket),
    ("invalid_locale", IssueCode::InvalidLocale),
    ("invalid_url", IssueCode::InvalidUrl),
    ("insecure_url", IssueCode::InsecureUrl),
    ("invalid_permission", IssueCode::InvalidPermission),
    ("invalid_iban", IssueCode::InvalidIban),
    ("invalid_bic", IssueCode::InvalidBic),
    ("invalid_date", IssueCode::InvalidDate),
    ("bban_mismatch", IssueCode::BbanMismatch),
    ("unknown_status", IssueCode::UnknownStatus),
    ("metadata_only", IssueCode::MetadataOnly),
];

/// The issue code with this name, as it is written in JavaScript.
pub fn issue_code(name: &str) -> Option<IssueCode> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}
