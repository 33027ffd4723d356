//! The selector by which Ivy's list is requested for a customer.

use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};

use crate::config::ListSelector;
use crate::customer::{Customer, Verified};

/// The selector of a list request: one query field and its value.
pub(super) struct Selector {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// The time at which the identifier was verified for this customer; `None` for the merchant's own id, which never
    /// changes hands.
    pub(super) since: Option<i64>,
}

impl Selector {
    /// Returns the customer's selector; `None` if the list is requested by an address or number and the customer has no
    /// verified one.
    pub(super) fn of(selector: ListSelector, customer: &Customer) -> Option<Self> {
        let since = |verified: &Option<Verified>| verified.as_ref().map(|verified| verified.since);
        let (value, since) = match selector {
            ListSelector::ReferenceId => (customer.id.clone(), None),
            ListSelector::Email => (customer.normal_email()?, since(&customer.email)),
            ListSelector::Phone => (customer.normal_phone()?, since(&customer.phone)),
        };
        Some(Self { name: selector_name(selector), value, since })
    }
}

/// Returns the query field of a selector.
pub(super) const fn selector_name(selector: ListSelector) -> &'static str {
    match selector {
        ListSelector::ReferenceId => LIST_BY_REFERENCE_ID,
        ListSelector::Email => LIST_BY_EMAIL,
        ListSelector::Phone => LIST_BY_PHONE,
    }
}

/// Returns the JSON text of a list query.
pub(super) fn query(name: &str, value: String) -> String {
    let mut text = String::new();
    json::write(&Value::Object(vec![(name.to_owned(), Value::String(value))]), &mut text);
    text
}
