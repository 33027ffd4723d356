//! Trust: which sessions from elsewhere a customer may adopt (SECURITY.md, 3).

#[cfg(test)]
mod tests;

use ivy_data_session::json::Value;
use ivy_data_session::rules::{email, phone};

use super::list_path;
use super::selector::Selector;
use super::stamp::{is_email, is_phone};
use crate::api_error::ApiError;
use crate::config::ListSelector;
use crate::customer::Customer;
use crate::host::Host;
use crate::list_way::ListWay;
use crate::release::{State, Trust};
use crate::services::Services;
use crate::session::Session;
use crate::store::Record;
use crate::who::Who;

/// Returns the trust that a row needs, and its selector. Only a row of a session from elsewhere needs any.
pub(super) async fn of_row(
    services: &Services<impl Host>,
    who: &Who,
    record: &Record,
) -> Result<(ListSelector, Option<Trust>), ApiError> {
    if record.row.state != State::Adopted {
        return Ok((ANY, None));
    }
    let by = selector(services).await;
    Ok((by, of(services, who, by).await?))
}

/// The selector where none has an effect, because there is no trust.
pub(super) const ANY: ListSelector = ListSelector::ReferenceId;

/// Returns the selector by which sessions from elsewhere are attributed. Checks Ivy's list first, if the merchant trusts
/// such sessions and a check is due.
pub(super) async fn selector(services: &Services<impl Host>) -> ListSelector {
    if services.config.trust_sessions_before.is_none() {
        return ANY;
    }
    match list_path::way(services).await.0 {
        ListWay::List(by) => by,
        ListWay::Table => ANY,
    }
}

/// Returns the ages of sessions from elsewhere that may be this customer's; `None` if none may.
pub(super) async fn of(services: &Services<impl Host>, who: &Who, by: ListSelector) -> Result<Option<Trust>, ApiError> {
    let (Some(before), Who::Customer(customer)) = (services.config.trust_sessions_before, who) else {
        return Ok(None);
    };
    let Some(selector) = Selector::of(by, customer) else { return Ok(None) };
    if !list_path::is_passed(services, by).await || !services.store.may_adopt(who).await? {
        return Ok(None);
    }
    Ok(Some(Trust { since: selector.since, before }))
}

/// Checks whether Ivy's response names the customer's identifier; `None` if it names no user at all.
pub(super) fn names_customer(by: ListSelector, who: &Who, session: &Session) -> Option<bool> {
    let Who::Customer(customer) = who else { return Some(false) };
    let user = session.get("externalUser").filter(|user| !matches!(user, Value::Null))?;
    let (field, is_theirs): (_, fn(&Customer, &str) -> bool) = match by {
        ListSelector::ReferenceId => ("referenceId", |customer, text| customer.id == text),
        ListSelector::Email => {
            ("email", |customer, text| email::normalize(text).is_some_and(|text| is_email(customer, &text)))
        }
        ListSelector::Phone => {
            ("phone", |customer, text| phone::normalize(text).is_some_and(|text| is_phone(customer, &text)))
        }
    };
    Some(user.get(field).and_then(Value::as_str).is_some_and(|text| is_theirs(customer, text)))
}
