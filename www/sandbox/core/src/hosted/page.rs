//! The frame, the headers and the stylesheet of all pages.

use super::texts::Texts;
use crate::response::Response;
use maud::{DOCTYPE, Markup, html};
use url::{Host, Url};

/// Returns headers for a response, with the one that forbids guessing the content type.
fn headers<const N: usize>(named: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    let all = named.into_iter().chain([("x-content-type-options", "nosniff")]);
    all.map(|(name, value)| (name, value.to_owned())).collect()
}

/// The parts in which pages differ.
pub(super) struct Page<'a> {
    pub(super) status: u16,
    pub(super) texts: &'static Texts,
    /// "light" or "dark"; `None` follows the browser.
    pub(super) theme: Option<&'a str>,
    pub(super) title: &'a str,
    /// The number of the step, 1 to 3, if the page is one.
    pub(super) step: Option<usize>,
    /// The URL to which the browser goes automatically after some seconds; "" for none.
    pub(super) onward: &'a str,
    /// The URLs to which the responses to the page's forms may redirect.
    pub(super) redirects: [&'a str; 2],
    pub(super) body: Markup,
}

/// The seconds before a page goes on automatically: enough to read it. The page also has a link.
const ONWARD_AFTER: u32 = 8;

impl Page<'_> {
    /// Returns the response with the page.
    pub(super) fn respond(self) -> Response {
        let texts = self.texts;
        let html = html! {
            (DOCTYPE)
            html lang=(texts.lang) data-theme=[self.theme] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content=(self.theme.unwrap_or("light dark"));
                    meta name="robots" content="noindex";
                    @if !self.onward.is_empty() {
                        meta http-equiv="refresh" content=(format!("{ONWARD_AFTER};url={}", self.onward));
                    }
                    title { (self.title) " – Ivy sandbox" }
                    link rel="stylesheet" href="/sandbox/style.css";
                    link rel="icon" href="data:,";
                }
                body {
                    p class="banner" role="note" { strong { "Ivy sandbox" } " — " (texts.banner) }
                    main class="card" {
                        @if let Some(step) = self.step {
                            p class="step" { (texts.step) " " (step) " / 3" }
                            div class="progress" aria-hidden="true" {
                                @for bar in 1..=3 { span class=[(bar <= step).then_some("on")] {} }
                            }
                        }
                        h1 { (self.title) }
                        (self.body)
                    }
                }
            }
        };
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'{}; frame-ancestors 'none'; base-uri 'none'",
            self.redirects.map(form_target).concat()
        );
        let headers = headers([
            ("content-type", "text/html; charset=utf-8"),
            ("content-security-policy", &policy),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
        ]);
        Response { status: self.status, headers, body: html.into_string() }
    }
}

/// Returns the source for `form-action` that allows a redirect to a URL. Browsers check the redirects of forms, too.
fn form_target(url: &str) -> String {
    match Url::parse(url) {
        // The grammar of the policy has no IPv6 addresses, so that only the scheme is checked.
        Ok(url) if matches!(url.host(), Some(Host::Ipv6(_))) => format!(" {}:", url.scheme()),
        Ok(url) => format!(" {}", url.origin().ascii_serialization()),
        Err(_) => String::new(),
    }
}

/// Returns a page with a title and a text.
pub(super) fn notice(status: u16, texts: &'static Texts, title: &str, text: &str) -> Response {
    let body = html! { p { (text) } };
    Page { status, texts, theme: None, title, step: None, onward: "", redirects: ["", ""], body }.respond()
}

/// Returns a redirect to a URL of the merchant, which is used unchanged.
pub(super) fn redirect(url: &Url) -> Response {
    let headers =
        headers([("location", url.as_str()), ("cache-control", "no-store"), ("referrer-policy", "no-referrer")]);
    Response { status: 303, headers, body: String::new() }
}

/// Returns the stylesheet.
pub(super) fn style() -> Response {
    let headers = headers([("content-type", "text/css; charset=utf-8"), ("cache-control", "no-cache")]);
    Response { status: 200, headers, body: include_str!("style.css").to_owned() }
}
