//! The shop's own routes.
//!
//! | module | routes |
//! |---|---|
//! | `checkout` | `/`, `/own-design` and `/return`: the pages with scripts |
//! | `no_js` | `/plain/…`: the checkout without JavaScript |
//! | `pay` | `/shop/pay` |
//! | `session` | `/shop/sign-in`, `/shop/sign-out` and `/shop/me` |

mod checkout;
mod no_js;
mod pay;
mod session;

use std::sync::Arc;

use axum::Router;

use crate::state::Shop;

/// Returns the router of all these routes.
pub(crate) fn router() -> Router<Arc<Shop>> {
    checkout::router().merge(session::router()).merge(pay::router()).merge(no_js::router())
}
