//! Signing in, signing out, and who is signed in.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::headers::NO_STORE;
use crate::{Shop, customers, refusal};

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
}

/// The demo asks for no password: the button names the customer.
async fn sign_in(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Response {
    if let Err(refused) = shop.proxy.check_form_post(&headers) {
        return refusal::as_page(&refused);
    }
    let customer = form.ok().and_then(|Form(form)| customers::by_key(&form.customer));
    let Some(customer) = customer else { return refusal::malformed() };
    match shop.sign_ins.start(&headers, customer).await {
        Ok(cookie) => to_checkout(&cookie.to_string()),
        Err(error) => refusal::database(&error),
    }
}

async fn sign_out(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    if let Err(refused) = shop.proxy.check_form_post(&headers) {
        return refusal::as_page(&refused);
    }
    match shop.sign_ins.end(&headers).await {
        Ok(cookie) => to_checkout(&cookie.to_string()),
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

fn to_checkout(cookie: &str) -> Response {
    (NO_STORE, [(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}
