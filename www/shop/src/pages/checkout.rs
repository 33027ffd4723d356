//! The checkout page in its two designs, `element.html` and `own-design.html` of the page folder, with values for one customer.
//!
//! The server fills the values in, so that nothing jumps when the page opens, and so that signing in works without scripts.

use std::path::Path;

use ivy_data_session::client::Environment;

use crate::basket::TOTAL;
use crate::customers::DemoCustomer;
use crate::design::Design;

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

/// The templates of the checkout page.
#[derive(Debug)]
pub(crate) struct Template {
    element: String,
    own: String,
}

/// The parts that both designs share, each a file of the page folder.
const PARTS: [(&str, &str); 3] =
    [("{{header}}", "header.html"), ("{{basket}}", "basket.html"), ("{{customer_card}}", "customer.html")];

/// The placeholder of the element's design for the account that is offered when the page opens.
const RECALLED: &str = "{{recalled}}";

/// The placeholders of a design with its parts. That of the customer is for the id, which is empty for a guest.
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
    /// Reads both designs.
    ///
    /// # Errors
    /// When a file cannot be read, or a design lacks a part or a placeholder.
    pub(crate) fn read(folder: &Path) -> std::io::Result<Self> {
        let element = read_design(folder, "element.html")?;
        if !element.contains(RECALLED) {
            return Err(lacks("element.html", RECALLED));
        }
        Ok(Self { element, own: read_design(folder, "own-design.html")? })
    }

    /// Returns the checkout page. `recalled` is `initial` of the proxy's `recall`, or empty. All other values are constants of
    /// the shop and not input from a browser. None needs escaping.
    pub(crate) fn fill(
        &self,
        design: Design,
        customer: Option<&DemoCustomer>,
        expect: Expect,
        environment: Environment,
        recalled: &str,
    ) -> String {
        let template = match design {
            Design::Element => &self.element,
            Design::Own => &self.own,
        };
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
            .fold(template.replace(RECALLED, recalled), |text, (placeholder, value)| text.replace(placeholder, value))
    }
}

fn lacks(name: &str, placeholder: &str) -> std::io::Error {
    std::io::Error::other(format!("{name} has no {placeholder}"))
}

/// Reads one design and puts the shared parts in.
fn read_design(folder: &Path, name: &str) -> std::io::Result<String> {
    let mut page = std::fs::read_to_string(folder.join(name))?;
    for (placeholder, part) in PARTS {
        if !page.contains(placeholder) {
            return Err(lacks(name, placeholder));
        }
        page = page.replace(placeholder, std::fs::read_to_string(folder.join(part))?.trim_end());
    }
    match PLACEHOLDERS.iter().find(|placeholder| !page.contains(*placeholder)) {
        Some(placeholder) => Err(lacks(name, placeholder)),
        None => Ok(page),
    }
}
