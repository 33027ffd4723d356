//! The methods of a client that ask the proxy.

use super::check::{names, request, value};
use super::host::Host;
use super::login::{login_hosts, resume};
use super::outcome::{connected, failed};
use super::plain::{Plain, object};
use super::{decode, urls::PageUrls};
use crate::client::{self, Code, Connect, Error};
use crate::json::{NotJson, Value};
use crate::rules::{Checked, check_list_query};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A method of the client, by its name in JavaScript. Resolves with a plain object; one that failed has `error`.
///
/// | method | first | second |
/// |---|---|---|
/// | `createDataSession` | the request, as the walker wrote it | |
/// | `listDataSessions` | the query, or undefined | |
/// | `getDataSession` | the id | |
/// | `connectBank` | the request | the options |
/// | `resumeBankLogin` | the nonce, may be empty | the reference that the page remembers |
///
/// One function for all of them: each asynchronous export would bring its own kilobyte of machinery.
#[wasm_bindgen]
pub async fn ask(host: Host, method: String, first: String, second: String) -> JsValue {
    let result = match method.as_str() {
        "createDataSession" => create(&host, &first).await,
        "listDataSessions" => list(&host, &first).await,
        "getDataSession" => get(&host, &first).await,
        "connectBank" => connect(&host, &first, &second).await,
        "resumeBankLogin" => resume(&host, &first, &second).await,
        _ => Err(Error::new(Code::Unsupported)),
    };
    result.unwrap_or_else(|error| failed(&error))
}

async fn create(host: &Host, marked: &str) -> Result<JsValue, Error> {
    let request = valid(request(marked, &host.extra_fields(), &host.extra_permissions(), true))?;
    let body = client::create_session(host, &request, &host.idempotency_key(), host.limits()).await?;
    Ok(object(&[("body", Plain::Bytes(&body))]))
}

async fn list(host: &Host, marked: &str) -> Result<JsValue, Error> {
    let query = match value(marked) {
        Value::NotJson(NotJson::Undefined) => Value::Object(Vec::new()),
        query => valid(check_list_query(&query))?,
    };
    let listed = client::list_sessions(host, &query, host.limits()).await?;
    Ok(decode::listed(&listed.list, &listed.answer.body))
}

async fn get(host: &Host, marked: &str) -> Result<JsValue, Error> {
    let body = client::get_session(host, &value(marked), host.limits()).await?;
    Ok(object(&[("body", Plain::Bytes(&body))]))
}

async fn connect(host: &Host, marked: &str, options: &str) -> Result<JsValue, Error> {
    let extra_permissions = host.extra_permissions();
    let request = &valid(request(marked, &host.extra_fields(), &extra_permissions, true))?;
    let options = &client::check_connect_options(&value(options), &names(&extra_permissions))
        .map_err(|issues| Error::with_issues(Code::ValidationFailed, issues))?;
    let idempotency_key = &host.idempotency_key();
    let (environment, allowed, page) = (host.environment(), names(&host.allowed_login_hosts()), host.page_host());
    let hosts = login_hosts(&environment, &allowed, &page).ok_or(Error::new(Code::Unsupported))?;
    let connect = Connect { request, options, hosts, urls: &PageUrls, idempotency_key, limits: host.limits() };
    Ok(connected(&client::connect_bank(host, connect).await?))
}

/// The normal form of what was checked.
fn valid(checked: Checked) -> Result<Value, Error> {
    checked.value.ok_or(Error::with_issues(Code::ValidationFailed, checked.issues))
}
