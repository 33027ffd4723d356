//! The routes to sign in, to sign out, and to read who is signed in.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use cookie::Cookie;
use serde::Deserialize;
use serde_json::json;

use super::no_js::return_path;
use crate::design::Design;
use crate::headers::NO_STORE;
use crate::state::Shop;
use crate::{customers, errors};

/// Returns the router of `/shop/sign-in`, `/shop/sign-out` and `/shop/me`.
pub(super) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route("/shop/sign-in", post(sign_in))
        .route("/shop/sign-out", post(sign_out))
        .route("/shop/me", get(me))
}

#[derive(Deserialize)]
struct SignInForm {
    customer: String,
    /// The nonce of a bank login that returned while nobody was signed in.
    ivy: Option<String>,
}

/// Signs a customer in, without a password: the button of the demo names the customer. Ends the guest of this browser.
async fn sign_in(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    form: Result<Form<SignInForm>, FormRejection>,
) -> Response {
    if let Err(error) = shop.proxy.check_form_post(&headers) {
        return errors::as_page(&error);
    }
    let Ok(Form(form)) = form else { return errors::malformed() };
    let Some(customer) = customers::by_key(&form.customer) else { return errors::malformed() };
    let guest = match shop.proxy.end_guest(&headers).await {
        Ok(guest) => guest,
        Err(error) => return errors::as_page(&error),
    };
    let next = form.ivy.as_deref().map_or_else(|| Design::of(&headers).path().to_owned(), return_path);
    match shop.sign_ins.start(&headers, customer).await {
        Ok(cookie) => redirect(&next, &cookie, guest),
        Err(error) => errors::database(&error),
    }
}

/// Signs this browser out. Ends its guest, if it has one.
async fn sign_out(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    if let Err(error) = shop.proxy.check_form_post(&headers) {
        return errors::as_page(&error);
    }
    let guest = match shop.proxy.end_guest(&headers).await {
        Ok(guest) => guest,
        Err(error) => return errors::as_page(&error),
    };
    match shop.sign_ins.end(&headers).await {
        Ok(cookie) => redirect(Design::of(&headers).path(), &cookie, guest),
        Err(error) => errors::database(&error),
    }
}

/// Returns the customer who is signed in, as JSON.
async fn me(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    let customer = match shop.sign_ins.customer(&headers).await {
        Ok(customer) => customer,
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let customer =
        customer.map(|customer| json!({ "id": customer.id, "name": customer.name, "email": customer.email }));
    let body = json!({ "customer": customer, "loginEnvironment": shop.login_environment.name() });
    (NO_STORE, Json(body)).into_response()
}

/// Returns a redirect that sets the cookies of the sign-in and of the guest.
fn redirect(path: &str, sign_in: &Cookie<'_>, guest: HeaderValue) -> Response {
    let mut response = (NO_STORE, [(header::SET_COOKIE, sign_in.to_string())], Redirect::to(path)).into_response();
    response.headers_mut().append(header::SET_COOKIE, guest);
    response
}
