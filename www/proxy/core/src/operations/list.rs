//! A customer's past sessions: what Ivy lists for them, and of that what the table releases to them.

use ivy_data_session::decode::{SessionEntry, SessionList, scan_list};
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};
use ivy_data_session::rules::check_list_query;

use super::stamp::{is_email, is_phone, verified_email, verified_phone};
use super::{Call, Reply};
use crate::config::ListBy;
use crate::ivy::{Ask, Fault, undecodable};
use crate::random::token;
use crate::refused::Code;
use crate::session::Session;
use crate::store::Record;
use crate::{Customer, Host, Proxy, Refused, Verified, Who, body};

pub(super) async fn list(proxy: &Proxy<impl Host>, call: Call) -> Result<Reply, Refused> {
    let selector = selector(&call.body)?;
    let customer = match &call.who {
        Who::Customer(customer) => customer,
        Who::Guest(known) => {
            // The answer is the same whomever the guest asked for. The cookie makes their create repeatable.
            let cookie = if known.is_some() { None } else { Some(proxy.new_guest()?.1) };
            let nothing = Reply::json(envelope(Vec::new()));
            return Ok(Reply { for_guest: true, cookie, ..nothing });
        }
    };
    if selector.is_some_and(|selector| !is_theirs(customer, &selector)) {
        return Err(Refused::forbidden().because("another user"));
    }
    let sessions = released(proxy, customer).await?;
    Ok(Reply::json(envelope(sessions.into_iter().map(Session::write).collect())))
}

fn envelope(sessions: Vec<String>) -> String {
    format!("{{\"dataSessions\":[{}]}}", sessions.join(","))
}

/// The one selector of a page's query in its normal form; an empty object has none.
fn selector(bytes: &[u8]) -> Result<Option<(String, Value)>, Refused> {
    let query = body::object(bytes)?;
    if matches!(&query, Value::Object(members) if members.is_empty()) {
        return Ok(None);
    }
    let checked = check_list_query(&query);
    match checked.value {
        Some(Value::Object(members)) if checked.issues.is_empty() => Ok(members.into_iter().next()),
        _ => Err(Refused::invalid(checked.issues)),
    }
}

fn is_theirs(customer: &Customer, (name, value): &(String, Value)) -> bool {
    value.as_str().is_some_and(|text| match name.as_str() {
        LIST_BY_REFERENCE_ID => text == customer.id,
        LIST_BY_EMAIL => is_email(customer, text),
        LIST_BY_PHONE => is_phone(customer, text),
        _ => false,
    })
}

/// The sessions that Ivy lists for a customer and that may be shown to them, with their dates.
pub(super) async fn released(proxy: &Proxy<impl Host>, customer: &Customer) -> Result<Vec<Session>, Refused> {
    let Some(by) = by(proxy.parts.config.list_by, customer) else { return Ok(Vec::new()) };
    let bytes = proxy.parts.ivy.ask(proxy.host(), Ask::List, query(by.name, by.value)).await?;
    let list = scan_list(&bytes).map_err(|_| undecodable("ivy's answer to list is not a list"))?;
    if !list.rejected.is_empty() {
        tracing::warn!(count = list.rejected.len(), "ivy listed sessions that are malformed; they are left out");
    }
    let owner = Who::Customer(customer.clone()).owner().unwrap_or_default();
    let listed = read(&list, &bytes);
    let known = bind(proxy, &owner, &listed).await?;
    let shown = listed.into_iter().zip(&known).filter_map(|(listed, known)| listed.release(known, &owner, by.since));
    Ok(shown.collect())
}

/// What Ivy is asked by, and since when that has been this customer's.
struct By {
    name: &'static str,
    value: String,
    since: Option<i64>,
}

/// `None` where the customer has no verified address or number and the merchant lists by it: nobody to ask for.
fn by(list_by: ListBy, customer: &Customer) -> Option<By> {
    let since = |verified: &Option<Verified>| verified.as_ref().map(|verified| verified.since);
    match list_by {
        ListBy::ReferenceId => Some(By { name: LIST_BY_REFERENCE_ID, value: customer.id.clone(), since: None }),
        ListBy::Email => {
            Some(By { name: LIST_BY_EMAIL, value: verified_email(customer)?, since: since(&customer.email) })
        }
        ListBy::Phone => {
            Some(By { name: LIST_BY_PHONE, value: verified_phone(customer)?, since: since(&customer.phone) })
        }
    }
}

fn query(name: &str, value: String) -> String {
    let mut text = String::new();
    json::write(&Value::Object(vec![(name.to_owned(), Value::String(value))]), &mut text);
    text
}

/// A session that Ivy listed.
struct Listed {
    id: String,
    reference_id: Option<String>,
    created_at: Option<f64>,
    session: Session,
}

fn read(list: &SessionList, bytes: &[u8]) -> Vec<Listed> {
    let one = |entry: &SessionEntry| {
        let session = Session::read(bytes.get(entry.start as usize..entry.end as usize)?)?;
        let id = session.text("id").filter(|id| !id.is_empty() && !id.contains('\0'))?.to_owned();
        let reference_id = session.text("referenceId").filter(|id| !id.contains('\0')).map(str::to_owned);
        let created_at = entry.created_at.and_then(|seconds| seconds.read(bytes));
        Some(Listed { id, reference_id, created_at, session })
    };
    list.sessions.iter().filter_map(one).collect()
}

/// What the table knows of each listed session. Where the merchant trusts Ivy's list, those that the table does not know
/// are taken down as this customer's first.
async fn bind(proxy: &Proxy<impl Host>, owner: &str, listed: &[Listed]) -> Result<Vec<Vec<Record>>, Refused> {
    let store = &proxy.parts.store;
    let names: Vec<_> = listed.iter().map(|listed| (listed.id.clone(), listed.reference_id.clone())).collect();
    let known = store.known(&names).await?;
    let unknown: Vec<_> = listed.iter().zip(&known).filter(|(_, records)| records.is_empty()).collect();
    if unknown.is_empty() || !proxy.parts.config.trust_unbound_sessions {
        return Ok(known);
    }
    for (listed, _) in unknown {
        store.adopt(&listed.id, owner, proxy.now()).await?;
    }
    store.known(&names).await
}

impl Listed {
    /// The session for the page, if everything that the table knows of it says that it is this owner's.
    fn release(mut self, known: &[Record], owner: &str, since: Option<i64>) -> Option<Session> {
        let theirs =
            |record: &Record| record.is_released_to(owner) && record.session_id.as_deref() == Some(self.id.as_str());
        if !known.iter().all(theirs) {
            return None;
        }
        let date = known.first()?.date();
        let age = self.created_at.or(date.map(|date| date as f64));
        if since.is_some_and(|since| age.is_none_or(|age| age < since as f64)) {
            return None;
        }
        self.session.add_date(date);
        Some(self.session)
    }
}

/// What Ivy says at the list path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPath {
    /// A list.
    Answers,
    /// 404: the path is wrong, and no shopper would ever be recognised.
    Missing,
    /// Neither: Ivy cannot be reached, or refuses the key.
    Unknown,
}

/// Asks Ivy for a user that does not exist.
pub(crate) async fn check_list_path(proxy: &Proxy<impl Host>) -> ListPath {
    let nobody = format!("ivy-proxy-path-check-{}", token::<12>(proxy.host()).unwrap_or_default());
    match proxy.parts.ivy.ask(proxy.host(), Ask::List, query(LIST_BY_REFERENCE_ID, nobody)).await {
        Ok(bytes) if scan_list(&bytes).is_ok() => {
            tracing::info!("ivy answers at the list path");
            ListPath::Answers
        }
        Err(Fault::Refused(refused)) if refused.status.as_u16() == 404 => {
            tracing::error!("ivy answers 404 at the list path: set paths.list, or no shopper is ever recognised");
            ListPath::Missing
        }
        other => {
            let code = other.err().map_or(Code::DecodeFailed, |fault| Refused::from(fault).code).name();
            tracing::warn!(code, "ivy's list path could not be checked");
            ListPath::Unknown
        }
    }
}
