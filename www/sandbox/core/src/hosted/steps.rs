//! The pages of the bank login, one function each.

use super::page::{self, Page};
use super::texts::Texts;
use crate::banks::{self, BANKS, Bank, Hint, PASSWORD, PERSONAS, Persona};
use crate::moment::Moment;
use crate::response::Response;
use crate::state::{Session, Status};
use maud::{Markup, html};
use url::Url;

/// Returns the page of a step, with the theme of a session.
fn step<'a>(session: &'a Session, texts: &'static Texts, step: usize, title: &'a str, body: Markup) -> Page<'a> {
    let request = &session.request;
    Page {
        status: 200,
        texts,
        theme: request.theme_variant.as_deref(),
        title,
        step: Some(step),
        onward: "",
        redirects: [&request.success_callback_url, &request.error_callback_url],
        body,
    }
}

/// Returns the name of the shop, which is the host of its success URL. Ivy shows the merchant's name; the sandbox has none.
fn shop(session: &Session, texts: &'static Texts) -> String {
    let url = Url::parse(&session.request.success_callback_url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| texts.the_shop.to_owned())
}

/// Returns the hidden field with the token.
fn hidden(token: &str) -> Markup {
    html! { input type="hidden" name="token" value=(token); }
}

fn cancel(token: &str, texts: &Texts) -> Markup {
    html! {
        form method="post" action="/init/cancel" {
            (hidden(token))
            button class="quiet" id="cancel" { (texts.cancel) }
        }
    }
}

/// Returns the page of step 1, the choice of a bank.
pub(super) fn choose_bank(session: &Session, texts: &'static Texts, token: &str) -> Response {
    let body = html! {
        p { (texts.choose_text) }
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
                                        Hint::OneAccount => texts.hint_one,
                                        Hint::TwoAccounts => texts.hint_two,
                                        Hint::Fails => texts.hint_fails,
                                        Hint::Late => texts.hint_late,
                                    })
                                }
                            }
                        }
                    }
                }
            }
        }
        (cancel(token, texts))
    };
    step(session, texts, 1, texts.choose_title, body).respond()
}

fn badge(bank: &Bank) -> Markup {
    html! { span class="badge" data-bank=(bank.id) aria-hidden="true" { (bank.badge) } }
}

/// Returns the page of step 2, the login. `refused` is the user name of a failed login.
pub(super) fn log_in(
    session: &Session,
    texts: &'static Texts,
    token: &str,
    bank: &Bank,
    may_change: bool,
    refused: Option<&str>,
) -> Response {
    let known = session.request.prefill.as_ref().and_then(|prefill| prefill.email.as_deref());
    let username = refused.or(known).unwrap_or_default();
    let password_first = refused.is_none() && known.is_some();
    let described = refused.map(|_| "problem");
    let body = html! {
        div aria-live="assertive" {
            @if refused.is_some() { p class="problem" id="problem" { (texts.wrong_login) } }
        }
        form method="post" action="/init/login" {
            (hidden(token))
            label for="username" { (texts.username) }
            input id="username" name="username" value=(username) required autofocus[!password_first]
                autocomplete="off" autocapitalize="none" spellcheck="false"
                aria-invalid=[described.map(|_| "true")] aria-describedby=[described];
            label for="password" { (texts.password) }
            input id="password" name="password" type="password" required autofocus[password_first] autocomplete="off"
                aria-invalid=[described.map(|_| "true")] aria-describedby=[described];
            button class="main" id="login" { (texts.log_in) }
        }
        section class="personas" aria-labelledby="personas" {
            h2 id="personas" { (texts.personas) }
            ul {
                @for persona in &PERSONAS {
                    li { code { (persona.username) } " – " (persona.name) }
                }
            }
            p { (texts.everybodys_password) " " code { (PASSWORD) } }
        }
        @if may_change {
            form method="post" action="/init/bank" {
                (hidden(token))
                button class="quiet" id="other-bank" { (texts.other_bank) }
            }
        }
        (cancel(token, texts))
    };
    let title = format!("{} {}", texts.log_in_title, bank.name);
    let mut page = step(session, texts, 2, &title, body);
    if refused.is_some() {
        page.status = 422;
    }
    page.respond()
}

/// Returns the page of step 3, the consent.
pub(super) fn consent(
    session: &Session,
    texts: &'static Texts,
    token: &str,
    bank: &Bank,
    persona: &Persona,
) -> Response {
    let [before, between, after] = texts.asks;
    let permissions = &session.request.permissions;
    let nothing_more = |name: &&String| !matches!(name.as_str(), "identity" | "accounts");
    let body = html! {
        p { (before) strong { (shop(session, texts)) } (between) strong { (bank.name) } (after) }
        dl class="shared" {
            @if banks::shares_identity(permissions) {
                dt { (texts.name) } dd { (persona.name) }
                dt { (texts.date_of_birth) } dd { (texts.date(persona.date_of_birth)) }
            }
            @if banks::shares_accounts(permissions) {
                dt { (texts.accounts) }
                @for account in banks::accounts(bank, persona) {
                    dd { (account.name) span class="iban" { (masked(&account.identifier.iban.iban)) } }
                }
            }
            @for name in permissions.iter().filter(nothing_more) {
                dt { code { (name) } } dd class="hint" { (texts.no_data) }
            }
        }
        p class="hint" { (texts.consent_text) }
        form method="post" action="/init/consent" {
            (hidden(token))
            button class="main" id="consent" { (texts.consent) }
        }
        (cancel(token, texts))
    };
    step(session, texts, 3, texts.consent_title, body).respond()
}

/// Masks an IBAN except for the country and the last four characters.
fn masked(iban: &str) -> String {
    let (start, end) =
        (iban.get(..2).unwrap_or_default(), iban.get(iban.len().saturating_sub(4)..).unwrap_or_default());
    format!("{start} •••• {end}")
}

/// Returns a redirect to a URL of the shop, or the page of an ended session if the URL is empty.
pub(super) fn leave(session: &Session, texts: &'static Texts, url: &str, now: Moment) -> Response {
    Url::parse(url).map_or_else(|_| ended(session, texts, now), |url| page::redirect(&url))
}

/// Returns the page of an ended session. That of an expired session leads to the merchant's error URL. That of a completed
/// session contains no URL of the merchant, because another person may have opened the link.
pub(super) fn ended(session: &Session, texts: &'static Texts, now: Moment) -> Response {
    let request = &session.request;
    let (status, title, text, link) = match session.status(now) {
        Status::Complete | Status::Open => (409, texts.complete_title, texts.complete_text, ""),
        Status::Expired => (410, texts.expired_title, texts.expired_text, &*request.error_callback_url),
        Status::Failed => (409, texts.failed_title, texts.failed_text, ""),
    };
    let body = html! {
        p role="status" { (text) @if !link.is_empty() { " " (texts.taken_back) } }
        @if !link.is_empty() { a class="main" id="continue" href=(link) { (texts.back) } }
    };
    let mut page = step(session, texts, 0, title, body);
    page.step = None;
    page.status = status;
    page.onward = link;
    page.respond()
}
