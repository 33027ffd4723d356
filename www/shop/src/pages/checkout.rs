//! The checkout page: `index.html` of the page folder, with values for one customer.
//!
//! The server fills the values in, so that nothing jumps when the page opens, and so that signing in works without scripts.

use std::path::Path;

use ivy_data_session::client::Environment;

use crate::basket::TOTAL;
use crate::customers::DemoCustomer;

/// The step that the page prepares for when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// A click on "Pay by bank".
    Nothing,
    /// The offer of an account from a past login.
    Recall,
    /// The result of the login that the shopper returns from.
    Return,
}

/// The files of the page folder: the page `element.html`, and the template `index.html`.
#[derive(Debug)]
pub(crate) struct Template {
    checkout: String,
    /// The page with the element.
    pub(crate) element: String,
}

/// The placeholders of the template. That of the customer is for the id, which is empty for a guest.
const PLACEHOLDERS: [&str; 7] = [
    "{{customer}}",
    "{{customer_name}}",
    "{{customer_email}}",
    "{{initial}}",
    "{{expect}}",
    "{{login_environment}}",
    "{{total}}",
];

impl Template {
    /// Reads both files.
    ///
    /// # Errors
    /// When a file cannot be read, or `index.html` lacks a placeholder.
    pub(crate) fn read(folder: &Path) -> std::io::Result<Self> {
        let checkout = std::fs::read_to_string(folder.join("index.html"))?;
        let element = std::fs::read_to_string(folder.join("element.html"))?;
        match PLACEHOLDERS.iter().find(|placeholder| !checkout.contains(*placeholder)) {
            Some(placeholder) => Err(std::io::Error::other(format!("index.html has no {placeholder}"))),
            None => Ok(Self { checkout, element }),
        }
    }

    /// Returns the checkout page. All values are constants of the shop and not input from a browser, so that they need no
    /// escaping.
    pub(crate) fn fill(&self, customer: Option<&DemoCustomer>, expect: Expect, environment: Environment) -> String {
        let expect = match expect {
            Expect::Nothing => "nothing",
            Expect::Recall => "recall",
            Expect::Return => "return",
        };
        let of = |value: fn(&DemoCustomer) -> &'static str| customer.map_or("", value);
        let values = [
            of(|customer| customer.id),
            of(|customer| customer.name),
            of(|customer| customer.email),
            of(|customer| customer.name.get(..1).unwrap_or_default()),
            expect,
            environment.name(),
            TOTAL,
        ];
        PLACEHOLDERS
            .iter()
            .zip(values)
            .fold(self.checkout.clone(), |text, (placeholder, value)| text.replace(placeholder, value))
    }
}
