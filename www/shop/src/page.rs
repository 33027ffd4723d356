//! The checkout page: `index.html` of the page folder, with the few words that differ from customer to customer.
//!
//! They are filled in here and not by a script, so that nothing jumps when the page opens, and so that signing in works
//! without scripts.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Redirect, Response};
use axum::routing::get;
use ivy_data_session::client::Environment;
use ivy_proxy::Who;

use crate::customers::DemoCustomer;
use crate::{Shop, TOTAL, headers, refusal};

/// What the page should be ready for when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    /// A click on "Pay by bank".
    Nothing,
    /// The offer of an account from a past login.
    Recall,
    /// The result of the login that the shopper comes back from.
    Return,
}

/// `/` and `/return`.
pub(crate) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route("/", get(checkout))
        .route("/return", get(returned))
        .route("/element", get(element))
        // The raw file is a template, and no page.
        .route("/index.html", get(async || Redirect::permanent("/")))
        .route("/element.html", get(async || Redirect::permanent("/element")))
}

async fn checkout(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    show(&shop, &headers, false).await.unwrap_or_else(|error| refusal::database(&error))
}

async fn returned(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    show(&shop, &headers, true).await.unwrap_or_else(|error| refusal::database(&error))
}

/// The page with `<ivy-bank-connect>`. It is the same for everybody.
async fn element(State(shop): State<Arc<Shop>>) -> Response {
    headers::html(shop.page.element.clone())
}

async fn show(shop: &Shop, headers: &HeaderMap, is_return: bool) -> sqlx::Result<Response> {
    let customer = shop.sign_ins.customer(headers).await?;
    let expect = match customer {
        _ if is_return => Expect::Return,
        // Where the proxy's table cannot be asked, the page asks on the click instead.
        Some(customer) if shop.proxy.has_released(&Who::Customer(customer.for_proxy())).await.unwrap_or(false) => {
            Expect::Recall
        }
        _ => Expect::Nothing,
    };
    Ok(headers::html(shop.page.fill(customer, expect, shop.login_environment)))
}

/// The pages of the page folder: `element.html` as it is, and `index.html` with its places for words: `{{customer}}` (the id, empty for a guest), `{{customer_name}}`,
/// `{{customer_email}}`, `{{initial}}`, `{{expect}}`, `{{login_environment}}`, `{{total}}`.
#[derive(Debug)]
pub(crate) struct Template {
    checkout: String,
    element: String,
}

const PLACES: [&str; 7] = [
    "{{customer}}",
    "{{customer_name}}",
    "{{customer_email}}",
    "{{initial}}",
    "{{expect}}",
    "{{login_environment}}",
    "{{total}}",
];

impl Template {
    /// Reads both pages, once.
    ///
    /// # Errors
    /// Where one cannot be read, or `index.html` lacks a place.
    pub(crate) fn read(folder: &Path) -> std::io::Result<Self> {
        let checkout = std::fs::read_to_string(folder.join("index.html"))?;
        let element = std::fs::read_to_string(folder.join("element.html"))?;
        match PLACES.iter().find(|place| !checkout.contains(*place)) {
            Some(place) => Err(std::io::Error::other(format!("index.html has no {place}"))),
            None => Ok(Self { checkout, element }),
        }
    }

    /// The words are the shop's own constants, never something that a browser sent: they need no escaping.
    fn fill(&self, customer: Option<&DemoCustomer>, expect: Expect, environment: Environment) -> String {
        let expect = match expect {
            Expect::Nothing => "nothing",
            Expect::Recall => "recall",
            Expect::Return => "return",
        };
        let of = |word: fn(&DemoCustomer) -> &'static str| customer.map_or("", word);
        let words = [
            of(|customer| customer.id),
            of(|customer| customer.name),
            of(|customer| customer.email),
            of(|customer| customer.name.get(..1).unwrap_or_default()),
            expect,
            environment.name(),
            TOTAL,
        ];
        PLACES.iter().zip(words).fold(self.checkout.clone(), |text, (place, word)| text.replace(place, word))
    }
}
