//! A customer's past sessions: those that Ivy has and that the table releases to the customer.

use ivy_data_session::decode::scan_list;
use ivy_data_session::json::Value;
use ivy_data_session::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};
use ivy_data_session::recall::Reason;
use ivy_data_session::rules::check_list_query;

use super::fetch::fetch_joined;
use super::listed::Listed;
use super::selector::{Selector, query};
use super::show::{NO_TRUST, for_page, see};
use super::stamp::{is_email, is_phone};
use super::{Call, Output, list_path, table, trust};
use crate::api_error::{ApiError, Code};
use crate::body;
use crate::config::ListSelector;
use crate::customer::Customer;
use crate::host::Host;
use crate::ivy::{Endpoint, undecodable};
use crate::list_way::ListWay;
use crate::release::{Origin, Trust, Verdict, adopt};
use crate::services::Services;
use crate::store::Record;
use crate::who::Who;

/// The most sessions that one list request looks up one by one because the table does not know them.
const MOST_LOOKUPS: usize = 10;

pub(super) async fn list(services: &Services<impl Host>, call: Call) -> Result<Output, ApiError> {
    let selector = selector(&call.body)?;
    let who = call.caller.who()?;
    let PageList { body, absence } = list_for(services, &who, selector).await?;
    // The cookie makes a guest's create repeatable.
    let (new_guest, cookie) = match who {
        Who::Guest(None) => services.new_guest().map(|(who, cookie)| (Some(who), Some(cookie)))?,
        _ => (None, None),
    };
    Ok(Output { recall: absence.map(Absence::name), new_guest, ..Output::json(body).with_cookies(cookie) })
}

/// A list for a page.
pub(super) struct PageList {
    /// The body, as JSON text.
    pub(super) body: String,
    /// The reason why the list is empty, if it is empty whatever sessions there are.
    pub(super) absence: Option<Absence>,
}

/// The reason why a list is empty whatever sessions there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// Nobody is signed in.
    Guest,
    /// The merchant has switched recall off.
    Off,
}

impl Absence {
    /// Returns the value of the header `Ivy-Recall`.
    const fn name(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Off => "off",
        }
    }

    /// Returns the reason for a login.
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::Guest => Reason::Guest,
            Self::Off => Reason::RecallOff,
        }
    }
}

impl PageList {
    fn new(sessions: Vec<String>, absence: Option<Absence>) -> Self {
        Self { body: format!("{{\"dataSessions\":[{}]}}", sessions.join(",")), absence }
    }
}

/// Returns the list for a customer or guest. `selector` is that of their query.
///
/// # Errors
/// 403 if a customer's query names another user.
pub(super) async fn list_for(
    services: &Services<impl Host>,
    who: &Who,
    selector: Option<(String, Value)>,
) -> Result<PageList, ApiError> {
    let Who::Customer(customer) = who else {
        // A guest's request may follow a sign-out. The response does not depend on the user whom the guest's query names.
        services.joining.end();
        return Ok(PageList::new(Vec::new(), Some(Absence::Guest)));
    };
    if selector.is_some_and(|selector| !is_theirs(customer, &selector)) {
        return Err(ApiError::forbidden().because("another user"));
    }
    if !services.is_recall_on().await {
        return Ok(PageList::new(Vec::new(), Some(Absence::Off)));
    }
    Ok(PageList::new(released(services, who, customer).await?, None))
}

/// Returns the selector of a page's query in its normal form; `None` for an empty object.
fn selector(bytes: &[u8]) -> Result<Option<(String, Value)>, ApiError> {
    let query = body::object(bytes)?;
    if matches!(&query, Value::Object(members) if members.is_empty()) {
        return Ok(None);
    }
    let checked = check_list_query(&query);
    match checked.value {
        Some(Value::Object(members)) if checked.issues.is_empty() => Ok(members.into_iter().next()),
        _ => Err(ApiError::invalid(checked.issues)),
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

/// Returns the past sessions that are released to a customer, as JSON texts for the page.
async fn released(services: &Services<impl Host>, who: &Who, customer: &Customer) -> Result<Vec<String>, ApiError> {
    let started = services.host().elapsed_ms();
    let by_table = async |by: ListSelector| {
        let listed = table::released(services, who, started).await?;
        shown(services, who, by, NO_TRUST, listed).await
    };
    let by = match list_path::way(services).await {
        (ListWay::List(by), _) => by,
        (ListWay::Table, outage) => {
            let texts = by_table(trust::ANY).await?.texts;
            if !texts.is_empty() {
                return Ok(texts);
            }
            // If Ivy is not available, nothing is known of sessions from elsewhere.
            let is_to_be_repeated = outage.is_none() && services.list_check.is_unknown();
            let outage = if is_to_be_repeated { list_path::check_again(services).await } else { outage };
            match (services.list_check.way(), outage) {
                (_, Some(outage)) => return Err(outage),
                (ListWay::List(by), None) => by,
                (ListWay::Table, None) => return Ok(texts),
            }
        }
    };
    let Some(selector) = Selector::of(by, customer) else {
        services.warn_if_unusable(customer);
        return if services.list_check.is_auto() { Ok(by_table(by).await?.texts) } else { Ok(Vec::new()) };
    };
    let listed = listed_by(services, who, selector).await?;
    let trust = trust::of(services, who, by).await?;
    let found = shown(services, who, by, trust, listed).await?;
    if found.has_strangers {
        services.list_check.doubt();
    }
    if found.has_own {
        services.list_check.confirm(by);
    }
    if !services.list_check.is_unconfirmed(by) {
        return Ok(found.texts);
    }
    // An Ivy that ignores the selector may return nobody's sessions. The table shows if the list omits this customer's.
    let found = by_table(by).await?;
    if found.has_named {
        tracing::warn!(event = "list_omits", selector = by.name(), "ivy's list omits sessions that details returns");
        services.list_check.omits(by);
    }
    Ok(found.texts)
}

/// Requests Ivy's list for a selector. Lists of one owner at the same moment share one call.
async fn listed_by(services: &Services<impl Host>, who: &Who, selector: Selector) -> Result<Vec<Listed>, ApiError> {
    let owner = who.owner().unwrap_or_default();
    let bytes = services.join_call(owner, Endpoint::List, query(selector.name, selector.value)).await;
    let bytes = bytes.map_err(ApiError::from).inspect_err(|error| {
        // Ivy has answered, though not with a list: the path or the selector may be wrong.
        if matches!(error.code, Code::ProxyRejected | Code::Misconfigured | Code::ResponseTooLarge) {
            services.list_check.doubt();
        }
    })?;
    let list = scan_list(&bytes).map_err(|_| {
        services.list_check.doubt();
        undecodable("ivy's answer to list is not a list")
    })?;
    if !list.rejected.is_empty() {
        tracing::warn!(count = list.rejected.len(), "ivy listed sessions that are malformed; they are left out");
    }
    Ok(Listed::all(&list, &bytes))
}

/// The sessions for the page, and what they show about Ivy's list.
struct Found {
    texts: Vec<String>,
    /// True if a session is the owner's.
    has_own: bool,
    /// True if a session is shown that Ivy does not attribute to another identifier, such as that of a merged customer.
    has_named: bool,
    /// True if a session is somebody else's.
    has_strangers: bool,
}

/// Decides which sessions are shown to a customer.
async fn shown(
    services: &Services<impl Host>,
    who: &Who,
    by: ListSelector,
    trust: Option<Trust>,
    listed: Vec<Listed>,
) -> Result<Found, ApiError> {
    // Read after Ivy's response: a session that was locked or forgotten meanwhile is not shown.
    let names: Vec<_> = listed.iter().map(|listed| (listed.id.clone(), listed.reference_id.clone())).collect();
    let known = services.store.known(&names).await?;
    let mut lookups = 0;
    let mut found = Found { texts: Vec::new(), has_own: false, has_named: false, has_strangers: false };
    for (listed, known) in listed.into_iter().zip(known) {
        let record = match <[Record; 1]>::try_from(known) {
            Ok([record]) if record.session_id.as_deref() == Some(listed.id.as_str()) => record,
            Err(none) if none.is_empty() && trust.is_some() && lookups < MOST_LOOKUPS => {
                match adopted(services, who, by, &listed, trust, &mut lookups).await? {
                    Some(record) => record,
                    None => continue,
                }
            }
            // No row or more than one row matches.
            _ => continue,
        };
        let is_own = services.store.is_owned(&record, who);
        found.has_own |= is_own;
        found.has_strangers |= !is_own;
        let names = trust::names_customer(by, who, &listed.session);
        let decided = see(services, record, &listed.session, |keys| who.visitor(keys, trust), names).await?;
        if let Some((Verdict::Release, record)) = decided {
            found.has_named |= names != Some(false);
            found.texts.push(for_page(services, listed.session, &record)?);
        }
    }
    Ok(found)
}

/// Adopts a listed session without a row, if it is this customer's according to Ivy. Fetches its details if the list
/// has no date or names no user.
async fn adopted(
    services: &Services<impl Host>,
    who: &Who,
    by: ListSelector,
    listed: &Listed,
    trust: Option<Trust>,
    lookups: &mut usize,
) -> Result<Option<Record>, ApiError> {
    let now = services.now();
    let all = services.store.keys();
    let is_tagged = listed.reference_id.as_deref().is_some_and(|reference| all.is_tagged(reference));
    let Some(keys) = all.newest().filter(|_| !is_tagged) else { return Ok(None) };
    let mut created_at = listed.session.created_at(now);
    let mut names = trust::names_customer(by, who, &listed.session);
    if created_at.is_none() || names.is_none() {
        *lookups += 1;
        // If the details cannot be fetched, the session cannot be adopted now.
        let Ok(Some(fetched)) = fetch_joined(services, who, &listed.id).await else { return Ok(None) };
        created_at = created_at.or(fetched.session.created_at(now));
        names = match (names, trust::names_customer(by, who, &fetched.session)) {
            (None, by_details) => by_details,
            (by_list, _) => by_list,
        };
    }
    if created_at.is_none() || names.is_none() {
        services.warn_once_about_adoption();
        return Ok(None);
    }
    let Some(owner) = who.owner() else { return Ok(None) };
    let origin = Origin { created_at, names_customer: names == Some(true), is_tagged };
    let owner = keys.digest(crate::keys::Purpose::Owner, &[&owner]);
    match adopt(owner, origin, listed.session.identity(keys), trust, now) {
        Some(row) => services.store.adopt(&listed.id, row, now).await,
        None => Ok(None),
    }
}
