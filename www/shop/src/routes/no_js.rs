//! The routes of the checkout without JavaScript.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use ivy_proxy::{ApiError, Login, LoginStatus, return_nonce};
use serde::Deserialize;
use url::form_urlencoded;

use crate::errors;
use crate::headers::{NO_STORE, markup};
use crate::pages::no_js as pages;
use crate::state::Shop;

const RETURN: &str = "/plain/return";

/// Returns the router of `/plain/return`, `/plain/done` and `/plain/paid`.
pub(super) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route(RETURN, get(return_page))
        // A GET is a bookmark or a reload. The URL does not contain the result.
        .route("/plain/done", post(done).get(async || redirect("/")))
        .route("/plain/paid", get(async || markup(pages::paid())))
}

/// Returns the path of the return page for the nonce of a login.
pub(super) fn return_path(nonce: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("ivy", nonce).finish();
    format!("{RETURN}?{query}")
}

/// Returns the page whose form takes the nonce of the URL. All other parameters of the URL are ignored.
async fn return_page(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    if let Some(nonce) = return_nonce(&query) {
        return markup(pages::returned(&nonce));
    }
    if form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "ivy") {
        errors::not_found()
    } else {
        redirect("/")
    }
}

/// The form of `/plain/done`. It names a login by the nonce of its return URL or, later, by its reference.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoneForm {
    ivy: Option<String>,
    reference: Option<String>,
}

/// Returns the page with the result of a login.
async fn done(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    form: Result<Form<DoneForm>, FormRejection>,
) -> Response {
    let post = match shop.proxy.check_form_post(&headers) {
        Ok(post) => post,
        Err(error) => return errors::as_page(&error),
    };
    match form {
        Ok(Form(DoneForm { ivy: Some(nonce), reference: None })) => match shop.proxy.present_nonce(&post, &nonce).await
        {
            Err(error) if error.status == StatusCode::UNAUTHORIZED => {
                (error.status, markup(pages::sign_in_first(&nonce))).into_response()
            }
            login => result_page(login),
        },
        Ok(Form(DoneForm { ivy: None, reference: Some(reference) })) => {
            result_page(shop.proxy.login(&post, &reference).await)
        }
        _ => errors::malformed(),
    }
}

/// Returns the page for the result of a login, or for the error.
fn result_page(login: Result<Login, ApiError>) -> Response {
    match login {
        Ok(login) => markup(match (login.status, login.session.as_deref().map(serde_json::from_str)) {
            (LoginStatus::Complete, Some(Ok(session))) => pages::connected(&session),
            (LoginStatus::Error, _) => pages::failed(),
            (LoginStatus::Expired, _) => pages::expired(),
            (LoginStatus::Pending | LoginStatus::Complete, _) => pages::pending(&login.reference_id),
        }),
        Err(error) => errors::as_page(&error),
    }
}

fn redirect(path: &str) -> Response {
    (NO_STORE, Redirect::to(path)).into_response()
}
