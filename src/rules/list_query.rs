//! List queries: by whom past sessions are looked up.
//!
//! Source: Ivy's document on recurring users: "You can always only query with one parameter at a time."

use super::checker::{Checker, Field, Need};
use super::place::Place;
use super::rule::Rule;
use super::url::NoUrls;
use super::{Checked, IssueCode, external_user};
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
    let mut checker = Checker::new(&NoUrls);
    external_user::check(external_user, &Place::Root, &mut checker);
    let normal = std::mem::take(&mut checker.normal);
    if let (true, Some(user)) = (checker.issues.is_empty(), View::read(&normal)) {
        let by = [("referenceId", LIST_BY_REFERENCE_ID), ("email", LIST_BY_EMAIL), ("phone", LIST_BY_PHONE)];
        let found = by.iter().find_map(|(field, selector)| Some((selector, user.get(field)?)));
        if let Some((selector, value)) = found {
            for part in ["{\"", selector, "\":", value.text(), "}"] {
                checker.normal.push_str(part);
            }
        } else {
            checker.issues.append(&mut checker.warnings);
        }
    }
    checker.finish()
}
