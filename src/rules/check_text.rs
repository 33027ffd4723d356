//! The entry point for values that are JSON text, and its common part with those for trees.

use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::input::Input;
use super::{Checked, RequestRules, check_value, list_query};
use crate::json::View;
use crate::model::{self, Defined, Kind, Role};

/// The shape that a value is checked by.
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

/// Checks a value and returns its normal form. The options in `allowed` apply to requests only.
pub fn check_text(subject: Subject, value: View<'_>, allowed: &RequestRules<'_>) -> Checked<String> {
    check_input(subject, value, allowed)
}

/// Checks a value of any kind of input.
pub(super) fn check_input<'v, V: Input<'v>>(subject: Subject, value: V, allowed: &RequestRules<'_>) -> Checked<String> {
    let (shape, role, root) = match subject {
        Subject::Request => {
            (model::DataSessionRequest::SHAPE, Role::Request, ("request", r#"{ permissions: ["identity"] }"#))
        }
        Subject::ListQuery => {
            (model::ListQuery::SHAPE, Role::ListQuery, ("query", r#"{ externalUserEmail: "ada@example.com" }"#))
        }
        Subject::ExternalUser | Subject::ListQueryFor => {
            (model::ExternalUser::SHAPE, Role::ExternalUser, ("externalUser", r#"{ email: "ada@example.com" }"#))
        }
    };
    let mut state = CheckState::new(allowed, root);
    check_value::check(Kind::Object(shape), role, value, &FieldPath::Root, &mut state);
    if subject == Subject::ListQueryFor {
        list_query::of_user(&mut state);
    }
    let CheckState { issues, warnings, normal, .. } = state;
    let value = if issues.is_empty() { Some(normal) } else { None };
    Checked { value, issues, warnings }
}
