//! Which sessions from elsewhere may be a customer's (SECURITY.md, 3).

use std::sync::atomic::{AtomicI64, Ordering};

use ivy_data_session::decode::scan_list;
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::assumed::{LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID};
use ivy_data_session::rules::{email, phone};

use super::stamp::{is_email, is_phone, verified_email, verified_phone};
use crate::api_error::Code;
use crate::config::ListBy;
use crate::ivy::{Endpoint, UpstreamError};
use crate::random::token;
use crate::release::{State, Trust};
use crate::session::Session;
use crate::store::Record;
use crate::{ApiError, Customer, Host, Proxy, Verified, Who};

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
pub(super) async fn of_row(proxy: &Proxy<impl Host>, who: &Who, record: &Record) -> Result<Option<Trust>, ApiError> {
    if record.row.state == State::Adopted { of(proxy, who).await } else { Ok(None) }
}

/// Returns which sessions from elsewhere may be this customer's.
pub(crate) async fn of(proxy: &Proxy<impl Host>, who: &Who) -> Result<Option<Trust>, ApiError> {
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
        ListBy::Email => {
            ("email", |customer, text| email::normalize(text).is_some_and(|text| is_email(customer, &text)))
        }
        ListBy::Phone => {
            ("phone", |customer, text| phone::normalize(text).is_some_and(|text| is_phone(customer, &text)))
        }
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
    match proxy.ask_ivy(Endpoint::List, query(LIST_BY_REFERENCE_ID, nobody)).await {
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
        Err(UpstreamError::Rejected(error)) if error.status.as_u16() == 404 => {
            tracing::error!("ivy answers 404 at the list path: set paths.list, or no shopper is ever recognised");
            ListPath::Missing
        }
        Err(fault) => unknown(ApiError::from(fault).code),
    }
}

fn unknown(code: Code) -> ListPath {
    tracing::warn!(code = code.name(), "ivy's list path could not be checked");
    ListPath::Unknown
}

#[cfg(test)]
mod tests {
    use std::future::{Future, ready};
    use std::pin::pin;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
    use std::task::{Context, Poll, Waker};
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue, header};

    use super::{CHECK_EVERY, ListCheck, ListPath, Selector, check_list_path, names, of, query};
    use crate::config::ListBy;
    use crate::release::Trust;
    use crate::session::Session;
    use crate::{
        Config, Customer, Database, DatabaseError, Dialect, GuestId, Host, NoRandomness, Post, Proxy, Row, Secret,
        TransportError, UpstreamResponse, Value, Verified, Who,
    };

    const START: i64 = 1_800_000_000;
    const BEFORE: i64 = START - 1_000;
    const EMPTY: &str = r#"{"dataSessions":[]}"#;

    /// A host whose Ivy gives one answer to everything.
    struct Scripted {
        now: AtomicI64,
        status: u16,
        answer: &'static str,
        asked: AtomicUsize,
        /// Whether the customer has forgotten everything.
        has_forgotten: bool,
    }

    impl Database for Scripted {
        fn execute(&self, _: &str, _: Vec<Value>) -> impl Future<Output = Result<u64, DatabaseError>> {
            ready(Err(DatabaseError("scripted")))
        }

        fn query(&self, _: &str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, DatabaseError>> {
            let owner = values.into_iter().next().unwrap_or(Value::Text(None));
            let row = || Row::new(vec![("owner".into(), owner), ("forgot_at".into(), START.into())]);
            ready(Ok(self.has_forgotten.then(row).into_iter().collect()))
        }

        fn script(&self, _: &str) -> impl Future<Output = Result<(), DatabaseError>> {
            ready(Err(DatabaseError("scripted")))
        }
    }

    impl Host for Scripted {
        fn dialect(&self) -> Dialect {
            Dialect::Sqlite
        }

        fn now_ms(&self) -> u64 {
            self.now.load(Ordering::Relaxed).unsigned_abs() * 1_000
        }

        fn elapsed_ms(&self) -> u64 {
            0
        }

        fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
            bytes.fill(7);
            Ok(())
        }

        fn pause(&self, _: Duration) -> impl Future<Output = ()> {
            ready(())
        }

        fn post(&self, post: Post) -> impl Future<Output = Result<UpstreamResponse, TransportError>> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            assert_eq!(post.body, r#"{"externalUserReferenceId":"ivy-proxy-path-check-BwcHBwcHBwcHBwcH"}"#);
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
            ready(Ok(UpstreamResponse { status: self.status, headers, bytes: self.answer.into() }))
        }
    }

    fn proxy(status: u16, answer: &'static str, change: impl FnOnce(&mut Config, &mut Scripted)) -> Proxy<Scripted> {
        let secret = |text: &str| Secret::new(text);
        let (key, signing) = (secret("made-for-tests"), secret("made-for-tests-too"));
        let table = secret("nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=");
        let mut config = Config::new("http://localhost:8081", key, signing, table, "http://localhost:3000");
        config.trust_sessions_before = Some(BEFORE);
        let now = AtomicI64::new(START);
        let mut host = Scripted { now, status, answer, asked: AtomicUsize::new(0), has_forgotten: false };
        change(&mut config, &mut host);
        Proxy::new(config, host).unwrap()
    }

    /// Nothing of the host ever waits.
    fn done<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("it waits"),
        }
    }

    fn customer() -> Customer {
        let verified = |value: &str, since| Some(Verified { value: value.into(), since });
        Customer {
            id: "cus_ada".into(),
            email: verified("Ada@Example.com", 10),
            phone: verified("+49 1520 0000001", 20),
        }
    }

    fn who() -> Who {
        Who::Customer(customer())
    }

    #[test]
    fn a_customer_is_listed_by_what_the_merchant_says_and_was_verified() {
        let rows = [
            (ListBy::ReferenceId, "externalUserReferenceId", "cus_ada", None),
            (ListBy::Email, "externalUserEmail", "Ada@example.com", Some(10)),
            (ListBy::Phone, "externalUserPhone", "+4915200000001", Some(20)),
        ];
        for (list_by, name, value, since) in rows {
            let selector = Selector::of(list_by, &customer()).unwrap();
            assert_eq!((selector.name, selector.value.as_str(), selector.since), (name, value, since));
        }
        let unverified = Customer { email: None, phone: None, ..customer() };
        assert!(Selector::of(ListBy::Email, &unverified).is_none());
        assert!(Selector::of(ListBy::Phone, &unverified).is_none());
        assert!(Selector::of(ListBy::ReferenceId, &unverified).is_some());
        assert_eq!(query("name", "a\"b".into()), r#"{"name":"a\"b"}"#);
    }

    #[test]
    fn trust_takes_a_date_a_customer_a_checked_list_and_one_who_has_not_forgotten() {
        let trust = |since| Some(Trust { since, before: BEFORE });
        let same = |_: &mut Config, _: &mut Scripted| {};
        assert_eq!(done(of(&proxy(200, EMPTY, same), &who())).unwrap(), trust(None));
        let by_email = proxy(200, EMPTY, |config, _| config.list_by = ListBy::Email);
        assert_eq!(done(of(&by_email, &who())).unwrap(), trust(Some(10)));
        let without = Who::Customer(Customer { email: None, ..customer() });
        assert_eq!(done(of(&by_email, &without)).unwrap(), None);
        for guest in [Who::Guest(None), Who::Guest(Some(GuestId("g".repeat(43))))] {
            assert_eq!(done(of(&proxy(200, EMPTY, same), &guest)).unwrap(), None);
        }
        let untrusting = proxy(200, EMPTY, |config, _| config.trust_sessions_before = None);
        assert_eq!(done(of(&untrusting, &who())).unwrap(), None);
        assert_eq!(untrusting.host().asked.load(Ordering::Relaxed), 0);
        let forgotten = proxy(200, EMPTY, |_, host| host.has_forgotten = true);
        assert_eq!(done(of(&forgotten, &who())).unwrap(), None);
        let unfiltered = proxy(200, r#"{"dataSessions":[{"id":"s1","status":"complete"}]}"#, same);
        assert_eq!(done(of(&unfiltered, &who())).unwrap(), None);
    }

    #[test]
    fn the_start_check_passes_with_an_empty_list_alone() {
        let rows = [
            (200, EMPTY, ListPath::Answers),
            (200, r#"{"dataSessions":[{"id":"s1","status":"complete"}]}"#, ListPath::Unfiltered),
            (200, r#"{"dataSessions":[{"malformed":true}]}"#, ListPath::Unfiltered),
            (200, "{}", ListPath::Unknown),
            (404, "", ListPath::Missing),
            (400, "", ListPath::Unknown),
            (401, "", ListPath::Unknown),
        ];
        for (status, answer, expected) in rows {
            let proxy = proxy(status, answer, |_, _| {});
            assert_eq!(done(check_list_path(&proxy)), expected, "{status} {answer}");
            assert_eq!(proxy.parts.list_check.is_passed(), expected == ListPath::Answers);
        }
    }

    #[test]
    fn the_start_check_is_repeated_once_a_minute_until_it_passes() {
        let check = ListCheck::new();
        assert!(!check.is_passed());
        let begun = [START, START, START + CHECK_EVERY - 1, START + CHECK_EVERY, START + CHECK_EVERY];
        assert_eq!(begun.map(|now| check.begin(now)), [true, false, false, true, false]);
        assert_eq!(CHECK_EVERY, 60);
        check.checked_at.store(ListCheck::PASSED, Ordering::Relaxed);
        assert!(check.is_passed() && !check.begin(i64::MAX));

        let proxy = proxy(400, "", |_, _| {});
        let asked = || proxy.host().asked.load(Ordering::Relaxed);
        for (now, times) in [(START, 1), (START + 59, 1), (START + 60, 2)] {
            proxy.host().now.store(now, Ordering::Relaxed);
            assert_eq!(done(of(&proxy, &who())).unwrap(), None);
            assert_eq!(asked(), times, "{now}");
        }
        proxy.parts.list_check.checked_at.store(ListCheck::PASSED, Ordering::Relaxed);
        assert!(done(of(&proxy, &who())).unwrap().is_some());
        assert_eq!(asked(), 2);
    }

    #[test]
    fn an_answer_names_the_customer_by_the_same_identifier_only() {
        let rows = [
            (ListBy::ReferenceId, r#""externalUser":{"referenceId":"cus_ada"}"#, Some(true)),
            (ListBy::ReferenceId, r#""externalUser":{"referenceId":"cus_ben","email":"ada@example.com"}"#, Some(false)),
            (ListBy::ReferenceId, r#""externalUser":{"referenceId":7}"#, Some(false)),
            (ListBy::ReferenceId, r#""externalUser":{}"#, Some(false)),
            (ListBy::ReferenceId, r#""externalUser":null"#, None),
            (ListBy::ReferenceId, r#""status":"complete""#, None),
            (ListBy::Email, r#""externalUser":{"email":"Ada@example.com"}"#, Some(true)),
            (ListBy::Email, r#""externalUser":{"email":"ben@example.com","referenceId":"cus_ada"}"#, Some(false)),
            (ListBy::Phone, r#""externalUser":{"phone":"+4915200000001"}"#, Some(true)),
            (ListBy::Phone, r#""externalUser":{"phone":"+4915200000002"}"#, Some(false)),
        ];
        for (list_by, member, expected) in rows {
            let proxy = proxy(200, EMPTY, |config, _| config.list_by = list_by);
            let session = Session::read(format!("{{{member}}}").as_bytes()).unwrap();
            assert_eq!(names(&proxy, &who(), &session), expected, "{list_by:?} {member}");
            assert_eq!(names(&proxy, &Who::Guest(None), &session), Some(false));
        }
    }
}
