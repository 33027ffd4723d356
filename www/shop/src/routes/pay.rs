//! The payment from an account. The page's own decision is for display only. The proxy fetches the session from Ivy again,
//! decides by the same recall code, and releases the account only to its own customer.

use std::sync::Arc;

use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Form, Json, Router};
use ivy_data_session::recall::Criteria;
use ivy_proxy::{ApiError, ReleasedAccount};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::accounts::{PERMISSION, masked_iban};
use crate::errors;
use crate::headers::NO_STORE;
use crate::state::Shop;

/// Returns the router of `/shop/pay`, for scripts and for the no-JS form.
pub(super) fn router() -> Router<Arc<Shop>> {
    Router::new().route("/shop/pay", post(pay))
}

/// The account that the shopper chose. The page sends nothing else: no name, no IBAN, no amount.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Choice {
    session_id: String,
    handle: String,
}

/// The account of a payment, for display.
#[derive(Serialize)]
struct PaidFrom {
    bank: String,
    iban: String,
    holder: String,
}

/// Pays from the chosen account. Returns JSON to a script and a redirect to a form.
async fn pay(State(shop): State<Arc<Shop>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let content_type = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    if content_type.starts_with(b"application/x-www-form-urlencoded") {
        if let Err(error) = shop.proxy.check_form_post(&headers) {
            return errors::as_page(&error);
        }
        let Ok(Form(choice)) = Form::<Choice>::from_request(request, &()).await else { return errors::malformed() };
        return match use_account(&shop, &headers, &choice).await {
            Ok(_) => (NO_STORE, Redirect::to("/plain/paid")).into_response(),
            Err(error) => errors::as_page(&error),
        };
    }
    if let Err(error) = shop.proxy.check_json_post(&headers) {
        return errors::as_json(&error);
    }
    let Ok(Json(choice)) = Json::<Choice>::from_request(request, &()).await else { return errors::malformed() };
    match use_account(&shop, &headers, &choice).await {
        Ok(account) => (NO_STORE, Json(json!({ "paid": true, "account": account }))).into_response(),
        Err(error) => errors::as_json(&error),
    }
}

/// Returns the chosen account if the proxy releases it. A real shop would start its payment here, from the account in
/// [`ReleasedAccount::account`].
async fn use_account(shop: &Shop, headers: &HeaderMap, choice: &Choice) -> Result<PaidFrom, ApiError> {
    let who = shop.proxy.who(headers).await?;
    let wanted = Criteria { required: vec![PERMISSION.to_owned()], max_age_days: None };
    let ReleasedAccount { session, account, .. } =
        shop.proxy.release_account(&who, &choice.session_id, &choice.handle, &wanted).await?;
    let data = session.data.unwrap_or_default();
    Ok(PaidFrom {
        bank: data.bank_name.unwrap_or_default(),
        iban: masked_iban(&account),
        holder: data.identity.and_then(|identity| identity.name).unwrap_or_default(),
    })
}
