//! An account for a payment. What the page has decided was for display: here the session is fetched again, for the
//! customer who is signed in, and the same code decides again (security.md, 4).

use ivy_data_session::decode::scan_list;
use ivy_data_session::model::{Account, DataSession};
use ivy_data_session::recall::{Decision, Wanted, decide};

use super::fetch::fetch;
use crate::ivy::undecodable;
use crate::{Host, Proxy, Refused, Who};

/// An account that a payment may use.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedAccount {
    /// The session that it belongs to, as Ivy gave it just now.
    pub session: DataSession,
    /// The account.
    pub account: Account,
}

pub(crate) async fn release_account(
    proxy: &Proxy<impl Host>,
    who: &Who,
    session_id: &str,
    account_index: usize,
    wanted: &Wanted,
) -> Result<ReleasedAccount, Refused> {
    let owner = who.owner().unwrap_or_default();
    let record = proxy.parts.store.by_session(session_id).await?;
    let record = record.filter(|record| record.is_released_to(&owner)).ok_or_else(Refused::not_found)?;
    let mut session = fetch(proxy, session_id).await?.session;
    session.add_date(record.date());
    let text = session.write();

    let list = format!("{{\"dataSessions\":[{text}]}}");
    let scanned = scan_list(list.as_bytes()).map_err(|_| undecodable("a session that cannot be listed"))?;
    match decide(&scanned, list.as_bytes(), wanted, Some(proxy.now() as f64)) {
        Decision::Recalled { .. } => {}
        Decision::Login(_) => return Err(Refused::not_found().because("the session is not eligible")),
    }
    let session: DataSession =
        serde_json::from_str(&text).map_err(|_| undecodable("ivy's answer to details is not a session"))?;
    let accounts = session.data.as_ref().and_then(|data| data.accounts.as_ref());
    let account = accounts.and_then(|accounts| accounts.get(account_index)).cloned();
    match account {
        Some(account) => Ok(ReleasedAccount { session, account }),
        None => Err(Refused::not_found().because("no such account")),
    }
}
