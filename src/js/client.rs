//! The methods of a client that ask the proxy. Each resolves with a plain object; one that failed has `error`.

use super::check::{names, request, value};
use super::host::Host;
use super::login::login_hosts;
use super::outcome::{Bytes, connected, failed, plain};
use super::{decode, urls::PageUrls};
use crate::client::{self, Code, Connect, Error};
use crate::json::{NotJson, Value};
use crate::rules::{Checked, check_list_query};
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The body of an answer, which is one well-formed session.
#[derive(Serialize)]
struct Body<'a> {
    body: Bytes<'a>,
}

/// `createDataSession`
#[wasm_bindgen(js_name = createSession)]
pub async fn create_session(host: Host, marked: String) -> JsValue {
    settled(create(&host, &marked).await)
}

/// `listDataSessions`
#[wasm_bindgen(js_name = listSessions)]
pub async fn list_sessions(host: Host, marked: String) -> JsValue {
    match list(&host, &marked).await {
        Ok(listed) => decode::found(&listed.list, Some(&listed.answer.body)),
        Err(error) => failed(&error),
    }
}

/// `getDataSession`
#[wasm_bindgen(js_name = getSession)]
pub async fn get_session(host: Host, marked: String) -> JsValue {
    settled(client::get_session(&host, &value(&marked), host.limits()).await)
}

/// `connectBank`
#[wasm_bindgen(js_name = connectBank)]
pub async fn connect_bank(host: Host, marked: String, options: String) -> JsValue {
    match connect(&host, &marked, &options).await {
        Ok(outcome) => connected(&outcome),
        Err(error) => failed(&error),
    }
}

async fn create(host: &Host, marked: &str) -> Result<Vec<u8>, Error> {
    let request = valid(request(marked, &host.extra_fields(), &host.extra_permissions(), true))?;
    client::create_session(host, &request, &host.idempotency_key(), host.limits()).await
}

async fn list(host: &Host, marked: &str) -> Result<client::Listed, Error> {
    let query = match value(marked) {
        Value::NotJson(NotJson::Undefined) => Value::Object(Vec::new()),
        query => valid(check_list_query(&query))?,
    };
    client::list_sessions(host, &query, host.limits()).await
}

async fn connect(host: &Host, marked: &str, options: &str) -> Result<client::Outcome, Error> {
    let extra_permissions = host.extra_permissions();
    let request = &valid(request(marked, &host.extra_fields(), &extra_permissions, true))?;
    let options = &client::check_connect_options(&value(options), &names(&extra_permissions))
        .map_err(|issues| Error::with_issues(Code::ValidationFailed, issues))?;
    let idempotency_key = &host.idempotency_key();
    let (environment, allowed, page) = (host.environment(), host.allowed_login_hosts(), host.page_host());
    let allowed: Vec<&str> = allowed.split(',').collect();
    let hosts = login_hosts(&environment, &allowed, &page).ok_or(Error::new(Code::Unsupported))?;
    let connect = Connect { request, options, hosts, urls: &PageUrls, idempotency_key, limits: host.limits() };
    client::connect_bank(host, connect).await
}

/// The normal form of what was checked.
fn valid(checked: Checked) -> Result<Value, Error> {
    checked.value.ok_or(Error::with_issues(Code::ValidationFailed, checked.issues))
}

fn settled(result: Result<Vec<u8>, Error>) -> JsValue {
    match result {
        Ok(body) => plain(&Body { body: Bytes(&body) }),
        Err(error) => failed(&error),
    }
}
