//! The user as the merchant knows them.
//!
//! Source: Ivy's document on recurring users: one of `email`, `referenceId`, `phone` and `metadata` at least, and it is
//! by these that past sessions are found. So their normal form here and in a list query is the same.

use super::checker::{Checker, Field, Need};
use super::place::Place;
use super::rule::Rule;
use super::url::NoUrls;
use super::{Checked, IssueCode, report};
use crate::json::View;
use crate::model::assumed;

static FIELDS: [Field; 4] = [
    Field { name: "email", need: Need::Optional, rule: Rule::Email },
    Field { name: "phone", need: Need::Optional, rule: Rule::Phone },
    Field { name: "referenceId", need: Need::Optional, rule: Rule::Name },
    Field { name: "metadata", need: Need::Optional, rule: Rule::Metadata(assumed::EXTERNAL_USER_METADATA_IS_LIMITED) },
];

/// [`super::check_external_user`] of text.
pub fn check_external_user_text(user: View<'_>) -> Checked<String> {
    let mut checker = Checker::new(&NoUrls);
    check(user, &Place::Root, &mut checker);
    checker.finish()
}

/// Checks a user and writes their normal form.
pub(super) fn check(user: View<'_>, place: &Place<'_>, checker: &mut Checker<'_>) {
    // One bit for each field that is there: the last one is metadata.
    match checker.object(user, place, &FIELDS, &[]) {
        Some(0) => {
            checker.expected(place, IssueCode::Required, "at least one of email, phone, referenceId, metadata");
        }
        Some(0b1000) => {
            let words =
                "known by metadata alone, so no list can find this user again, add a referenceId, email or phone";
            checker.warnings.push(report::issue(place, IssueCode::MetadataOnly, &[words]));
        }
        _ => {}
    }
}
