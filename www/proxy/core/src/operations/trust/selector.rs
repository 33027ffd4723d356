//! The selector by which Ivy's list is requested for a customer.

use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};

use crate::config::ListBy;
use crate::customer::{Customer, Verified};

/// The selector of a list request: one query field and its value.
pub(in crate::operations) struct Selector {
    pub(in crate::operations) name: &'static str,
    pub(in crate::operations) value: String,
    /// The time at which the identifier was verified for this customer; `None` for the merchant's own id, which never
    /// changes hands.
    pub(super) since: Option<i64>,
}

impl Selector {
    /// Returns the customer's selector; `None` if the merchant lists by an address or number and the customer has no
    /// verified one.
    pub(in crate::operations) fn of(list_by: ListBy, customer: &Customer) -> Option<Self> {
        let since = |verified: &Option<Verified>| verified.as_ref().map(|verified| verified.since);
        let (name, value, since) = match list_by {
            ListBy::ReferenceId => (LIST_BY_REFERENCE_ID, customer.id.clone(), None),
            ListBy::Email => (LIST_BY_EMAIL, customer.normal_email()?, since(&customer.email)),
            ListBy::Phone => (LIST_BY_PHONE, customer.normal_phone()?, since(&customer.phone)),
        };
        Some(Self { name, value, since })
    }
}

/// Returns the JSON text of a list query.
pub(in crate::operations) fn query(name: &str, value: String) -> String {
    let mut text = String::new();
    json::write(&Value::Object(vec![(name.to_owned(), Value::String(value))]), &mut text);
    text
}
