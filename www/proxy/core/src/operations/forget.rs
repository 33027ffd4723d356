//! "Forget this bank", and a customer who leaves.

use ivy_data_session::json::Value;

use super::list::released;
use super::{Call, Reply};
use crate::{Host, Proxy, Refused, Who, body};

pub(super) async fn forget(proxy: &Proxy<impl Host>, call: Call) -> Result<Reply, Refused> {
    let all = matches!(body::object(&call.body)?, Value::Object(members) if members.is_empty());
    if all {
        return Ok(reply(forget_all(proxy, &call.who).await?));
    }
    let (_, id) = body::one_text(&call.body, &["id"])?;
    let owner = call.who.owner().unwrap_or_default();
    let record = proxy.parts.store.by_session(&id).await?;
    let record = record.filter(|record| record.belongs_to(&owner)).ok_or_else(Refused::not_found)?;
    let forgotten = proxy.parts.store.forget(&record).await?;
    Ok(reply(u64::from(forgotten)).about(Some(id)))
}

fn reply(forgotten: u64) -> Reply {
    Reply::json(format!("{{\"forgotten\":{forgotten}}}"))
}

/// Forgets all sessions of a customer or guest. Where the merchant trusts Ivy's list, also those on it that were never
/// shown here: otherwise they would be released the next time.
pub(crate) async fn forget_all(proxy: &Proxy<impl Host>, who: &Who) -> Result<u64, Refused> {
    let Some(owner) = who.owner() else { return Ok(0) };
    let forgotten = proxy.parts.store.forget_all(&owner).await?;
    match who {
        Who::Customer(customer) if proxy.parts.config.trust_unbound_sessions => {
            released(proxy, customer).await?;
            Ok(forgotten + proxy.parts.store.forget_all(&owner).await?)
        }
        _ => Ok(forgotten),
    }
}
