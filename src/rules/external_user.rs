//! The user as the merchant knows them.
//!
//! Source: Ivy's document on recurring users: one of `email`, `referenceId`, `phone` and `metadata` at least, and it is
//! by these that past sessions are found. So their normal form here and in a list query is the same.

use super::fields::{Checker, Field, Need, Rule};
use super::free_form::is_undefined;
use super::url::NoUrls;
use super::{Checked, IssueCode};
use crate::json::Value;
use crate::model::assumed;

static FIELDS: [Field; 4] = [
    Field { name: "email", need: Need::Optional, rule: Rule::Email },
    Field { name: "phone", need: Need::Optional, rule: Rule::Phone },
    Field { name: "referenceId", need: Need::Optional, rule: Rule::Name },
    Field { name: "metadata", need: Need::Optional, rule: Rule::Metadata(assumed::EXTERNAL_USER_METADATA_IS_LIMITED) },
];

/// Checks a user as it stands in a request under `externalUser`. Paths begin at the user itself.
pub fn check_external_user(user: &Value) -> Checked {
    Checker::new(&NoUrls).finish(|checker| match user {
        Value::NotJson(kind) => {
            checker.report.not_json(*kind);
            None
        }
        _ => check(user, checker),
    })
}

/// Checks a user and gives their normal form.
pub(super) fn check(user: &Value, checker: &mut Checker<'_>) -> Option<Value> {
    let normal = checker.object(user, &FIELDS, &[])?;
    let has = |name| user.get(name).is_some_and(|value| !is_undefined(value));
    if !has("email") && !has("phone") && !has("referenceId") {
        if has("metadata") {
            let words =
                "known by metadata alone, so no list can find this user again, add a referenceId, email or phone";
            checker.report.warn(IssueCode::MetadataOnly, &[words]);
        } else {
            checker.report.expected(IssueCode::Required, "at least one of email, phone, referenceId, metadata");
        }
    }
    Some(normal)
}
