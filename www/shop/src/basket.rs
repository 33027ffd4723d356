//! The basket of every customer.

/// The price of the basket. The checkout page and the no-JS pages show it; nobody is charged.
pub(crate) const TOTAL: &str = "€66.30";
