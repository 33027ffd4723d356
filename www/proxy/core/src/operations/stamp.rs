//! Stamping: the proxy sets a request's user, reference and callbacks itself (SECURITY.md, 1 and 6).

use ivy_data_session::json::Value;
use ivy_data_session::model::{Audience, DataSessionRequest, Defined};
use ivy_data_session::rules::{NativeUrls, RequestRules, check_data_session_request};

use crate::api_error::ApiError;
use crate::config::{Config, ListBy, ListSelector};
use crate::customer::Customer;
use crate::host::Host;
use crate::random;
use crate::who::Who;

/// The names of a callback URL and the user in a later version of Ivy's API. A merchant might allow them as extra
/// fields.
const LATER_NAMES: [&str; 2] = ["returnUrl", "customer"];

/// Returns true if the proxy drops a field of a page's request or sets it itself.
fn is_the_proxys(name: &str) -> bool {
    let defined = DataSessionRequest::DEFINITION.field(name);
    LATER_NAMES.contains(&name) || defined.is_some_and(|(_, note)| note.audience == Audience::Proxy)
}

/// The longest prefix of a reference that a merchant's hook may return. With the suffix it stays below Ivy's 200
/// characters.
const LONGEST_START: usize = 150;

/// A request with the user that the proxy has set, without the other fields that the proxy sets.
#[derive(Clone, Debug)]
pub(crate) struct Stamped(Vec<(String, Value)>);

/// Checks a page's request with the library's rules, and sets its user.
///
/// # Errors
/// 422 with all issues. 403 if the request names another user than the signed-in one, existing or not.
pub(crate) fn stamp(config: &Config, who: &Who, request: &Value) -> Result<Stamped, ApiError> {
    let rules = RequestRules {
        urls: &NativeUrls,
        extra_fields: &config.extra_fields,
        extra_permissions: &config.extra_permissions,
        reference_id_optional: true,
    };
    let checked = check_data_session_request(request, &rules);
    let Some(Value::Object(mut members)) = checked.value.filter(|_| checked.issues.is_empty()) else {
        return Err(ApiError::invalid(checked.issues));
    };
    let named = members.iter().find(|(name, _)| name == "externalUser").map(|(_, user)| user.clone());
    members.retain(|(name, _)| !is_the_proxys(name));
    if let Who::Customer(customer) = who {
        let user = external_user(config.list_by, customer, named)?;
        members.push(("externalUser".into(), Value::Object(user)));
    }
    Ok(Stamped(members))
}

/// Returns the user of a signed-in customer: the merchant's own id, the identifier by which the merchant lists, and the
/// members that the page sent, if they are the customer's.
fn external_user(list_by: ListBy, customer: &Customer, named: Option<Value>) -> Result<Vec<(String, Value)>, ApiError> {
    let mut user = match named {
        Some(Value::Object(members)) => members,
        _ => Vec::new(),
    };
    for (field, value) in &user {
        let theirs = match field.as_str() {
            "referenceId" => value.as_str() == Some(customer.id.as_str()),
            "email" => value.as_str().is_some_and(|text| is_email(customer, text)),
            "phone" => value.as_str().is_some_and(|text| is_phone(customer, text)),
            _ => true,
        };
        if !theirs {
            return Err(ApiError::forbidden().because("another user"));
        }
    }
    set(&mut user, "referenceId", Some(customer.id.clone()));
    if let Some(selector) = list_by.selector() {
        set_identifier(&mut user, selector, customer);
    }
    Ok(user)
}

/// Sets the identifier by which Ivy lists, unless it is the merchant's own id, which every user has.
fn set_identifier(user: &mut Vec<(String, Value)>, selector: ListSelector, customer: &Customer) {
    match selector {
        ListSelector::ReferenceId => {}
        ListSelector::Email => set(user, "email", customer.normal_email()),
        ListSelector::Phone => set(user, "phone", customer.normal_phone()),
    }
}

fn set(members: &mut Vec<(String, Value)>, field: &str, text: Option<String>) {
    if let Some(text) = text {
        members.retain(|(name, _)| name != field);
        members.push((field.to_owned(), Value::String(text)));
    }
}

/// Returns true if a normalized address is the customer's.
pub(super) fn is_email(customer: &Customer, text: &str) -> bool {
    customer.normal_email().is_some_and(|theirs| theirs == text)
}

/// Returns true if a normalized number is the customer's.
pub(super) fn is_phone(customer: &Customer, text: &str) -> bool {
    customer.normal_phone().is_some_and(|theirs| theirs == text)
}

impl Stamped {
    /// Returns the request's text, for comparison with a retry.
    pub(crate) fn text(&self) -> String {
        write(self.0.clone())
    }

    /// Sets the identifier by which the proxy lists at present. Not part of [`text`](Self::text): a retry may come when the
    /// proxy lists by another one.
    pub(crate) fn identify(&mut self, selector: ListSelector, who: &Who) {
        let Who::Customer(customer) = who else { return };
        if let Some((_, Value::Object(user))) = self.0.iter_mut().find(|(name, _)| name == "externalUser") {
            set_identifier(user, selector, customer);
        }
    }

    /// Returns the request for Ivy.
    pub(crate) fn complete(&self, reference_id: &str, (success, error): (String, String), result: &str) -> String {
        let own = [
            ("referenceId", reference_id.to_owned()),
            ("successCallbackUrl", success),
            ("errorCallbackUrl", error),
            ("resultCallbackUrl", result.to_owned()),
        ];
        let own = own.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text)));
        write(own.chain(self.0.iter().cloned()).collect())
    }
}

fn write(members: Vec<(String, Value)>) -> String {
    let mut text = String::new();
    ivy_data_session::json::write(&Value::Object(members), &mut text);
    text
}

/// Returns a unique and unguessable reference that begins with `start`.
pub(crate) fn new_reference(host: &impl Host, start: &str) -> Result<String, ApiError> {
    let tail = random::token::<16>(host)?;
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let start: String = start.chars().filter(fits).take(LONGEST_START).collect();
    Ok(if start.is_empty() { tail } else { format!("{start}-{tail}") })
}
