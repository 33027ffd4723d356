//! The joining of lists: those of one owner that are in flight at the same moment share one call to Ivy. What is shown is
//! decided for each of them, and nothing is kept afterwards.

use std::future::Future;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Browser, TestEnv, a_request};

const LIST: &str = "/data/session/list";

/// Makes one login of a customer, and lets the proxy learn how Ivy's list is.
async fn connected(env: &TestEnv, customer: &str) -> (Browser, String) {
    let browser = env.browser(Some(customer));
    let id = env.connect(&browser).await;
    assert_eq!(browser.list().await, [id.as_str()]);
    (browser, id)
}

/// Waits until the proxy has admitted this many requests, and until they are on their way.
async fn in_flight(env: &TestEnv, count: u64) {
    while env.proxy.metric("ivy_proxy_in_flight").await < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(150)).await;
}

/// Begins a list whose response of Ivy is held, does `meanwhile`, and then lets the response through. Returns the ids of both
/// lists, that of the held one first.
async fn held<T>(env: &TestEnv, browser: &Browser, meanwhile: impl Future<Output = T>) -> (Vec<String>, T) {
    let held = env.ivy.hold_next();
    let before = env.ivy.request_count();
    let meanwhile = async {
        while env.ivy.request_count() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let result = meanwhile.await;
        held.notify_one();
        result
    };
    tokio::join!(browser.list(), meanwhile)
}

#[tokio::test]
async fn two_lists_of_one_customer_at_once_are_one_call() {
    let env = TestEnv::new().await;
    let (ada, id) = connected(&env, "ada").await;
    let other = env.browser(Some("ada"));
    let before = env.ivy.request_count();
    let held = env.ivy.hold_next();
    let lists = async { tokio::join!(ada.list(), other.list(), ada.list()) };
    let release = async {
        in_flight(&env, 3).await;
        held.notify_one();
    };
    let ((one, two, three), ()) = tokio::join!(lists, release);
    assert_eq!([one, two, three], [[id.as_str()]; 3]);
    assert_eq!(env.ivy.request_count() - before, 1);
    // Nothing is kept: the next list is another call.
    ada.list().await;
    assert_eq!(env.ivy.request_count() - before, 2);
}

#[tokio::test]
async fn two_lists_at_once_on_a_new_proxy_are_one_call_too() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let before = env.ivy.request_count();
    let held = env.ivy.hold_next();
    let lists = async { tokio::join!(ada.list(), ada.list()) };
    let release = async {
        in_flight(&env, 2).await;
        held.notify_one();
    };
    let ((one, two), ()) = tokio::join!(lists, release);
    assert_eq!([one, two], [[id.as_str()]; 2]);
    assert_eq!((env.ivy.request_count() - before, env.ivy.check_count() > 0), (1, true));
}

#[tokio::test]
async fn two_customers_are_two_calls() {
    let env = TestEnv::new().await;
    let (ada, adas) = connected(&env, "ada").await;
    let (ben, bens) = connected(&env, "ben").await;
    let before = env.ivy.request_count();
    let (of_ada, of_ben) = held(&env, &ada, ben.list()).await;
    assert_eq!((of_ada, of_ben), (vec![adas], vec![bens]));
    assert_eq!(env.ivy.request_count() - before, 2);
}

#[tokio::test]
async fn a_list_after_forgetting_gets_no_earlier_response() {
    let env = TestEnv::new().await;
    let (ada, kept) = connected(&env, "ada").await;
    let forgotten = env.connect(&ada).await;
    let (first, second) = held(&env, &ada, async {
        assert_eq!(ada.post("/forget", json!({ "id": forgotten })).await.status, 200);
        let before = env.ivy.request_count();
        let second = ada.list().await;
        assert!(env.ivy.request_count() > before, "the second list got the response of an earlier call");
        second
    })
    .await;
    assert_eq!((first, second), (vec![kept.clone()], vec![kept]));
}

#[tokio::test]
async fn a_list_after_a_release_sees_the_session() {
    let env = TestEnv::new().await;
    let (ada, first) = connected(&env, "ada").await;
    let new = ada.create().await.id();
    let (_, listed) = held(&env, &ada, async {
        env.ivy.complete(&new);
        let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&new) })).await;
        assert_eq!(result.json()["status"], "complete");
        ada.post(LIST, json!({})).await
    })
    .await;
    assert_eq!(listed.ids(), [first, new]);
    let sessions: Value = listed.json()["dataSessions"].take();
    assert_eq!(sessions[1]["status"], "complete", "the response is older than the login");
}

#[tokio::test]
async fn a_list_after_a_sign_out_and_a_sign_in_gets_no_earlier_response() {
    for by_the_shop in [true, false] {
        let env = TestEnv::new().await;
        let (ada, id) = connected(&env, "ada").await;
        let again = env.browser(None);
        let (first, second) = held(&env, &ada, async {
            if by_the_shop {
                env.proxy.end_guest(&again).await.expect("the end of a guest");
            } else {
                assert!(again.list().await.is_empty());
            }
            again.sign_in(Some("ada"));
            let before = env.ivy.request_count();
            let second = again.list().await;
            assert!(env.ivy.request_count() > before, "the second list got the response of an earlier call");
            second
        })
        .await;
        assert_eq!((first, second), (vec![id.clone()], vec![id]));
    }
}

#[tokio::test]
async fn a_list_that_waited_for_an_abandoned_call_makes_its_own() {
    let env = TestEnv::new().await;
    let (ada, id) = connected(&env, "ada").await;
    let before = env.ivy.request_count();
    let _held = env.ivy.hold_next();
    let (request, options) = (a_request(), json!({ "deadlineMs": 100 }));
    let recalled = env.proxy.recall(&ada, &request, &options);
    let list = async {
        while env.ivy.request_count() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        ada.list().await
    };
    let (recalled, listed) = tokio::join!(recalled, list);
    assert_eq!((&recalled.expect("a result")["outcome"], listed), (&Value::Null, vec![id]));
}
