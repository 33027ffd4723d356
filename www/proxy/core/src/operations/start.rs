//! The start of a bank login without JavaScript: a form post, answered with a redirect to Ivy's login page.

use ivy_data_session::client::LoginHosts;
use ivy_data_session::json::Value;
use ivy_data_session::rules::NativeUrls;
use url::{Url, form_urlencoded};

use super::create::create_for;
use super::{Call, Output};
use crate::api_error::ApiError;
use crate::host::Host;
use crate::ivy::undecodable;
use crate::request::RequestContext;
use crate::services::Services;
use crate::session::Session;

/// The form's field of permissions. It may appear several times, or once with commas.
const PERMISSIONS: &str = "permissions";

pub(super) async fn start(
    services: &Services<impl Host>,
    call: Call,
    context: &mut impl RequestContext,
) -> Result<Output, ApiError> {
    let request = request(&call.body)?;
    let page = &services.return_pages.of(&call.headers).plain;
    let created = create_for(services, &call, context, &request, page.clone(), None).await;
    let sent_on = created.and_then(|created| {
        let url = login_page(services, page, &created.response)?;
        let output = Output::see_other(&url)?.about(created.session_id).with_cookies(created.cookies);
        Ok(Output { new_guest: created.new_guest, ..output })
    });
    match sent_on {
        Ok(output) => Ok(output),
        // On an error of Ivy the shopper, who has no script, is sent to a page of the shop instead of an error's JSON.
        Err(error) if error.status.is_server_error() => {
            let mut page = page.clone();
            page.query_pairs_mut().append_pair("ivy_outcome", "error");
            Ok(Output { logged_error: Some(error), ..Output::see_other(page.as_str())? })
        }
        Err(error) => Err(error),
    }
}

/// Converts a form's fields to a request. The rules check all further fields, and reject those they do not know.
fn request(body: &[u8]) -> Result<Value, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_| ApiError::malformed().because("the form is not utf-8"))?;
    let mut permissions = Vec::new();
    let mut members = Vec::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        if name == PERMISSIONS {
            permissions.extend(value.split(',').map(|name| Value::String(name.trim().to_owned())));
        } else if !value.is_empty() {
            members.push((name.into_owned(), Value::String(value.into_owned())));
        }
    }
    if !permissions.is_empty() {
        members.insert(0, (PERMISSIONS.to_owned(), Value::Array(permissions)));
    }
    Ok(Value::Object(members))
}

/// Returns the URL of Ivy's login page, for a login that returns to `page`.
///
/// # Errors
/// 502 if the URL is not one of a known login page (SECURITY.md, 17).
fn login_page(services: &Services<impl Host>, page: &Url, response: &str) -> Result<String, ApiError> {
    let session = Session::read(response.as_bytes()).ok_or_else(|| undecodable("a kept answer is not an object"))?;
    let url = session.text("redirectUrl").unwrap_or_default();
    let config = &services.config;
    let hosts =
        LoginHosts { environment: config.login_environment, allowed: &config.login_hosts, page: page.host_str() };
    if hosts.allow(url, &NativeUrls) { Ok(url.to_owned()) } else { Err(undecodable("redirectUrl is not a login page")) }
}
