//! The shop's customers. Their names, email addresses and phone numbers are test data.

use ivy_proxy::{Customer, Verified};

/// A customer who can sign in with one click.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DemoCustomer {
    /// The value that the sign-in form sends.
    pub(crate) key: &'static str,
    /// The shop's id of the customer. It never changes and is never used for another customer.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) phone: &'static str,
}

/// All customers.
pub(crate) const ALL: [DemoCustomer; 2] = [
    DemoCustomer { key: "ada", id: "cus_ada", name: "Ada Example", email: "ada@example.com", phone: "+4915200000001" },
    DemoCustomer { key: "ben", id: "cus_ben", name: "Ben Sample", email: "ben@example.com", phone: "+4915200000002" },
];

/// Returns the customer for a value of the sign-in form.
pub(crate) fn by_key(key: &str) -> Option<&'static DemoCustomer> {
    ALL.iter().find(|customer| customer.key == key)
}

/// Returns the customer with an id, as in the table of sign-ins.
pub(crate) fn by_id(id: &str) -> Option<&'static DemoCustomer> {
    ALL.iter().find(|customer| customer.id == id)
}

impl DemoCustomer {
    /// Returns the first name.
    pub(crate) fn first_name(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// Converts the customer to the proxy's type. The shop verified the email address and the phone number at time 0.
    pub(crate) fn for_proxy(&self) -> Customer {
        let verified = |value: &str| Some(Verified { value: value.into(), since: 0 });
        Customer { id: self.id.into(), email: verified(self.email), phone: verified(self.phone) }
    }
}
