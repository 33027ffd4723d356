//! The demo shop: a checkout page, a sign-in with two customers, and the merchant proxy behind them.
//!
//! | module | knows |
//! |---|---|
//! | `settings` | what the shop is started with |
//! | `customers` | the two customers |
//! | `sign_in` | who a browser is signed in as |
//! | `page` | the checkout page |
//! | `plain` | the way through the checkout without scripts |
//! | `pay` | using an account |
//! | `session_routes` | signing in and out |
//! | `headers` | what every answer carries |
//! | `serve` | starting and stopping |
//!
//! What a merchant would copy from here: an [`ivy_proxy::Identify`] that looks the sign-in up on the server, the proxy
//! nested at one path, and a payment that never trusts the page.

mod customers;
mod headers;
mod page;
mod pay;
mod plain;
mod refusal;
mod serve;
mod session_routes;
mod settings;
mod sign_in;

pub use headers::content_security_policy;
pub use serve::{Running, StartError, serve};
pub use settings::{Options, Settings, SettingsError};

use ivy_data_session::client::Environment;
use ivy_proxy::Proxy;
use sign_in::SignIns;

/// What every handler knows.
struct Shop {
    proxy: Proxy,
    sign_ins: SignIns,
    page: page::Template,
    login_environment: Environment,
}

/// What the basket costs. The page and the plain pages show it; nobody is charged.
const TOTAL: &str = "€66.30";
