//! The routes of the pages with scripts.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{Redirect, Response};
use axum::routing::get;
use ivy_proxy::{RecallOptions, Who};
use serde_json::json;

use crate::accounts::{MARKET, PERMISSION};
use crate::design::Design;
use crate::pages::checkout::Expect;
use crate::state::Shop;
use crate::{errors, headers};

/// Returns the router of `/`, `/own-design` and `/return`.
pub(super) fn router() -> Router<Arc<Shop>> {
    // The raw files are templates, and parts of them. `index.html` is a usual name of a first page.
    let raw = ["/index.html", "/element.html", "/own-design.html", "/header.html", "/basket.html", "/customer.html"];
    let router = raw.into_iter().fold(Router::new(), |router, path| {
        router.route(path, get(async || Redirect::permanent(Design::Element.path())))
    });
    router
        .route(Design::Element.path(), get(element))
        .route(Design::Own.path(), get(own_design))
        .route("/return", get(return_page))
        .route("/element", get(former_path))
}

/// Redirects from the former path of the page with the element, with the query.
async fn former_path(RawQuery(query): RawQuery) -> Redirect {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Redirect::permanent(&format!("{}{query}", Design::Element.path()))
}

async fn element(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    open(&shop, &headers, Design::Element).await
}

async fn own_design(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    open(&shop, &headers, Design::Own).await
}

/// Returns the checkout page in a design, which becomes the browser's.
async fn open(shop: &Shop, headers: &HeaderMap, design: Design) -> Response {
    let mut page = show(shop, headers, design, false).await.unwrap_or_else(|error| errors::database(&error));
    if Design::of(headers) != design {
        page.headers_mut().append(header::SET_COOKIE, design.cookie());
    }
    page
}

/// Returns the page that a bank login returns to, in the browser's design.
async fn return_page(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    let design = Design::of(&headers);
    show(&shop, &headers, design, true).await.unwrap_or_else(|error| errors::database(&error))
}

/// Returns the checkout page for the customer who is signed in, or for a guest.
async fn show(shop: &Shop, headers: &HeaderMap, design: Design, is_return: bool) -> sqlx::Result<Response> {
    let customer = shop.sign_ins.customer(headers).await?;
    let expect = match customer {
        _ if is_return => Expect::Return,
        // If the proxy's table cannot be read, the page looks for a past login on the click instead.
        Some(customer) if shop.proxy.has_released(&Who::Customer(customer.for_proxy())).await.unwrap_or(false) => {
            Expect::Recall
        }
        _ => Expect::Nothing,
    };
    let recalled = match (design, expect) {
        (Design::Element, Expect::Recall) => recalled(shop, headers).await,
        _ => String::new(),
    };
    Ok(headers::html(shop.page.fill(design, customer, expect, shop.login_environment, &recalled)))
}

/// Returns the account to offer in the page itself, as text for the element. It is empty if there is none in time: the page
/// then asks.
async fn recalled(shop: &Shop, headers: &HeaderMap) -> String {
    let request = json!({ "permissions": [PERMISSION], "market": MARKET });
    let recalled = shop.proxy.recall(headers, &request, &RecallOptions::default()).await;
    recalled.map(|recalled| recalled.initial).unwrap_or_default()
}
