//! The pages of a checkout without JavaScript: the return from the bank, the result, the payment.

use ivy_data_session::model::{Account, DataSession};
use maud::{Markup, html};

use super::layout::{not_connected, page, start_form};
use crate::accounts::masked_iban;
use crate::basket::TOTAL;
use crate::customers;

/// Returns the page that a bank login returns to. Opening the page changes nothing. Only the form's post takes the nonce,
/// and no prefetch, no scanner without scripts and no other site sends that post. With scripts the form is sent without a
/// click.
pub(crate) fn returned(nonce: &str) -> Markup {
    page(
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

/// Returns the page for a sign-in that ended during the login. The login continues after the next sign-in.
pub(crate) fn sign_in_first(nonce: &str) -> Markup {
    page(
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

/// Returns the page of a connected bank, with the form to choose an account and pay.
pub(crate) fn connected(session: &DataSession) -> Markup {
    let data = session.data.clone().unwrap_or_default();
    let bank = data.bank_name.as_deref().unwrap_or("Your bank");
    let holder = data.identity.as_ref().and_then(|identity| identity.name.as_deref()).unwrap_or_default();
    let accounts = data.accounts.iter().flatten();
    // Only an account with a handle can be paid from.
    let accounts: Vec<_> = accounts.filter_map(|account| Some((account, account.handle.as_deref()?))).collect();
    page(
        &format!("{bank} is connected"),
        &html! {
            @if accounts.is_empty() {
                p id="status" data-state="connected" data-tone="warn" {
                    "The bank shared no account to pay from. Please use another bank."
                }
                (start_form("Use another bank", "main"))
            } @else {
                p id="status" data-state="connected" data-tone="good" {
                    "Nothing has been paid yet. Choose the account to pay from."
                }
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
                (start_form("Use another bank", "quiet"))
            }
        },
    )
}

/// Returns the row to choose one account.
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

/// Returns the page for a login whose result the bank has not confirmed.
pub(crate) fn pending(reference_id: &str) -> Markup {
    page(
        "Waiting for your bank",
        &html! {
            p id="status" data-state="pending" data-tone="warn" { "Your bank hasn't confirmed the connection yet. Wait a moment, then check again." }
            form action="/plain/done" method="post" {
                input type="hidden" name="reference" value=(reference_id);
                button class="main" { "Check again" }
            }
        },
    )
}

/// Returns the page for a login that the shopper or the bank ended.
pub(crate) fn failed() -> Markup {
    not_connected("failed", "We couldn't connect your bank, and nothing was paid. Try again or use another bank.")
}

/// Returns the page for a login that took too long.
pub(crate) fn expired() -> Markup {
    not_connected("expired", "Your bank login has expired, and nothing was paid. Please start again.")
}

/// Returns the page for a paid order.
pub(crate) fn paid() -> Markup {
    page(
        "Paid",
        &html! {
            p id="status" data-state="paid" data-tone="good" { "Thank you, your order is paid." }
        },
    )
}
