//! The ways into the rules, for values that are text.

use super::checker::Checker;
use super::place::Place;
use super::rule::Rule;
use super::{Checked, RequestRules, list_query};
use crate::json::View;

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// See [`super::check_data_session_request`].
    Request,
    /// See [`super::check_external_user`].
    ExternalUser,
    /// See [`super::check_list_query`].
    ListQuery,
    /// See [`super::list_query_for`].
    ListQueryFor,
}

/// Checks a value and gives its normal form. Of `allowed`, nothing but a request takes anything.
pub fn check_text(subject: Subject, value: View<'_>, allowed: &RequestRules<'_>) -> Checked<String> {
    let (issues, warnings) = Default::default();
    // The normal form is hardly ever longer.
    let mut checker = Checker { allowed, issues, warnings, keys: 0, normal: String::with_capacity(value.text().len()) };
    let rule = match subject {
        Subject::Request => Rule::Request,
        Subject::ListQuery => Rule::ListQuery,
        Subject::ExternalUser | Subject::ListQueryFor => Rule::ExternalUser,
    };
    checker.value(rule, value, &Place::Root);
    if subject == Subject::ListQueryFor {
        list_query::of_user(&mut checker);
    }
    let Checker { issues, warnings, normal, .. } = checker;
    let value = if issues.is_empty() { Some(normal) } else { None };
    Checked { value, issues, warnings }
}
