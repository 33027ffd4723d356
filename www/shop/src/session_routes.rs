//! Signing in, signing out, and who is signed in.

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

use crate::headers::NO_STORE;
use crate::{Shop, customers, plain, refusal};

/// `/shop/sign-in`, `/shop/sign-out` and `/shop/me`.
pub(crate) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route("/shop/sign-in", post(sign_in))
        .route("/shop/sign-out", post(sign_out))
        .route("/shop/me", get(me))
}

#[derive(Deserialize)]
struct SignIn {
    customer: String,
    /// The nonce of a bank login that came back while nobody was signed in.
    ivy: Option<String>,
}

/// Signs a customer in. The demo asks for no password: the button names the customer. The guest who used this browser
/// before ends with it.
async fn sign_in(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Response {
    if let Err(refused) = shop.proxy.check_form_post(&headers) {
        return refusal::as_page(&refused);
    }
    let Ok(Form(form)) = form else { return refusal::malformed() };
    let Some(customer) = customers::by_key(&form.customer) else { return refusal::malformed() };
    let guest = match shop.proxy.end_guest(&headers).await {
        Ok(guest) => guest,
        Err(refused) => return refusal::as_page(&refused),
    };
    let next = form.ivy.as_deref().map_or_else(|| "/".to_owned(), plain::return_page);
    match shop.sign_ins.start(&headers, customer).await {
        Ok(cookie) => go_on(&next, &cookie, guest),
        Err(error) => refusal::database(&error),
    }
}

/// Signs this browser out, and ends its guest, if it still has one.
async fn sign_out(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    if let Err(refused) = shop.proxy.check_form_post(&headers) {
        return refusal::as_page(&refused);
    }
    let guest = match shop.proxy.end_guest(&headers).await {
        Ok(guest) => guest,
        Err(refused) => return refusal::as_page(&refused),
    };
    match shop.sign_ins.end(&headers).await {
        Ok(cookie) => go_on("/", &cookie, guest),
        Err(error) => refusal::database(&error),
    }
}

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

fn go_on(place: &str, sign_in: &Cookie<'_>, guest: HeaderValue) -> Response {
    let mut response = (NO_STORE, [(header::SET_COOKIE, sign_in.to_string())], Redirect::to(place)).into_response();
    response.headers_mut().append(header::SET_COOKIE, guest);
    response
}
