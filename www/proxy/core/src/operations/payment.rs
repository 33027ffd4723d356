//! The account for a payment. The page's decision was only for display. Here the session is fetched again for the
//! signed-in customer, and the same code decides again (SECURITY.md, 4).

use http::StatusCode;
use ivy_data_session::decode::scan_list;
use ivy_data_session::model::{Account, DataSession};
use ivy_data_session::recall::{Criteria, Decision, decide};

use super::show::{Shown, for_page, released_session};
use crate::account;
use crate::api_error::{ApiError, Code};
use crate::host::Host;
use crate::ivy::undecodable;
use crate::services::Services;
use crate::who::Who;

/// An account that a payment may use.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedAccount {
    /// The session of the account, as Ivy has just returned it.
    pub session: DataSession,
    /// The account.
    pub account: Account,
}

pub(crate) async fn release_account(
    services: &Services<impl Host>,
    who: &Who,
    session_id: &str,
    handle: &str,
    wanted: &Criteria,
) -> Result<ReleasedAccount, ApiError> {
    services.limit_owner(who)?;
    let Shown { record, session } = released_session(services, who, session_id).await?;
    let position = position(services, &record, session.get("data"), handle)?;
    let text = for_page(services, session, &record)?;

    let list = format!("{{\"dataSessions\":[{text}]}}");
    let scanned = scan_list(list.as_bytes()).map_err(|_| undecodable("a session that cannot be listed"))?;
    match decide(&scanned, list.as_bytes(), wanted, Some(services.now() as f64)) {
        Decision::Recalled { .. } => {}
        Decision::Login(_) => return Err(ApiError::not_found().because("the session is not eligible")),
    }
    let session: DataSession =
        serde_json::from_str(&text).map_err(|_| undecodable("ivy's answer to details is not a session"))?;
    let accounts = session.data.as_ref().and_then(|data| data.accounts.as_ref());
    match accounts.and_then(|accounts| accounts.get(position)).cloned() {
        Some(account) => Ok(ReleasedAccount { session, account }),
        None => Err(gone()),
    }
}

/// Returns the position of the one account with this handle in Ivy's response.
fn position(
    services: &Services<impl Host>,
    record: &crate::store::Record,
    data: Option<&ivy_data_session::json::Value>,
    handle: &str,
) -> Result<usize, ApiError> {
    let all = services.store.keys();
    let keys = all.of(&record.secret_id).ok_or_else(ApiError::not_found)?;
    let session_id = record.session_id.as_deref().unwrap_or_default();
    let of = |account| account::handle(keys, record.row.owner, session_id, account);
    let accounts = account::accounts(data).iter().enumerate();
    let mut found = accounts.filter(|(_, account)| of(account).as_deref() == Some(handle));
    match (found.next(), found.next()) {
        (Some((position, _)), None) => Ok(position),
        (None, _) => Err(gone().because("no account has the handle")),
        (Some(_), Some(_)) => Err(gone().because("two accounts have the handle")),
    }
}

fn gone() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, Code::AccountGone)
}
