//! The frame of the pages that are made on the server.

use maud::{DOCTYPE, Markup, html};

use crate::accounts::{MARKET, PERMISSION};

/// Returns a page with one card.
pub(super) fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Slow Morning Coffee" }
                link rel="icon" href="/goods/mark.svg" type="image/svg+xml";
                @for sheet in ["style", "parts", "payment", "card-page"] {
                    link rel="stylesheet" href=(format!("/{sheet}.css"));
                }
            }
            body {
                header class="bar" {
                    a class="brand" href="/" {
                        img src="/goods/mark.svg" alt="" width="32" height="32";
                        span { "Slow Morning" }
                    }
                    p class="bar-note" { "Demo: nothing is charged" }
                }
                main class="card-page" {
                    h1 { (title) }
                    section class="card" { (content) }
                    a class="quiet" href="/" { "Back to the shop" }
                }
            }
        }
    }
}

/// Returns the page for a login without a connected bank. `state` is for styles and tests.
pub(super) fn not_connected(state: &str, text: &str) -> Markup {
    page(
        "Bank not connected",
        &html! {
            p id="status" data-state=(state) data-tone="bad" { (text) }
            (start_form("Try again", "main"))
        },
    )
}

/// Returns the form that starts a bank login. The checkout page has the same form.
pub(super) fn start_form(label: &str, class: &str) -> Markup {
    html! {
        form action="/api/ivy/start" method="post" {
            input type="hidden" name="permissions" value=(PERMISSION);
            input type="hidden" name="market" value=(MARKET);
            button class=(class) { (label) }
        }
    }
}
