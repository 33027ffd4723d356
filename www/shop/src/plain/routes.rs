//! The routes of the plain way.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ivy_proxy::LoginStatus;
use serde::Deserialize;
use url::form_urlencoded;

use crate::headers::{NO_STORE, markup};
use crate::{Shop, refusal};

/// `/plain/return`, `/plain/done` and `/plain/paid`.
pub(crate) fn router() -> Router<Arc<Shop>> {
    Router::new()
        .route("/plain/return", get(come_back))
        .route("/plain/done", get(done))
        .route("/plain/paid", get(async || markup(super::paid())))
}

#[derive(Deserialize)]
struct ComeBack {
    ivy: Option<String>,
}

/// Back from the bank: presents the nonce of the address at once and leaves it behind, so that it stands in no address
/// bar. What the address says about the outcome counts for nothing.
async fn come_back(State(shop): State<Arc<Shop>>, headers: HeaderMap, Query(query): Query<ComeBack>) -> Response {
    let Some(nonce) = query.ivy else { return to("/") };
    let login = match shop.proxy.who(&headers).await {
        Ok(who) => shop.proxy.present_nonce(&who, &nonce).await,
        Err(refused) => Err(refused),
    };
    match login {
        Ok(login) => {
            let query =
                form_urlencoded::Serializer::new(String::new()).append_pair("reference", &login.reference_id).finish();
            to(&format!("/plain/done?{query}"))
        }
        Err(refused) => refusal::as_page(&refused),
    }
}

#[derive(Deserialize)]
struct Done {
    reference: String,
}

/// What became of a login that this browser came back from.
async fn done(State(shop): State<Arc<Shop>>, headers: HeaderMap, Query(query): Query<Done>) -> Response {
    let login = match shop.proxy.who(&headers).await {
        Ok(who) => shop.proxy.login(&who, &query.reference).await,
        Err(refused) => Err(refused),
    };
    match login {
        Ok(login) => markup(match (login.status, login.session.as_deref().map(serde_json::from_str)) {
            (LoginStatus::Complete, Some(Ok(session))) => super::connected(&session),
            (LoginStatus::Error, _) => super::failed(),
            (LoginStatus::Expired, _) => super::expired(),
            (LoginStatus::Pending | LoginStatus::Complete, _) => super::pending(),
        }),
        Err(refused) => refusal::as_page(&refused),
    }
}

fn to(place: &str) -> Response {
    (NO_STORE, Redirect::to(place)).into_response()
}
