//! The same checks for a Rust program that has its input as a tree.

use super::{Checked, RequestRules, Subject, UrlReader, check_text};
use crate::json::{Value, View, parse, write_marked};

/// A reader for values that hold no URL: it reads none.
struct NoUrls;

impl UrlReader for NoUrls {
    fn read(&self, _: &str) -> Option<String> {
        None
    }
}

const PLAIN: RequestRules<'static> =
    RequestRules { urls: &NoUrls, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };

/// Checks a request and gives its normal form.
pub fn check_data_session_request(request: &Value, rules: &RequestRules<'_>) -> Checked {
    as_text(Subject::Request, request, rules)
}

/// Checks a user as it stands in a request under `externalUser`. Paths begin at the user itself.
pub fn check_external_user(user: &Value) -> Checked {
    as_text(Subject::ExternalUser, user, &PLAIN)
}

/// Checks a list query: exactly one selector, with the normal form that creating gives the same user.
///
/// None is [`super::IssueCode::Required`], more than one is [`super::IssueCode::Conflict`], both at the query itself.
pub fn check_list_query(query: &Value) -> Checked {
    as_text(Subject::ListQuery, query, &PLAIN)
}

/// The query that finds a user's past sessions: by `referenceId`, else by `email`, else by `phone`.
///
/// The user is checked whole, with paths that begin at the user. One known by metadata alone is refused with
/// [`super::IssueCode::MetadataOnly`].
pub fn list_query_for(external_user: &Value) -> Checked {
    as_text(Subject::ListQueryFor, external_user, &PLAIN)
}

fn as_text(subject: Subject, value: &Value, rules: &RequestRules<'_>) -> Checked {
    let mut text = String::new();
    write_marked(value, &mut text);
    // What cannot be read back is nested too deep, or holds a number that is none.
    let view = View::read_marked(&text).unwrap_or(View::TOO_LARGE);
    let Checked { value, issues, warnings } = check_text(subject, view, rules);
    Checked { value: value.and_then(|text| parse(text.as_bytes()).ok()), issues, warnings }
}
