//! Making a page's request the proxy's own: whose it is, which reference, which callbacks (SECURITY.md, 1 and 6).

use ivy_data_session::json::Value;
use ivy_data_session::model::{Audience, DataSessionRequest, Defined};
use ivy_data_session::rules::{NativeUrls, RequestRules, check_data_session_request, email, phone};

use crate::config::{Config, ListBy};
use crate::{ApiError, Customer, Host, Verified, Who, random};

/// The names that a later age of Ivy's API has for a callback URL and the user; a merchant might allow them as extra
/// fields.
const LATER_NAMES: [&str; 2] = ["returnUrl", "customer"];

/// Returns true if the proxy drops a field of a page's request, or sets it itself.
fn is_the_proxys(name: &str) -> bool {
    let defined = DataSessionRequest::DEFINITION.field(name);
    LATER_NAMES.contains(&name) || defined.is_some_and(|(_, note)| note.audience == Audience::Proxy)
}

/// The longest start of a reference that a merchant's hook may give: with the tail it stays below Ivy's 200 characters.
const LONGEST_START: usize = 150;

/// A request that says whose it is and nothing that is the proxy's to say.
#[derive(Clone, Debug)]
pub(crate) struct Stamped(Vec<(String, Value)>);

/// Checks a page's request by the library's rules and stamps the user on it.
///
/// # Errors
/// 422 with all issues; 403 where it names another user than the one who is signed in, whether or not there is one.
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

/// The user of a signed-in customer: always the merchant's own id; the address or number where it is listed by; what the
/// page named itself, if it is theirs.
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
    match list_by {
        ListBy::ReferenceId => {}
        ListBy::Email => set(&mut user, "email", verified_email(customer)),
        ListBy::Phone => set(&mut user, "phone", verified_phone(customer)),
    }
    Ok(user)
}

fn set(members: &mut Vec<(String, Value)>, field: &str, text: Option<String>) {
    if let Some(text) = text {
        members.retain(|(name, _)| name != field);
        members.push((field.to_owned(), Value::String(text)));
    }
}

/// The customer's verified e-mail address in the normal form that creating and listing share.
pub(super) fn verified_email(customer: &Customer) -> Option<String> {
    normal(customer.email.as_ref(), email::normalize)
}

/// The customer's verified phone number, likewise.
pub(super) fn verified_phone(customer: &Customer) -> Option<String> {
    normal(customer.phone.as_ref(), phone::normalize)
}

fn normal(verified: Option<&Verified>, normalize: fn(&str) -> Option<String>) -> Option<String> {
    verified.and_then(|verified| normalize(&verified.value))
}

/// Whether an address in its normal form is the customer's.
pub(super) fn is_email(customer: &Customer, text: &str) -> bool {
    verified_email(customer).is_some_and(|theirs| theirs == text)
}

/// Whether a number in its normal form is the customer's.
pub(super) fn is_phone(customer: &Customer, text: &str) -> bool {
    verified_phone(customer).is_some_and(|theirs| theirs == text)
}

impl Stamped {
    /// The request as it is compared with a repeat of it.
    pub(crate) fn text(&self) -> String {
        write(self.0.clone())
    }

    /// The request as it goes to Ivy.
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

/// A reference that was never used before and that nobody can guess.
pub(crate) fn new_reference(host: &impl Host, start: &str) -> Result<String, ApiError> {
    let tail = random::token::<16>(host)?;
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let start: String = start.chars().filter(fits).take(LONGEST_START).collect();
    Ok(if start.is_empty() { tail } else { format!("{start}-{tail}") })
}
