//! Trust: which sessions from elsewhere a customer may adopt (SECURITY.md, 3).

mod list_path;
mod selector;
#[cfg(test)]
mod tests;

use ivy_data_session::json::Value;
use ivy_data_session::rules::{email, phone};

use super::stamp::{is_email, is_phone};
use crate::api_error::ApiError;
use crate::config::ListBy;
use crate::customer::Customer;
use crate::host::Host;
use crate::release::{State, Trust};
use crate::services::Services;
use crate::session::Session;
use crate::store::Record;
use crate::who::Who;

pub(crate) use list_path::check_list_path;
pub(super) use selector::{Selector, query};

/// Returns the trust that a row needs. Only a row of a session from elsewhere needs any.
pub(super) async fn of_row(
    services: &Services<impl Host>,
    who: &Who,
    record: &Record,
) -> Result<Option<Trust>, ApiError> {
    if record.row.state == State::Adopted { of(services, who).await } else { Ok(None) }
}

/// Returns the ages of sessions from elsewhere that may be this customer's; `None` if none may.
pub(super) async fn of(services: &Services<impl Host>, who: &Who) -> Result<Option<Trust>, ApiError> {
    let (Some(before), Who::Customer(customer)) = (services.config.trust_sessions_before, who) else {
        return Ok(None);
    };
    let Some(selector) = Selector::of(services.config.list_by, customer) else { return Ok(None) };
    if !list_path::is_list_checked(services).await || !services.store.may_adopt(who).await? {
        return Ok(None);
    }
    Ok(Some(Trust { since: selector.since, before }))
}

/// Checks whether Ivy's response names the customer's identifier; `None` if it names no user at all.
pub(super) fn names_customer(services: &Services<impl Host>, who: &Who, session: &Session) -> Option<bool> {
    let Who::Customer(customer) = who else { return Some(false) };
    let user = session.get("externalUser").filter(|user| !matches!(user, Value::Null))?;
    let (field, is_theirs): (_, fn(&Customer, &str) -> bool) = match services.config.list_by {
        ListBy::ReferenceId => ("referenceId", |customer, text| customer.id == text),
        ListBy::Email => {
            ("email", |customer, text| email::normalize(text).is_some_and(|text| is_email(customer, &text)))
        }
        ListBy::Phone => {
            ("phone", |customer, text| phone::normalize(text).is_some_and(|text| is_phone(customer, &text)))
        }
    };
    Some(user.get(field).and_then(Value::as_str).is_some_and(|text| is_theirs(customer, text)))
}
