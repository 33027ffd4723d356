//! The pages for errors.

use maud::{Markup, html};

use super::layout::{not_connected, page, start_form};

/// Returns the page for a session that no longer has the chosen account.
pub(crate) fn account_gone() -> Markup {
    page(
        "Account gone",
        &html! {
            p id="status" data-state="account_gone" data-tone="bad" {
                "Your bank no longer shares this account, and nothing was paid. Go back and choose another account, or use another bank."
            }
            (start_form("Use another bank", "main"))
        },
    )
}

/// Returns the page for a login or session that this customer or guest does not have.
pub(crate) fn unknown() -> Markup {
    not_connected(
        "unknown",
        "We can't find this bank login, and nothing was paid. The login may belong to another customer or browser.",
    )
}

/// Returns the page for an outage of the database or of the proxy.
pub(crate) fn unavailable() -> Markup {
    page(
        "Not available",
        &html! {
            p id="status" data-state="proxy_unavailable" data-tone="bad" {
                "Pay by bank isn't available right now, and nothing was paid. Please reload this page in a minute."
            }
        },
    )
}

/// Returns the page for a post that no page of this shop sent.
pub(crate) fn foreign_post() -> Markup {
    page(
        "Not possible",
        &html! {
            p id="status" data-state="problem" data-tone="bad" {
                "The request didn't come from our checkout page, so nothing was done. Please go back to the shop and try again."
            }
        },
    )
}

/// Returns the page for an address that the shop does not have.
pub(crate) fn no_page() -> Markup {
    page(
        "Page not found",
        &html! {
            p { "The shop has no page at this address. Go back to the shop and continue from there." }
        },
    )
}
