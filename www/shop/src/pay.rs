//! Using an account. The page's decision is for display: what counts is what the proxy releases to this customer now,
//! fetched again from Ivy and decided by the same recall code.

use std::sync::Arc;

use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Form, Json, Router};
use ivy_data_session::model::Account;
use ivy_data_session::recall::Wanted;
use ivy_data_session::rules::mask_iban;
use ivy_proxy::{ApiError, ReleasedAccount};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::headers::NO_STORE;
use crate::{Shop, refusal};

/// What the shop needs to know of an account's holder. The page asks for the same.
pub(crate) const PERMISSION: &str = "identity";

/// `/shop/pay`, for scripts and for the plain form.
pub(crate) fn router() -> Router<Arc<Shop>> {
    Router::new().route("/shop/pay", post(pay))
}

/// The account that the shopper chose, and nothing else: no name, no IBAN, no amount comes from the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Choice {
    session_id: String,
    handle: String,
}

/// The account that was used, as it may be shown.
#[derive(Serialize)]
struct Used {
    bank: String,
    iban: String,
    holder: String,
}

async fn pay(State(shop): State<Arc<Shop>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let content_type = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    if content_type.starts_with(b"application/x-www-form-urlencoded") {
        if let Err(refused) = shop.proxy.check_form_post(&headers) {
            return refusal::as_page(&refused);
        }
        let Ok(Form(choice)) = Form::<Choice>::from_request(request, &()).await else { return refusal::malformed() };
        return match use_account(&shop, &headers, &choice).await {
            Ok(_) => (NO_STORE, Redirect::to("/plain/paid")).into_response(),
            Err(refused) => refusal::as_page(&refused),
        };
    }
    if let Err(refused) = shop.proxy.check_json_post(&headers) {
        return refusal::as_json(&refused);
    }
    let Ok(Json(choice)) = Json::<Choice>::from_request(request, &()).await else { return refusal::malformed() };
    match use_account(&shop, &headers, &choice).await {
        Ok(account) => (NO_STORE, Json(json!({ "paid": true, "account": account }))).into_response(),
        Err(refused) => refusal::as_json(&refused),
    }
}

/// A real shop would start its payment here, from the account in [`ReleasedAccount::account`].
async fn use_account(shop: &Shop, headers: &HeaderMap, choice: &Choice) -> Result<Used, ApiError> {
    let who = shop.proxy.who(headers).await?;
    let wanted = Wanted { required: vec![PERMISSION.to_owned()], max_age_days: None };
    let ReleasedAccount { session, account, .. } =
        shop.proxy.release_account(&who, &choice.session_id, &choice.handle, &wanted).await?;
    let data = session.data.unwrap_or_default();
    Ok(Used {
        bank: data.bank_name.unwrap_or_default(),
        iban: masked_iban(&account),
        holder: data.identity.and_then(|identity| identity.name).unwrap_or_default(),
    })
}

/// An account's IBAN as it may be shown, "" where it has none.
pub(crate) fn masked_iban(account: &Account) -> String {
    let iban = account.identifier.as_ref().and_then(|identifier| identifier.iban.as_ref());
    iban.and_then(|iban| iban.iban.as_deref()).map(mask_iban).unwrap_or_default()
}
