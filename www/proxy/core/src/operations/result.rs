//! The end of a login: the browser returns with a nonce (SECURITY.md, 2).

use ivy_data_session::decode::Status;
use serde::Serialize;

use super::fetch::fetch;
use super::show::{NO_TRUST, for_page, see};
use super::{Call, Output};
use crate::alarm::Alarm;
use crate::api_error::{ApiError, Code};
use crate::body;
use crate::host::Host;
use crate::identify::Caller;
use crate::keys::{Purpose, TableKeys};
use crate::release::{Event, Outcome, Verdict};
use crate::return_nonce::{PARAMETER, return_nonce};
use crate::services::Services;
use crate::store::Record;
use crate::who::Who;

/// The status of a bank login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginStatus {
    /// The bank is connected.
    Complete,
    /// The result is not known yet.
    Pending,
    /// The login failed or was cancelled.
    Error,
    /// The login expired or can no longer be used; a new one is needed.
    Expired,
}

/// A bank login from which this browser has returned.
#[derive(Clone, Debug, PartialEq)]
pub struct Login {
    /// The session's reference, by which the login can be queried again.
    pub reference_id: String,
    /// Ivy's id of the session.
    pub session_id: Option<String>,
    /// The status of the login.
    pub status: LoginStatus,
    /// The session for the page, as JSON text; only if the login is complete.
    pub session: Option<String>,
}

pub(super) async fn result(services: &Services<impl Host>, call: Call) -> Result<Output, ApiError> {
    let (field, text) = body::one_text(&call.body, &["nonce", "referenceId"])?;
    let login = match field {
        "nonce" => present_nonce(services, &call.caller, &text).await?,
        _ => login(services, &call.caller, &text).await?,
    };
    let status = serde_json::to_string(&login.status).unwrap_or_default();
    let reference_id = serde_json::to_string(&login.reference_id).unwrap_or_default();
    let session = login.session.map(|session| format!(",\"session\":{session}")).unwrap_or_default();
    let json = format!("{{\"referenceId\":{reference_id},\"status\":{status}{session}}}");
    Ok(Output::json(json).about(login.session_id))
}

/// Presents a nonce, and returns the login.
pub(crate) async fn present_nonce(
    services: &Services<impl Host>,
    caller: &Caller,
    nonce: &str,
) -> Result<Login, ApiError> {
    // A shop may hand on the value of the parameter with all that a gateway appended to it.
    let nonce = return_nonce(&format!("{PARAMETER}={nonce}")).ok_or_else(ApiError::not_found)?;
    let record = services.store.by_nonce(&nonce).await?.ok_or_else(ApiError::not_found)?;
    let event = |keys: &TableKeys, _: &Record| Event::Present {
        nonce: keys.digest(Purpose::Nonce, &[&nonce]),
        by: caller.visitor(keys, NO_TRUST),
    };
    decide(services, caller, record, event).await
}

/// Returns a login from which this browser returned before, by its reference.
pub(crate) async fn login(
    services: &Services<impl Host>,
    caller: &Caller,
    reference_id: &str,
) -> Result<Login, ApiError> {
    let record = services.store.by_reference(reference_id).await?.ok_or_else(ApiError::not_found)?;
    let event = |keys: &TableKeys, _: &Record| Event::Poll { by: caller.visitor(keys, NO_TRUST) };
    decide(services, caller, record, event).await
}

async fn decide(
    services: &Services<impl Host>,
    caller: &Caller,
    record: Record,
    event: impl Fn(&TableKeys, &Record) -> Event,
) -> Result<Login, ApiError> {
    let decided = services.store.decide(record, services.now(), event).await?;
    let (verdict, record) = decided.ok_or_else(ApiError::not_found)?;
    match verdict {
        Verdict::CallIvy => fetch_result(services, caller, record).await,
        Verdict::Pending => Ok(report(&record, LoginStatus::Pending, None)),
        Verdict::Failed => Ok(report(&record, LoginStatus::Error, None)),
        Verdict::Expired => Ok(report(&record, LoginStatus::Expired, None)),
        Verdict::SignIn => Err(ApiError::new(http::StatusCode::UNAUTHORIZED, Code::Unauthorized)
            .because("nobody is signed in, in the browser that began the login")),
        Verdict::Unavailable => Err(caller.who().err().unwrap_or_else(|| ApiError::unavailable().because("sign-in"))),
        Verdict::Foreign => {
            services.alarms.raise(Alarm::ForeignNonce, services.now());
            Err(ApiError::not_found().because("a nonce of somebody else"))
        }
        Verdict::EndGuest => {
            if let Some(guest) = &caller.guest {
                services.store.forget_all(&Who::Guest(Some(guest.clone())), services.now()).await?;
            }
            Err(ApiError::not_found().because("the guest has become a customer"))
        }
        Verdict::Done | Verdict::Release | Verdict::SomebodyElse | Verdict::NotFound => Err(ApiError::not_found()),
    }
}

/// Fetches the session from Ivy, and applies the rule to the response.
async fn fetch_result(services: &Services<impl Host>, caller: &Caller, record: Record) -> Result<Login, ApiError> {
    let Some(session_id) = record.session_id.clone() else {
        // The browser returned before Ivy's response to the create.
        return Ok(report(&record, LoginStatus::Pending, None));
    };
    let fetched = match fetch(services, &session_id).await {
        Ok(Some(fetched)) => fetched,
        // A new login may bring a session that can be read.
        Ok(None) => return Ok(report(&record, ended(&record).unwrap_or(LoginStatus::Error), None)),
        Err(error) => return ended(&record).map(|status| report(&record, status, None)).ok_or(error),
    };
    let record = services.store.by_session(&session_id).await?.ok_or_else(ApiError::not_found)?;
    let by = |keys: &TableKeys| caller.visitor(keys, NO_TRUST);
    let decided = see(services, record, &fetched.session, by, None).await?;
    let (verdict, record) = decided.ok_or_else(ApiError::not_found)?;
    match verdict {
        Verdict::Release if fetched.status == Status::Complete => {
            let text = for_page(services, fetched.session, &record)?;
            Ok(report(&record, LoginStatus::Complete, Some(text)))
        }
        // Released before, and Ivy does not return the data now.
        Verdict::Release => Ok(report(&record, ended(&record).unwrap_or(LoginStatus::Pending), None)),
        Verdict::Pending => Ok(report(&record, LoginStatus::Pending, None)),
        Verdict::Failed => Ok(report(&record, LoginStatus::Error, None)),
        Verdict::Expired | Verdict::SomebodyElse => Ok(report(&record, LoginStatus::Expired, None)),
        _ => Err(ApiError::not_found()),
    }
}

fn report(record: &Record, status: LoginStatus, session: Option<String>) -> Login {
    Login { reference_id: record.reference_id.clone(), session_id: record.session_id.clone(), status, session }
}

/// Returns the end of a login without a connected bank, by Ivy's last known status.
fn ended(record: &Record) -> Option<LoginStatus> {
    match record.row.outcome {
        Some(Outcome::Error) => Some(LoginStatus::Error),
        Some(Outcome::Expired) => Some(LoginStatus::Expired),
        Some(Outcome::Complete) | None => None,
    }
}
