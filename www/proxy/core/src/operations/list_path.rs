//! The check of Ivy's list: whether it separates users, and by which selector.
//!
//! The check requests the list of a user that does not exist. A selector that works returns an empty list, one that Ivy
//! ignores returns everybody's sessions. The response is only counted and never reaches a page.

use ivy_data_session::decode::scan_list;

use super::selector::{query, selector_name};
use crate::api_error::{ApiError, Code};
use crate::config::ListSelector;
use crate::host::Host;
use crate::ivy::{Endpoint, REJECTED_KEY, UpstreamError, undecodable};
use crate::list_way::{ListCheck, ListPath, ListWay};
use crate::random;
use crate::services::Services;

/// The start of a phone number that is assigned to nobody: numbers for films, of Germany's regulator.
const PHONE_OF_NOBODY: &str = "+493023125";

/// Returns the way to a customer's past sessions. Checks Ivy's list first, if the proxy chooses the way and a check is due.
/// Returns also the error of that check if Ivy was not available.
pub(super) async fn way(services: &Services<impl Host>) -> (ListWay, Option<ApiError>) {
    let outage = if services.list_check.is_auto() { check_if_due(services).await } else { None };
    (services.list_check.way(), outage)
}

/// Repeats a check during which Ivy was not available. Returns the error if it still is not.
pub(super) async fn check_again(services: &Services<impl Host>) -> Option<ApiError> {
    let selectors = services.list_check.begin(services.now());
    check(services, selectors).await.1
}

/// Returns true if Ivy's list is known to separate users by this selector. Checks it first, if a check is due.
pub(super) async fn is_passed(services: &Services<impl Host>, selector: ListSelector) -> bool {
    check_if_due(services).await;
    services.list_check.is_passed(selector)
}

async fn check_if_due(services: &Services<impl Host>) -> Option<ApiError> {
    // Lists that begin during the first check wait for it, so that they take the same way.
    let _first = services.list_check.first().await;
    let selectors = services.list_check.begin_if_due(services.now())?;
    check(services, selectors).await.1
}

/// Checks Ivy's list now, and logs the way that is taken.
pub(crate) async fn check_list_path(services: &Services<impl Host>) -> ListPath {
    let selectors = services.list_check.begin(services.now());
    check(services, selectors).await.0
}

/// Tries the selectors. Returns the error, too, if there is no result.
async fn check(services: &Services<impl Host>, selectors: Vec<ListSelector>) -> (ListPath, Option<ApiError>) {
    let unfinished = Unfinished(Some(&services.list_check));
    let tried = try_each(services, selectors).await;
    unfinished.end();
    let (result, outage) = match tried {
        Ok(result) => (result, None),
        Err(outage) => (ListPath::Unknown, Some(outage)),
    };
    if result != ListPath::Answers {
        services.list_check.fail(result);
    }
    log(services.list_check.way(), result, outage.as_ref());
    (result, outage)
}

/// A check in progress. Dropping it, as a recall does whose deadline has passed, is a check without a result.
struct Unfinished<'a>(Option<&'a ListCheck>);

impl Unfinished<'_> {
    fn end(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(check) = self.0 {
            check.fail(ListPath::Unknown);
        }
    }
}

/// Tries the selectors until one works. A missing path is missing for all of them. An outage ends the check: the next one
/// begins with the first selector again. All of them together get the time of one list.
///
/// # Errors
/// If Ivy's responses show nothing.
async fn try_each(services: &Services<impl Host>, selectors: Vec<ListSelector>) -> Result<ListPath, ApiError> {
    let started = services.host().elapsed_ms();
    let deadline = services.config.deadlines.read.as_millis() as u64;
    let mut worst = ListPath::Refused;
    for selector in selectors {
        if services.host().elapsed_ms().saturating_sub(started) >= deadline {
            return Err(ApiError::unavailable().because("ivy took too long"));
        }
        match try_one(services, selector).await? {
            ListPath::Answers => {
                services.list_check.pass(selector);
                return Ok(ListPath::Answers);
            }
            ListPath::Refused => {}
            ListPath::Unfiltered => worst = ListPath::Unfiltered,
            result => return Ok(result),
        }
    }
    Ok(worst)
}

/// Requests the list of a user that does not exist.
///
/// # Errors
/// If the response shows nothing.
async fn try_one(services: &Services<impl Host>, selector: ListSelector) -> Result<ListPath, ApiError> {
    let nobody = nobody(services, selector)?;
    match services.call_ivy(Endpoint::List, query(selector_name(selector), nobody)).await {
        Ok(bytes) => match scan_list(&bytes) {
            Ok(list) if list.sessions.is_empty() && list.rejected.is_empty() => Ok(ListPath::Answers),
            Ok(_) => Ok(ListPath::Unfiltered),
            Err(_) => Err(undecodable("ivy's answer to list is not a list")),
        },
        // A list of everybody's sessions is longer than the limit.
        Err(UpstreamError::Lost(error)) if error.code == Code::ResponseTooLarge => Ok(ListPath::Unfiltered),
        Err(UpstreamError::Rejected(error)) if error.status.as_u16() == 404 => Ok(ListPath::Missing),
        Err(UpstreamError::Rejected(error)) if error.code == Code::ProxyRejected => Ok(ListPath::Refused),
        Err(error) => Err(error.into()),
    }
}

/// Returns an identifier that nobody has.
///
/// # Errors
/// 503 if the host has no randomness: the value must differ from check to check.
fn nobody(services: &Services<impl Host>, selector: ListSelector) -> Result<String, ApiError> {
    let token = random::token::<12>(services.host())?;
    Ok(match selector {
        ListSelector::ReferenceId => format!("ivy-proxy-path-check-{token}"),
        // No name below `.invalid` exists (RFC 2606).
        ListSelector::Email => format!("ivy-proxy-path-check-{token}@proxy.invalid"),
        ListSelector::Phone => {
            let number = token.bytes().fold(0, |sum, byte| (sum * 31 + u32::from(byte)) % 1000);
            format!("{PHONE_OF_NOBODY}{number:03}")
        }
    })
}

/// Logs the way that is taken, and the reason.
fn log(way: ListWay, result: ListPath, outage: Option<&ApiError>) {
    let (way, because) = (way.name(), result.name());
    let code = outage.map_or("", |error| error.code.name());
    let event = "list_way";
    match result {
        ListPath::Answers => {
            tracing::info!(event, way, because, "past sessions are found by ivy's list, by this selector");
        }
        ListPath::Unfiltered => tracing::error!(
            event,
            way,
            because,
            "Ivy lists sessions of a user that does not exist; expected an empty list; no session from elsewhere is trusted"
        ),
        ListPath::Refused => tracing::error!(
            event,
            way,
            because,
            "Ivy refuses the selector of the list; set listBy to one that Ivy knows; with table as the way, only sessions \
             of this proxy are found"
        ),
        ListPath::Missing => tracing::error!(
            event,
            way,
            because,
            "Ivy answers 404 at the list path; set paths.list; with table as the way, only sessions of this proxy are found"
        ),
        ListPath::Unknown => {
            let reason = outage.and_then(ApiError::reason).unwrap_or("no answer");
            if reason.starts_with(REJECTED_KEY) {
                tracing::error!(
                    event,
                    way,
                    because,
                    code,
                    "{reason}; check IVY_API_KEY, and that IVY_API_URL is of the same environment"
                );
            } else {
                tracing::warn!(
                    event,
                    way,
                    because,
                    code,
                    "Ivy's list could not be checked ({reason}); expected an answer; it is checked again later"
                );
            }
        }
    }
}
