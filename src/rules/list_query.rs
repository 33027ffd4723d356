//! List queries: by whom past sessions are looked up.
//!
//! Source: Ivy's document on recurring users: "You can always only query with one parameter at a time."

use super::external_user::check_external_user;
use super::fields::{Checker, Field, Need, Rule};
use super::free_form::is_undefined;
use super::url::NoUrls;
use super::{Checked, IssueCode};
use crate::json::Value;
use crate::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID, LIST_SELECTORS};

static FIELDS: [Field; 3] = [
    Field { name: LIST_BY_EMAIL, need: Need::Optional, rule: Rule::Email },
    Field { name: LIST_BY_PHONE, need: Need::Optional, rule: Rule::Phone },
    Field { name: LIST_BY_REFERENCE_ID, need: Need::Optional, rule: Rule::Name },
];

const EXACTLY_ONE: &str = "exactly one of externalUserEmail, externalUserPhone, externalUserReferenceId";

/// Checks a list query: exactly one selector, with the normal form that creating gives the same user.
///
/// None is [`IssueCode::Required`], more than one is [`IssueCode::Conflict`], both at the query itself.
pub fn check_list_query(query: &Value) -> Checked {
    Checker::new(&NoUrls).finish(|checker| {
        if let Value::NotJson(kind) = query {
            checker.report.not_json(*kind);
            return None;
        }
        let normal = checker.object(query, &FIELDS, &[])?;
        let has = |name: &&str| query.get(name).is_some_and(|value| !is_undefined(value));
        match LIST_SELECTORS.iter().filter(|name| has(name)).count() {
            0 => checker.report.expected(IssueCode::Required, EXACTLY_ONE),
            1 => {}
            _ => checker.report.expected(IssueCode::Conflict, EXACTLY_ONE),
        }
        Some(normal)
    })
}

/// The query that finds a user's past sessions: by `referenceId`, else by `email`, else by `phone`.
///
/// The user is checked whole, with paths that begin at the user. One known by metadata alone is refused with
/// [`IssueCode::MetadataOnly`].
pub fn list_query_for(external_user: &Value) -> Checked {
    let mut checked = check_external_user(external_user);
    let Some(user) = checked.value.take() else { return checked };
    let by = [("referenceId", LIST_BY_REFERENCE_ID), ("email", LIST_BY_EMAIL), ("phone", LIST_BY_PHONE)];
    checked.value = by.into_iter().find_map(|(field, selector)| {
        let value = user.get(field)?.clone();
        Some(Value::Object(vec![(selector.into(), value)]))
    });
    if checked.value.is_none() {
        checked.issues.append(&mut checked.warnings);
    }
    checked
}
