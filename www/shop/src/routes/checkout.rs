//! The routes of the pages with scripts.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Redirect, Response};
use axum::routing::get;
use ivy_proxy::Who;

use crate::pages::checkout::Expect;
use crate::state::Shop;
use crate::{errors, headers};

/// Returns the router of `/`, `/return` and `/element`.
pub(super) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route("/", get(checkout))
        .route("/return", get(return_page))
        .route("/element", get(element))
        // The raw files are a template, and a page with another path.
        .route("/index.html", get(async || Redirect::permanent("/")))
        .route("/element.html", get(async || Redirect::permanent("/element")))
}

async fn checkout(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    show(&shop, &headers, false).await.unwrap_or_else(|error| errors::database(&error))
}

async fn return_page(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    show(&shop, &headers, true).await.unwrap_or_else(|error| errors::database(&error))
}

/// Returns the page with `<ivy-bank-connect>`. It is the same for everybody.
async fn element(State(shop): State<Arc<Shop>>) -> Response {
    headers::html(shop.page.element.clone())
}

/// Returns the checkout page for the customer who is signed in, or for a guest.
async fn show(shop: &Shop, headers: &HeaderMap, is_return: bool) -> sqlx::Result<Response> {
    let customer = shop.sign_ins.customer(headers).await?;
    let expect = match customer {
        _ if is_return => Expect::Return,
        // If the proxy's table cannot be read, the page looks for a past login on the click instead.
        Some(customer) if shop.proxy.has_released(&Who::Customer(customer.for_proxy())).await.unwrap_or(false) => {
            Expect::Recall
        }
        _ => Expect::Nothing,
    };
    Ok(headers::html(shop.page.fill(customer, expect, shop.login_environment)))
}
