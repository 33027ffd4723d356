//! The shop's customers. Names, addresses and numbers are made for tests.

use ivy_proxy::{Customer, Verified};

/// A customer who can sign in with one click.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DemoCustomer {
    /// What the sign-in form sends.
    pub(crate) key: &'static str,
    /// The shop's own id: never changed, never given to another.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) phone: &'static str,
}

/// Both of them.
pub(crate) const ALL: [DemoCustomer; 2] = [
    DemoCustomer { key: "ada", id: "cus_ada", name: "Ada Example", email: "ada@example.com", phone: "+4915200000001" },
    DemoCustomer { key: "ben", id: "cus_ben", name: "Ben Sample", email: "ben@example.com", phone: "+4915200000002" },
];

/// The customer whom a sign-in form names.
pub(crate) fn by_key(key: &str) -> Option<&'static DemoCustomer> {
    ALL.iter().find(|customer| customer.key == key)
}

/// The customer of an id in the table of sign-ins.
pub(crate) fn by_id(id: &str) -> Option<&'static DemoCustomer> {
    ALL.iter().find(|customer| customer.id == id)
}

impl DemoCustomer {
    /// Returns the first name.
    pub(crate) fn first_name(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// As the proxy knows this customer. The shop has verified address and number since it exists.
    pub(crate) fn for_proxy(&self) -> Customer {
        let verified = |value: &str| Some(Verified { value: value.into(), since: 0 });
        Customer { id: self.id.into(), email: verified(self.email), phone: verified(self.phone) }
    }
}
