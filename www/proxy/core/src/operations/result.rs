//! What became of the login that a browser comes back from (security.md, 2).

use ivy_data_session::decode::Status;
use serde::Serialize;

use super::fetch::fetch;
use super::outcome::outcome;
use super::{Call, Reply};
use crate::random::{is_token, mark};
use crate::store::{Outcome, Record};
use crate::{Host, Proxy, Refused, Who, body};

/// What became of a bank login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginStatus {
    /// The bank is connected.
    Complete,
    /// Not known yet.
    Pending,
    /// It failed or was cancelled.
    Error,
    /// It was not finished in time.
    Expired,
}

/// A bank login that this browser came back from.
#[derive(Clone, Debug, PartialEq)]
pub struct Login {
    /// The session's reference, by which the login can be asked for again.
    pub reference_id: String,
    /// Ivy's id of the session.
    pub session_id: Option<String>,
    /// What became of it.
    pub status: LoginStatus,
    /// The session for the page, as JSON text; only of a complete one.
    pub session: Option<String>,
}

pub(super) async fn result(proxy: &Proxy<impl Host>, call: Call) -> Result<Reply, Refused> {
    let (field, text) = body::one_text(&call.body, &["nonce", "referenceId"])?;
    let login = match field {
        "nonce" => present_nonce(proxy, &call.who, &text).await?,
        _ => login(proxy, &call.who, &text).await?,
    };
    let status = serde_json::to_string(&login.status).unwrap_or_default();
    let reference_id = serde_json::to_string(&login.reference_id).unwrap_or_default();
    let session = login.session.map(|session| format!(",\"session\":{session}")).unwrap_or_default();
    let json = format!("{{\"referenceId\":{reference_id},\"status\":{status}{session}}}");
    Ok(Reply::json(json).about(login.session_id))
}

/// Takes a nonce. Presented by the session's creator, it releases the session, and may be presented again by them.
/// Presented by anybody else first, it shows that the login was completed in another browser: the creator might be
/// somebody who had another person log in to their bank, so that the session is never released.
pub(crate) async fn present_nonce(proxy: &Proxy<impl Host>, who: &Who, nonce: &str) -> Result<Login, Refused> {
    if !is_token(nonce) {
        return Err(Refused::not_found());
    }
    let store = &proxy.parts.store;
    let owner = who.owner().unwrap_or_default();
    let record = store.by_nonce(&mark("nonce", &[nonce])).await?.ok_or_else(Refused::not_found)?;
    if !record.belongs_to(&owner) {
        store.expose(&record.reference_id, proxy.now()).await?;
        return Err(Refused::not_found());
    }
    store.present(&record.reference_id, proxy.now()).await?;
    login(proxy, who, &record.reference_id).await
}

/// A login whose nonce was presented before: a reload of the return page.
pub(crate) async fn login(proxy: &Proxy<impl Host>, who: &Who, reference_id: &str) -> Result<Login, Refused> {
    let owner = who.owner().unwrap_or_default();
    let record = proxy.parts.store.by_reference(reference_id).await?;
    let record = record.filter(|record| record.is_released_to(&owner)).ok_or_else(Refused::not_found)?;
    let Some(session_id) = record.session_id.clone() else {
        // The browser is back before Ivy's answer to create.
        return Ok(record.report(LoginStatus::Pending, None));
    };
    let mut fetched = match fetch(proxy, &session_id).await {
        Ok(fetched) => fetched,
        Err(refused) => return record.ended().map(|status| record.report(status, None)).ok_or(refused),
    };
    let said = outcome(fetched.session.text("status").unwrap_or_default());
    let now = proxy.now();
    if let Some(outcome) = said {
        proxy.parts.store.settle(&record.reference_id, outcome, now).await?;
    }
    if fetched.status == Status::Complete {
        fetched.session.add_date(record.date_completed_by(now));
        return Ok(record.report(LoginStatus::Complete, Some(fetched.session.write())));
    }
    let status = match said {
        Some(Outcome::Error) => LoginStatus::Error,
        Some(Outcome::Expired) => LoginStatus::Expired,
        _ => record.ended().unwrap_or_else(|| record.overdue(now)),
    };
    Ok(record.report(status, None))
}

impl Record {
    fn report(&self, status: LoginStatus, session: Option<String>) -> Login {
        Login { reference_id: self.reference_id.clone(), session_id: self.session_id.clone(), status, session }
    }

    /// How the login ended without a connected bank, as Ivy said before. A complete one whose data Ivy does not show yet
    /// is pending.
    fn ended(&self) -> Option<LoginStatus> {
        match self.outcome {
            Some(Outcome::Error) => Some(LoginStatus::Error),
            Some(Outcome::Expired) => Some(LoginStatus::Expired),
            Some(Outcome::Complete) | None => None,
        }
    }

    /// An open login past its end.
    fn overdue(&self, now: i64) -> LoginStatus {
        if self.outcome.is_none() && self.expires_at.is_some_and(|end| end < now) {
            LoginStatus::Expired
        } else {
            LoginStatus::Pending
        }
    }

    /// The date of a login that is complete now.
    fn date_completed_by(&self, now: i64) -> Option<i64> {
        if self.completed_at.is_some() { self.date() } else { self.date().map(|_| now) }
    }
}
