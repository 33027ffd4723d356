//! The demo shop: a checkout page, a sign-in with two customers, and the merchant proxy behind them.
//!
//! | floor | modules |
//! |---|---|
//! | the server | `serve` |
//! | the handlers | `routes` |
//! | their state, and error responses | `state`, `errors` |
//! | HTML | `pages` |
//! | headers, accounts, sign-ins | `headers`, `accounts`, `sign_in` |
//! | data and settings | `basket`, `customers`, `design`, `settings` |
//!
//! Three parts are worth copying for a merchant: an [`ivy_proxy::Identify`] that looks the sign-in up on the server, the
//! proxy nested at one path, and a payment that never trusts the page.

mod accounts;
mod basket;
mod customers;
mod design;
mod errors;
mod headers;
mod pages;
mod routes;
mod serve;
mod settings;
mod sign_in;
mod state;

pub use headers::content_security_policy;
pub use serve::{Running, StartError, serve};
pub use settings::{Options, Settings, SettingsError};
