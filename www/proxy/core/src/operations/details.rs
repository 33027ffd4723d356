//! One session, for a page.

use super::fetch::fetch;
use super::{Call, Reply};
use crate::{Host, Proxy, Refused, body};

/// Only a session that the table has released to the asker is asked for at Ivy. Every other id, whether or not there is
/// such a session, gets the same answer after the same look into the table (security.md, 1).
pub(super) async fn details(proxy: &Proxy<impl Host>, call: Call) -> Result<Reply, Refused> {
    let (_, id) = body::one_text(&call.body, &["id"])?;
    let owner = call.who.owner().unwrap_or_default();
    let record = proxy.parts.store.by_session(&id).await?;
    let record = record.filter(|record| record.is_released_to(&owner)).ok_or_else(Refused::not_found)?;
    let mut session = fetch(proxy, &id).await?.session;
    session.add_date(record.date());
    Ok(Reply::json(session.write()).about(Some(id)))
}
