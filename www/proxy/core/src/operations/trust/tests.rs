//! Tests of trust and the check of Ivy's list, over a host whose Ivy gives one response.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

use http::{HeaderMap, HeaderValue, header};

use super::super::list_path::{check_list_path, way};
use super::super::selector::{Selector, query};
use super::{names_customer, of};
use crate::config::{Config, ListBy, ListSelector, Secret};
use crate::customer::{Customer, Verified};
use crate::host::stub::StubHost;
use crate::host::{Post, Row, UpstreamResponse, Value};
use crate::list_way::{ListPath, ListWay};
use crate::release::Trust;
use crate::services::Services;
use crate::session::Session;
use crate::who::{GuestId, Who};

const START: i64 = 1_800_000_000;
const BEFORE: i64 = START - 1_000;
const EMPTY: &str = r#"{"dataSessions":[]}"#;

/// The queries of the check, in the order in which they are tried.
const QUERIES: [&str; 3] = [
    r#"{"externalUserReferenceId":"ivy-proxy-path-check-BwcHBwcHBwcHBwcH"}"#,
    r#"{"externalUserEmail":"ivy-proxy-path-check-BwcHBwcHBwcHBwcH@proxy.invalid"}"#,
    r#"{"externalUserPhone":"+493023125144"}"#,
];

const BY_ID: ListSelector = ListSelector::ReferenceId;

/// Builds services over a host whose Ivy gives this response to every request. The merchant lists by the customer's id.
fn services(status: u16, body: &'static str, change: impl FnOnce(&mut Config, &mut StubHost)) -> Services<StubHost> {
    let secret = |text: &str| Secret::new(text);
    let (key, signing) = (secret("made-for-tests"), secret("made-for-tests-too"));
    let table = secret("nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=");
    let mut config = Config::new("http://localhost:8081", key, signing, table, "http://localhost:3000");
    config.trust_sessions_before = Some(BEFORE);
    config.list_by = ListBy::ReferenceId;
    let respond = move |post: Post| {
        assert!(QUERIES.contains(&post.body.as_str()), "{}", post.body);
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        UpstreamResponse { status, headers, bytes: body.into() }
    };
    let mut host = StubHost {
        now: AtomicI64::new(START),
        rows: Some(|_| Vec::new()),
        respond: Some(Box::new(respond)),
        ..StubHost::default()
    };
    change(&mut config, &mut host);
    Services::new(config, host).unwrap()
}

/// Returns the row of a customer who has forgotten everything.
fn forgotten(values: Vec<Value>) -> Vec<Row> {
    let owner = values.into_iter().next().unwrap_or(Value::Text(None));
    vec![Row::new(vec![("owner".into(), owner), ("forgot_at".into(), START.into())])]
}

/// Polls a future once. The host never waits.
fn done<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

fn customer() -> Customer {
    let verified = |value: &str, since| Some(Verified { value: value.into(), since });
    Customer { id: "cus_ada".into(), email: verified("Ada@Example.com", 10), phone: verified("+49 1520 0000001", 20) }
}

fn who() -> Who {
    Who::Customer(customer())
}

#[test]
fn a_customer_is_listed_by_what_the_merchant_says_and_was_verified() {
    let rows = [
        (ListSelector::ReferenceId, "externalUserReferenceId", "cus_ada", None),
        (ListSelector::Email, "externalUserEmail", "Ada@example.com", Some(10)),
        (ListSelector::Phone, "externalUserPhone", "+4915200000001", Some(20)),
    ];
    for (list_by, name, value, since) in rows {
        let selector = Selector::of(list_by, &customer()).unwrap();
        assert_eq!((selector.name, selector.value.as_str(), selector.since), (name, value, since));
    }
    let unverified = Customer { email: None, phone: None, ..customer() };
    assert!(Selector::of(ListSelector::Email, &unverified).is_none());
    assert!(Selector::of(ListSelector::Phone, &unverified).is_none());
    assert!(Selector::of(ListSelector::ReferenceId, &unverified).is_some());
    assert_eq!(query("name", "a\"b".into()), r#"{"name":"a\"b"}"#);
}

#[test]
fn trust_takes_a_date_a_customer_a_checked_list_and_one_who_has_not_forgotten() {
    let trust = |since| Some(Trust { since, before: BEFORE });
    let same = |_: &mut Config, _: &mut StubHost| {};
    assert_eq!(done(of(&services(200, EMPTY, same), &who(), BY_ID)).unwrap(), trust(None));
    let by_email = services(200, EMPTY, |config, _| config.list_by = ListBy::Email);
    assert_eq!(done(of(&by_email, &who(), ListSelector::Email)).unwrap(), trust(Some(10)));
    let without = Who::Customer(Customer { email: None, ..customer() });
    assert_eq!(done(of(&by_email, &without, ListSelector::Email)).unwrap(), None);
    for guest in [Who::Guest(None), Who::Guest(Some(GuestId("g".repeat(43))))] {
        assert_eq!(done(of(&services(200, EMPTY, same), &guest, BY_ID)).unwrap(), None);
    }
    let untrusting = services(200, EMPTY, |config, _| config.trust_sessions_before = None);
    assert_eq!(done(of(&untrusting, &who(), BY_ID)).unwrap(), None);
    assert_eq!(untrusting.host().posts.load(Ordering::Relaxed), 0);
    let forgotten = services(200, EMPTY, |_, host| host.rows = Some(forgotten));
    assert_eq!(done(of(&forgotten, &who(), BY_ID)).unwrap(), None);
    let unfiltered = services(200, r#"{"dataSessions":[{"id":"s1","status":"complete"}]}"#, same);
    assert_eq!(done(of(&unfiltered, &who(), BY_ID)).unwrap(), None);
}

#[test]
fn the_start_check_passes_with_an_empty_list_alone() {
    let rows = [
        (200, EMPTY, ListPath::Answers),
        (200, r#"{"dataSessions":[{"id":"s1","status":"complete"}]}"#, ListPath::Unfiltered),
        (200, r#"{"dataSessions":[{"malformed":true}]}"#, ListPath::Unfiltered),
        (200, "{}", ListPath::Unknown),
        (404, "", ListPath::Missing),
        (400, "", ListPath::Refused),
        (422, "", ListPath::Refused),
        (403, "", ListPath::Unknown),
        (500, "", ListPath::Unknown),
        (401, "", ListPath::Unknown),
    ];
    for (status, body, expected) in rows {
        let services = services(status, body, |_, _| {});
        assert_eq!(done(check_list_path(&services)), expected, "{status} {body}");
        assert_eq!(services.list_check.is_passed(BY_ID), expected == ListPath::Answers);
    }
}

#[test]
fn each_selector_is_tried_until_one_works() {
    const EVERYBODYS: &str = r#"{"dataSessions":[{"id":"s1","status":"complete"}]}"#;
    let by = |selector| ListWay::List(selector);
    // The responses to the three selectors; the way, the result and the number of requests.
    type Responses = [(u16, &'static str); 3];
    let rows: [(Responses, ListWay, ListPath, usize); 9] = [
        ([(200, EMPTY), (500, ""), (500, "")], by(BY_ID), ListPath::Answers, 1),
        ([(400, ""), (200, EMPTY), (500, "")], by(ListSelector::Email), ListPath::Answers, 2),
        ([(200, EVERYBODYS), (422, ""), (200, EMPTY)], by(ListSelector::Phone), ListPath::Answers, 3),
        ([(400, ""), (400, ""), (400, "")], ListWay::Table, ListPath::Refused, 3),
        ([(400, ""), (200, EVERYBODYS), (400, "")], ListWay::Table, ListPath::Unfiltered, 3),
        ([(404, ""), (200, EMPTY), (200, EMPTY)], ListWay::Table, ListPath::Missing, 1),
        ([(500, ""), (200, EMPTY), (200, EMPTY)], ListWay::Table, ListPath::Unknown, 1),
        ([(400, ""), (401, ""), (200, EMPTY)], ListWay::Table, ListPath::Unknown, 2),
        ([(200, "{}"), (200, EMPTY), (200, EMPTY)], ListWay::Table, ListPath::Unknown, 1),
    ];
    for (responses, expected, result, requests) in rows {
        let services = services(200, EMPTY, |config, host| {
            config.list_by = ListBy::Auto;
            host.respond = Some(Box::new(move |post: Post| {
                let position = QUERIES.iter().position(|query| *query == post.body).unwrap();
                let (status, body) = responses[position];
                let headers =
                    HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
                UpstreamResponse { status, headers, bytes: body.into() }
            }));
        });
        let requests_so_far = || services.host().posts.load(Ordering::Relaxed);
        let (way_taken, outage) = done(way(&services));
        assert_eq!((way_taken, outage.is_some()), (expected, result == ListPath::Unknown), "{responses:?}");
        assert_eq!((services.list_check.result(), requests_so_far()), (Some(result), requests), "{responses:?}");
        // Later lists do not check again.
        assert_eq!((done(way(&services)), requests_so_far()), ((expected, None), requests), "{responses:?}");
        let passed = ListSelector::ALL.into_iter().find(|selector| services.list_check.is_passed(*selector));
        assert_eq!(passed.map(ListWay::List), Some(expected).filter(|way| *way != ListWay::Table));
    }
}

#[test]
fn trust_repeats_the_start_check_once_a_minute_until_it_passes() {
    let services = services(400, "", |_, _| {});
    let calls = || services.host().posts.load(Ordering::Relaxed);
    for (now, times) in [(START, 1), (START + 59, 1), (START + 60, 2)] {
        services.host().now.store(now, Ordering::Relaxed);
        assert_eq!(done(of(&services, &who(), BY_ID)).unwrap(), None);
        assert_eq!(calls(), times, "{now}");
    }
    services.list_check.pass(BY_ID);
    assert!(done(of(&services, &who(), BY_ID)).unwrap().is_some());
    assert_eq!(calls(), 2);
}

#[test]
fn a_response_names_the_customer_by_the_same_identifier_only() {
    let rows = [
        (ListSelector::ReferenceId, r#""externalUser":{"referenceId":"cus_ada"}"#, Some(true)),
        (
            ListSelector::ReferenceId,
            r#""externalUser":{"referenceId":"cus_ben","email":"ada@example.com"}"#,
            Some(false),
        ),
        (ListSelector::ReferenceId, r#""externalUser":{"referenceId":7}"#, Some(false)),
        (ListSelector::ReferenceId, r#""externalUser":{}"#, Some(false)),
        (ListSelector::ReferenceId, r#""externalUser":null"#, None),
        (ListSelector::ReferenceId, r#""status":"complete""#, None),
        (ListSelector::Email, r#""externalUser":{"email":"Ada@example.com"}"#, Some(true)),
        (ListSelector::Email, r#""externalUser":{"email":"ben@example.com","referenceId":"cus_ada"}"#, Some(false)),
        (ListSelector::Phone, r#""externalUser":{"phone":"+4915200000001"}"#, Some(true)),
        (ListSelector::Phone, r#""externalUser":{"phone":"+4915200000002"}"#, Some(false)),
    ];
    for (list_by, member, expected) in rows {
        let session = Session::read(format!("{{{member}}}").as_bytes()).unwrap();
        assert_eq!(names_customer(list_by, &who(), &session), expected, "{list_by:?} {member}");
        assert_eq!(names_customer(list_by, &Who::Guest(None), &session), Some(false));
    }
}
