//! Which sessions from elsewhere may be a customer's (SECURITY.md, 3).

use std::sync::atomic::{AtomicI64, Ordering};

use ivy_data_session::decode::scan_list;
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};

use super::stamp::{is_email, is_phone, verified_email, verified_phone};
use crate::config::ListBy;
use crate::ivy::{Ask, Fault};
use crate::random::token;
use crate::refused::Code;
use crate::release::{State, Trust};
use crate::session::Session;
use crate::store::Record;
use crate::{Customer, Host, Proxy, Refused, Verified, Who};

/// How long to wait before the start check is repeated, in seconds.
const CHECK_EVERY: i64 = 60;

/// The selector by which Ivy's list is asked for a customer.
pub(super) struct Selector {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// When the identifier was verified for this customer; `None` for the merchant's own id, which never changes hands.
    since: Option<i64>,
}

impl Selector {
    /// Returns the customer's selector; `None` if the merchant lists by an address or a number and the customer has none
    /// that is verified.
    pub(super) fn of(list_by: ListBy, customer: &Customer) -> Option<Self> {
        let since = |verified: &Option<Verified>| verified.as_ref().map(|verified| verified.since);
        let (name, value, since) = match list_by {
            ListBy::ReferenceId => (LIST_BY_REFERENCE_ID, customer.id.clone(), None),
            ListBy::Email => (LIST_BY_EMAIL, verified_email(customer)?, since(&customer.email)),
            ListBy::Phone => (LIST_BY_PHONE, verified_phone(customer)?, since(&customer.phone)),
        };
        Some(Self { name, value, since })
    }
}

/// Writes a list query.
pub(super) fn query(name: &str, value: String) -> String {
    let mut text = String::new();
    json::write(&Value::Object(vec![(name.to_owned(), Value::String(value))]), &mut text);
    text
}

/// Returns the trust that a row needs, if any: only a row of a session from elsewhere does.
pub(super) async fn of_row(proxy: &Proxy<impl Host>, who: &Who, record: &Record) -> Result<Option<Trust>, Refused> {
    if record.row.state == State::Adopted { of(proxy, who).await } else { Ok(None) }
}

/// Returns which sessions from elsewhere may be this customer's.
pub(crate) async fn of(proxy: &Proxy<impl Host>, who: &Who) -> Result<Option<Trust>, Refused> {
    let (Some(before), Who::Customer(customer)) = (proxy.parts.config.trust_sessions_before, who) else {
        return Ok(None);
    };
    let Some(selector) = Selector::of(proxy.parts.config.list_by, customer) else { return Ok(None) };
    if !is_list_checked(proxy).await || !proxy.parts.store.may_adopt(who).await? {
        return Ok(None);
    }
    Ok(Some(Trust { since: selector.since, before }))
}

/// Whether Ivy's answer names the customer's identifier; `None` if it names no user at all.
pub(super) fn names(proxy: &Proxy<impl Host>, who: &Who, session: &Session) -> Option<bool> {
    let Who::Customer(customer) = who else { return Some(false) };
    let user = session.get("externalUser").filter(|user| !matches!(user, Value::Null))?;
    let (field, is_theirs): (_, fn(&Customer, &str) -> bool) = match proxy.parts.config.list_by {
        ListBy::ReferenceId => ("referenceId", |customer, text| customer.id == text),
        ListBy::Email => ("email", is_email),
        ListBy::Phone => ("phone", is_phone),
    };
    Some(user.get(field).and_then(Value::as_str).is_some_and(|text| is_theirs(customer, text)))
}

/// What Ivy says at the list path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPath {
    /// An empty list for a user that does not exist.
    Answers,
    /// Sessions for a user that does not exist: Ivy does not keep users apart, and nothing is adopted.
    Unfiltered,
    /// 404: the path is wrong, and no shopper would ever be recognised.
    Missing,
    /// None of these: Ivy cannot be reached, or refuses the key.
    Unknown,
}

/// The state of the start check.
#[derive(Debug)]
pub(crate) struct ListCheck {
    /// When it was last begun; [`ListCheck::PASSED`] once it has passed.
    checked_at: AtomicI64,
}

impl ListCheck {
    const PASSED: i64 = i64::MAX;

    pub(crate) fn new() -> Self {
        Self { checked_at: AtomicI64::new(i64::MIN) }
    }

    fn is_passed(&self) -> bool {
        self.checked_at.load(Ordering::Relaxed) == Self::PASSED
    }

    /// Whether the check is due, and if so, that it is begun now.
    fn begin(&self, now: i64) -> bool {
        let last = self.checked_at.load(Ordering::Relaxed);
        let is_due = last != Self::PASSED && now.saturating_sub(last) >= CHECK_EVERY;
        is_due && self.checked_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

/// Whether Ivy's list is known to keep users apart. Until it is, it is asked again from time to time.
async fn is_list_checked(proxy: &Proxy<impl Host>) -> bool {
    let check = &proxy.parts.list_check;
    check.is_passed() || check.begin(proxy.now()) && check_list_path(proxy).await == ListPath::Answers
}

/// Asks Ivy for a user that does not exist.
pub(crate) async fn check_list_path(proxy: &Proxy<impl Host>) -> ListPath {
    let nobody = format!("ivy-proxy-path-check-{}", token::<12>(proxy.host()).unwrap_or_default());
    match proxy.ask_ivy(Ask::List, query(LIST_BY_REFERENCE_ID, nobody)).await {
        Ok(bytes) => match scan_list(&bytes) {
            Ok(list) if list.sessions.is_empty() && list.rejected.is_empty() => {
                proxy.parts.list_check.checked_at.store(ListCheck::PASSED, Ordering::Relaxed);
                tracing::info!("ivy answers at the list path");
                ListPath::Answers
            }
            Ok(_) => {
                tracing::error!(
                    "ivy lists sessions of a user that does not exist: no session from elsewhere is trusted"
                );
                ListPath::Unfiltered
            }
            Err(_) => unknown(Code::DecodeFailed),
        },
        Err(Fault::Refused(refused)) if refused.status.as_u16() == 404 => {
            tracing::error!("ivy answers 404 at the list path: set paths.list, or no shopper is ever recognised");
            ListPath::Missing
        }
        Err(fault) => unknown(Refused::from(fault).code),
    }
}

fn unknown(code: Code) -> ListPath {
    tracing::warn!(code = code.name(), "ivy's list path could not be checked");
    ListPath::Unknown
}
