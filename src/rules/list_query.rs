//! List queries: by whom past sessions are looked up.
//!
//! Source: Ivy's document on recurring users: "You can always only query with one parameter at a time."

use super::checker::{Checker, Field, Need};
use super::external_user::check_external_user_text;
use super::place::Place;
use super::rule::Rule;
use super::url::NoUrls;
use super::{Checked, IssueCode};
use crate::json::View;
use crate::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};

static FIELDS: [Field; 3] = [
    Field { name: LIST_BY_EMAIL, need: Need::Optional, rule: Rule::Email },
    Field { name: LIST_BY_PHONE, need: Need::Optional, rule: Rule::Phone },
    Field { name: LIST_BY_REFERENCE_ID, need: Need::Optional, rule: Rule::Name },
];

const EXACTLY_ONE: &str = "exactly one of externalUserEmail, externalUserPhone, externalUserReferenceId";

/// [`super::check_list_query`] of text.
pub fn check_list_query_text(query: View<'_>) -> Checked<String> {
    let mut checker = Checker::new(&NoUrls);
    match checker.object(query, &Place::Root, &FIELDS, &[]).map(u32::count_ones) {
        Some(0) => checker.expected(&Place::Root, IssueCode::Required, EXACTLY_ONE),
        Some(2..) => checker.expected(&Place::Root, IssueCode::Conflict, EXACTLY_ONE),
        _ => {}
    }
    checker.finish()
}

/// [`super::list_query_for`] of text.
pub fn list_query_text_for(external_user: View<'_>) -> Checked<String> {
    let mut checked = check_external_user_text(external_user);
    let Some(normal) = checked.value.take() else { return checked };
    let Some(user) = View::read(normal.as_bytes()) else { return checked };
    for (field, selector) in [("referenceId", LIST_BY_REFERENCE_ID), ("email", LIST_BY_EMAIL), ("phone", LIST_BY_PHONE)]
    {
        if let Some(value) = user.get(field) {
            let value = std::str::from_utf8(value.text()).unwrap_or_default();
            checked.value = Some(["{\"", selector, "\":", value, "}"].concat());
            return checked;
        }
    }
    checked.issues.append(&mut checked.warnings);
    checked
}
