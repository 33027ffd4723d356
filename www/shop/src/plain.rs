//! The way through the checkout without scripts: back from the bank, the result, the payment. Made on the server.

mod routes;

use ivy_data_session::model::{Account, DataSession};
use maud::{DOCTYPE, Markup, html};

use crate::pay::{PERMISSION, masked_iban};
use crate::{TOTAL, customers};

pub(crate) use routes::{return_page, router};

/// Where a bank login returns to. Opening it changes nothing: the nonce is taken only by the post, which no prefetch, no
/// scanner without scripts and no other site makes. With scripts the page goes on by itself.
fn returned(nonce: &str) -> Markup {
    layout(
        "Back from your bank",
        &html! {
            p id="status" data-state="returned" data-tone="calm" { "You are back from your bank. Nothing has been paid yet." }
            form id="continue" action="/plain/done" method="post" {
                input type="hidden" name="ivy" value=(nonce);
                button class="main" { "Continue" }
            }
            script type="module" src="/continue.js" {}
        },
    )
}

/// Nobody is signed in any more, in the browser that began the login. After the sign-in it goes on.
fn sign_in_first(nonce: &str) -> Markup {
    layout(
        "Please sign in",
        &html! {
            p id="status" data-state="sign_in_to_finish" data-tone="warn" {
                "Please sign in to finish. You won't have to log in to your bank again."
            }
            form action="/shop/sign-in" method="post" {
                input type="hidden" name="ivy" value=(nonce);
                @for customer in customers::ALL {
                    button id=(format!("sign-in-{}", customer.key)) class="choice" name="customer" value=(customer.key) {
                        "Sign in as " (customer.first_name())
                    }
                }
            }
        },
    )
}

/// The bank is connected: choose an account and pay.
fn connected(session: &DataSession) -> Markup {
    let data = session.data.clone().unwrap_or_default();
    let bank = data.bank_name.as_deref().unwrap_or("Your bank");
    let holder = data.identity.as_ref().and_then(|identity| identity.name.as_deref()).unwrap_or_default();
    let accounts = data.accounts.iter().flatten();
    // An account without a handle cannot be paid with.
    let accounts: Vec<_> = accounts.filter_map(|account| Some((account, handle_of(account)?))).collect();
    layout(
        "Bank connected",
        &html! {
            p id="status" data-state="connected" data-tone="good" { (bank) " is connected. Nothing has been paid yet." }
            @if accounts.is_empty() {
                p { "This bank shared no account to pay from." }
                (again("Use another bank"))
            } @else {
                form id="offer" data-kind="connected" action="/shop/pay" method="post" {
                    input type="hidden" name="sessionId" value=(session.id);
                    fieldset {
                        legend class="unseen" { "Account to pay from" }
                        div id="accounts" {
                            @for (index, (account, handle)) in accounts.iter().enumerate() {
                                (row(account, handle, index == 0, bank, holder))
                            }
                        }
                    }
                    button id="pay" class="main" { "Pay " (TOTAL) }
                }
                (another_bank())
            }
        },
    )
}

fn handle_of(account: &Account) -> Option<&str> {
    account.handle.as_deref()
}

fn row(account: &Account, handle: &str, is_first: bool, bank: &str, holder: &str) -> Markup {
    html! {
        label class="account" {
            input type="radio" name="handle" value=(handle) checked[is_first] required;
            span class="account-top" {
                span class="account-bank" { (bank) }
                span class="account-iban" { (masked_iban(account)) }
            }
            span class="account-under" {
                span class="account-holder" { (holder) }
                span class="account-name" { (account.name.as_deref().unwrap_or_default()) }
            }
        }
    }
}

/// The bank has not said anything yet.
fn pending(reference_id: &str) -> Markup {
    layout(
        "Waiting for your bank",
        &html! {
            p id="status" data-state="pending" data-tone="warn" { "Your bank has not confirmed yet. Wait a moment, then look again." }
            form action="/plain/done" method="post" {
                input type="hidden" name="reference" value=(reference_id);
                button class="main" { "Look again" }
            }
        },
    )
}

/// The login ended without a connection.
fn not_connected(state: &str, text: &str) -> Markup {
    layout(
        "Bank not connected",
        &html! {
            p id="status" data-state=(state) data-tone="bad" { (text) }
            (again("Try again"))
        },
    )
}

fn failed() -> Markup {
    not_connected("failed", "Your bank was not connected. Nothing was paid. Try again, or choose another bank.")
}

fn expired() -> Markup {
    not_connected("expired", "The bank login took too long and has ended. Nothing was paid. Please start again.")
}

/// The session no longer has the account that was chosen.
pub(crate) fn account_gone() -> Markup {
    layout(
        "Account gone",
        &html! {
            p id="status" data-state="account_gone" data-tone="bad" {
                "Your bank no longer shares this account. Nothing was paid. Go back and choose another account, or use another bank."
            }
            (again("Use another bank"))
        },
    )
}

/// No such login or session, for this customer or guest.
pub(crate) fn unknown() -> Markup {
    not_connected(
        "unknown",
        "This bank login can't be found. It may belong to another customer or browser. Nothing was paid.",
    )
}

/// Something that the shop needs cannot be asked.
pub(crate) fn unavailable() -> Markup {
    layout(
        "Not available",
        &html! {
            p id="status" data-state="proxy_unavailable" data-tone="bad" {
                "Paying by bank is not available right now. Nothing was paid. Please reload this page in a minute."
            }
        },
    )
}

/// A post that no page of this shop sent.
pub(crate) fn not_from_here() -> Markup {
    layout(
        "Not possible",
        &html! {
            p id="status" data-state="problem" data-tone="bad" {
                "This did not come from our checkout page, so nothing was done. Please go back to the shop and try again."
            }
        },
    )
}

fn paid() -> Markup {
    layout(
        "Paid",
        &html! {
            p id="status" data-state="paid" data-tone="good" { "Thank you, your order is paid." }
        },
    )
}

/// The same form as on the checkout page: it starts a bank login.
fn again(label: &str) -> Markup {
    start_form(label, "main")
}

fn another_bank() -> Markup {
    start_form("Use another bank", "quiet")
}

fn start_form(label: &str, class: &str) -> Markup {
    html! {
        form action="/api/ivy/start" method="post" {
            input type="hidden" name="permissions" value=(PERMISSION);
            input type="hidden" name="market" value="DE";
            button class=(class) { (label) }
        }
    }
}

fn layout(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Slow Morning Coffee" }
                link rel="icon" href="/goods/mark.svg" type="image/svg+xml";
                @for sheet in ["style", "parts", "payment", "plain"] {
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
                main class="plain" {
                    h1 { (title) }
                    section class="card" { (content) }
                    a class="quiet" href="/" { "Back to the shop" }
                }
            }
        }
    }
}
