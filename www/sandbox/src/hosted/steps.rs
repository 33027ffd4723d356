//! The pages of the bank login, one function each.

use super::page::{self, Page};
use super::words::Words;
use crate::banks::{self, BANKS, Bank, Hint, PASSWORD, PERSONAS, Persona};
use crate::store::{Session, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use url::Url;

fn step<'a>(session: &'a Session, step: usize, title: &'a str, body: Markup) -> Page<'a> {
    let request = &session.request;
    Page {
        status: StatusCode::OK,
        words: Words::of(request.locale.as_deref()),
        dark: request.theme_variant.as_deref() == Some("dark"),
        title,
        step: Some(step),
        onward: "",
        ways_out: [&request.success_callback_url, &request.error_callback_url],
        body,
    }
}

/// Who asks: the host that the shopper goes back to. Ivy shows the merchant's name; the sandbox knows none.
fn shop(session: &Session, words: &'static Words) -> String {
    let url = Url::parse(&session.request.success_callback_url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| words.the_shop.to_owned())
}

fn hidden(token: &str) -> Markup {
    html! { input type="hidden" name="token" value=(token); }
}

fn cancel(token: &str, words: &Words) -> Markup {
    html! {
        form method="post" action="/init/cancel" {
            (hidden(token))
            button class="quiet" id="cancel" { (words.cancel) }
        }
    }
}

/// Step 1.
pub(super) fn choose_bank(session: &Session, token: &str) -> Response {
    let words = Words::of(session.request.locale.as_deref());
    let body = html! {
        p { (words.choose_text) }
        form method="post" action="/init/bank" {
            (hidden(token))
            ul class="banks" {
                @for bank in &BANKS {
                    li {
                        button class="bank" id={ "bank-" (bank.id) } name="bank" value=(bank.id) {
                            (badge(bank))
                            span {
                                span class="name" { (bank.name) }
                                span class="hint" {
                                    (match bank.hint {
                                        Hint::OneAccount => words.hint_one,
                                        Hint::TwoAccounts => words.hint_two,
                                        Hint::Fails => words.hint_fails,
                                        Hint::Late => words.hint_late,
                                    })
                                }
                            }
                        }
                    }
                }
            }
        }
        (cancel(token, words))
    };
    step(session, 1, words.choose_title, body).respond()
}

fn badge(bank: &Bank) -> Markup {
    html! { span class="badge" data-bank=(bank.id) aria-hidden="true" { (bank.badge) } }
}

/// Step 2. `refused` is the user name of a login that failed.
pub(super) fn log_in(session: &Session, token: &str, bank: &Bank, may_change: bool, refused: Option<&str>) -> Response {
    let words = Words::of(session.request.locale.as_deref());
    let known = session.request.prefill.as_ref().and_then(|prefill| prefill.email.as_deref());
    let username = refused.or(known).unwrap_or_default();
    let password_first = refused.is_none() && known.is_some();
    let described = refused.map(|_| "problem");
    let body = html! {
        div aria-live="assertive" {
            @if refused.is_some() { p class="problem" id="problem" { (words.wrong_login) } }
        }
        form method="post" action="/init/login" {
            (hidden(token))
            label for="username" { (words.username) }
            input id="username" name="username" value=(username) required autofocus[!password_first]
                autocomplete="off" autocapitalize="none" spellcheck="false"
                aria-invalid=[described.map(|_| "true")] aria-describedby=[described];
            label for="password" { (words.password) }
            input id="password" name="password" type="password" required autofocus[password_first] autocomplete="off"
                aria-invalid=[described.map(|_| "true")] aria-describedby=[described];
            button class="main" id="login" { (words.log_in) }
        }
        section class="personas" aria-labelledby="personas" {
            h2 id="personas" { (words.personas) }
            ul {
                @for persona in &PERSONAS {
                    li { code { (persona.username) } " – " (persona.name) }
                }
            }
            p { (words.everybodys_password) " " code { (PASSWORD) } }
        }
        @if may_change {
            form method="post" action="/init/bank" {
                (hidden(token))
                button class="quiet" id="other-bank" { (words.other_bank) }
            }
        }
        (cancel(token, words))
    };
    let title = format!("{} {}", words.log_in_title, bank.name);
    let mut page = step(session, 2, &title, body);
    if refused.is_some() {
        page.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page.respond()
}

/// Step 3.
pub(super) fn consent(session: &Session, token: &str, bank: &Bank, persona: &Persona) -> Response {
    let words = Words::of(session.request.locale.as_deref());
    let permissions = &session.request.permissions;
    let nothing_more = |name: &&String| !matches!(name.as_str(), "identity" | "accounts");
    let body = html! {
        p { strong { (shop(session, words)) } " " (words.asks) " " strong { (bank.name) } ":" }
        dl class="shared" {
            @if banks::shares_identity(permissions) {
                dt { (words.name) } dd { (persona.name) }
                dt { (words.date_of_birth) } dd { (persona.date_of_birth) }
            }
            @if banks::shares_accounts(permissions) {
                dt { (words.accounts) }
                @for account in banks::accounts(bank, persona) {
                    dd { (account.name) span class="iban" { (masked(&account.identifier.iban.iban)) } }
                }
            }
            @for name in permissions.iter().filter(nothing_more) {
                dt { code { (name) } } dd class="hint" { (words.no_data) }
            }
        }
        p class="hint" { (words.consent_text) }
        form method="post" action="/init/consent" {
            (hidden(token))
            button class="main" id="consent" { (words.consent) }
        }
        (cancel(token, words))
    };
    step(session, 3, words.consent_title, body).respond()
}

/// The country and the last four characters.
fn masked(iban: &str) -> String {
    let (start, end) =
        (iban.get(..2).unwrap_or_default(), iban.get(iban.len().saturating_sub(4)..).unwrap_or_default());
    format!("{start}•• •••• {end}")
}

/// Back to the shop; where the merchant gave no address, a page says that it is over.
pub(super) fn leave(session: &Session, address: &str) -> Response {
    Url::parse(address).map_or_else(|_| ended(session), |url| page::redirect(&url))
}

/// A session that is over. An expired one goes on to the merchant's error address; a completed one names no address of
/// the merchant, because whoever opens the link a second time may not be the one who completed it.
pub(super) fn ended(session: &Session) -> Response {
    let request = &session.request;
    let words = Words::of(request.locale.as_deref());
    let (status, title, text, link) = match session.state {
        State::Complete | State::Open => (StatusCode::CONFLICT, words.complete_title, words.complete_text, ""),
        State::Expired => (StatusCode::GONE, words.expired_title, words.expired_text, &*request.error_callback_url),
        State::Failed => (StatusCode::CONFLICT, words.failed_title, words.failed_text, ""),
    };
    let body = html! {
        p role="status" { (text) @if !link.is_empty() { " " (words.taken_back) } }
        @if !link.is_empty() { a class="main" id="continue" href=(link) { (words.back) } }
    };
    let mut page = step(session, 0, title, body);
    page.step = None;
    page.status = status;
    page.onward = link;
    page.respond()
}
