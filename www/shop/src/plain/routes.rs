//! The routes of the plain way.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use ivy_proxy::{ApiError, Login, LoginStatus};
use serde::Deserialize;
use url::form_urlencoded;

use crate::headers::{NO_STORE, markup};
use crate::{Shop, refusal};

const RETURN: &str = "/plain/return";

/// `/plain/return`, `/plain/done` and `/plain/paid`.
pub(crate) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route(RETURN, get(come_back))
        // An address that somebody kept or reloads: the result is not in it.
        .route("/plain/done", post(done).get(async || to("/")))
        .route("/plain/paid", get(async || markup(super::paid())))
}

/// Returns the address of the return page of a login that came back with this nonce.
pub(crate) fn return_page(nonce: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("ivy", nonce).finish();
    format!("{RETURN}?{query}")
}

#[derive(Deserialize)]
struct ComeBack {
    ivy: Option<String>,
}

/// Shows the form that takes the nonce of the address. The other words of the address count for nothing.
async fn come_back(Query(query): Query<ComeBack>) -> Response {
    match query.ivy {
        Some(nonce) => markup(super::returned(&nonce)),
        None => to("/"),
    }
}

/// A login, by the nonce that it came back with or, later, by its reference.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    ivy: Option<String>,
    reference: Option<String>,
}

/// Shows how a login ended that this browser came back from.
async fn done(State(shop): State<Arc<Shop>>, headers: HeaderMap, form: Result<Form<Done>, FormRejection>) -> Response {
    let post = match shop.proxy.check_form_post(&headers) {
        Ok(post) => post,
        Err(refused) => return refusal::as_page(&refused),
    };
    match form {
        Ok(Form(Done { ivy: Some(nonce), reference: None })) => match shop.proxy.present_nonce(&post, &nonce).await {
            Err(refused) if refused.status == StatusCode::UNAUTHORIZED => {
                (refused.status, markup(super::sign_in_first(&nonce))).into_response()
            }
            login => show(login),
        },
        Ok(Form(Done { ivy: None, reference: Some(reference) })) => show(shop.proxy.login(&post, &reference).await),
        _ => refusal::malformed(),
    }
}

fn show(login: Result<Login, ApiError>) -> Response {
    match login {
        Ok(login) => markup(match (login.status, login.session.as_deref().map(serde_json::from_str)) {
            (LoginStatus::Complete, Some(Ok(session))) => super::connected(&session),
            (LoginStatus::Error, _) => super::failed(),
            (LoginStatus::Expired, _) => super::expired(),
            (LoginStatus::Pending | LoginStatus::Complete, _) => super::pending(&login.reference_id),
        }),
        Err(refused) => refusal::as_page(&refused),
    }
}

fn to(place: &str) -> Response {
    (NO_STORE, Redirect::to(place)).into_response()
}
