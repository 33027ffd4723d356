//! What all pages share: the frame, the headers, the stylesheet.

use super::words::Words;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use url::{Host, Url};

const NOSNIFF: (HeaderName, &str) = (axum::http::header::X_CONTENT_TYPE_OPTIONS, "nosniff");

/// What differs from page to page.
pub(super) struct Page<'a> {
    pub(super) status: StatusCode,
    pub(super) words: &'static Words,
    pub(super) dark: bool,
    pub(super) title: &'a str,
    /// Which of the three steps this is, if it is one.
    pub(super) step: Option<usize>,
    /// Where the browser goes by itself after some seconds; "" for nowhere.
    pub(super) onward: &'a str,
    /// The addresses that the page's forms may end up at.
    pub(super) ways_out: [&'a str; 2],
    pub(super) body: Markup,
}

/// Seconds that a page stays before it goes on by itself: long enough to be read, and there is a link for the hasty.
const ONWARD_AFTER: u32 = 8;

impl Page<'_> {
    pub(super) fn respond(self) -> Response {
        let words = self.words;
        let html = html! {
            (DOCTYPE)
            html lang=(words.lang) data-theme=(if self.dark { "dark" } else { "light" }) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    @if !self.onward.is_empty() {
                        meta http-equiv="refresh" content=(format!("{ONWARD_AFTER};url={}", self.onward));
                    }
                    title { (self.title) " – Ivy sandbox" }
                    link rel="stylesheet" href="/sandbox/style.css";
                    link rel="icon" href="data:,";
                }
                body {
                    p class="banner" role="note" { strong { "Ivy sandbox" } " — " (words.banner) }
                    main class="card" {
                        @if let Some(step) = self.step {
                            p class="step" { (words.step) " " (step) " / 3" }
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
            self.ways_out.map(form_target).concat()
        );
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_SECURITY_POLICY, policy.as_str()),
            (CACHE_CONTROL, "no-store"),
            (REFERRER_POLICY, "no-referrer"),
            NOSNIFF,
        ];
        (self.status, headers, html.into_string()).into_response()
    }
}

/// A browser follows the redirect that answers a form only to origins that `form-action` names.
fn form_target(address: &str) -> String {
    match Url::parse(address) {
        // The policy's grammar has no IPv6 addresses; there the scheme must do.
        Ok(url) if matches!(url.host(), Some(Host::Ipv6(_))) => format!(" {}:", url.scheme()),
        Ok(url) => format!(" {}", url.origin().ascii_serialization()),
        Err(_) => String::new(),
    }
}

/// A page that only says something.
pub(super) fn notice(status: StatusCode, words: &'static Words, title: &str, text: &str) -> Response {
    let body = html! { p { (text) } };
    Page { status, words, dark: false, title, step: None, onward: "", ways_out: ["", ""], body }.respond()
}

/// On to the merchant, with the address as the merchant gave it: its own query stays, nothing is added.
pub(super) fn redirect(url: &Url) -> Response {
    let headers = [(LOCATION, url.as_str()), (CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "no-referrer"), NOSNIFF];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The stylesheet.
pub(super) async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache"), NOSNIFF];
    (headers, include_str!("style.css")).into_response()
}
