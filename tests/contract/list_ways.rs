//! The ways to a customer's past sessions, for an Ivy whose list is not as assumed. The rules of owner and release hold on each
//! of them (SECURITY.md, 1 and 2).

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Browser, Deviation, Fault, Kind, ListBy, TestEnv, a_request, left_out, now, old_session};

const LIST: &str = "/data/session/list";
const EMAIL: &[&str] = &["externalUserEmail"];
const PHONE: &[&str] = &["externalUserPhone"];

/// The lists of an Ivy, and the way that the proxy takes: at the start, once Ada has listed, and the result of the check.
const ROWS: [(Deviation, &str, &str, &str); 7] = [
    (Deviation::Missing, "table", "table", "missing"),
    (Deviation::RefusesExcept(&[]), "table", "table", "refused"),
    (Deviation::RefusesExcept(EMAIL), "email", "email", "answers"),
    (Deviation::IgnoresExcept(&[]), "table", "table", "unfiltered"),
    (Deviation::IgnoresExcept(PHONE), "phone", "phone", "answers"),
    // An empty list looks right, until details has a session that the list omits.
    (Deviation::EmptyExcept(EMAIL), "referenceId", "table", "answers"),
    (Deviation::EmptyExcept(&[]), "referenceId", "table", "answers"),
];

/// Starts an environment whose Ivy has a session of somebody whom the proxy does not know.
async fn deviating(list: Deviation) -> TestEnv {
    let env = TestEnv::new().await;
    env.ivy.add(old_session("strangers", "cus_stranger"));
    env.ivy.deviates(list);
    env
}

#[tokio::test]
async fn a_customer_is_recalled_and_nobody_else_whatever_ivys_list_does() {
    for (list, at_the_start, later, result) in ROWS {
        let env = deviating(list).await;
        env.proxy.check_list_path().await;
        let health = env.proxy.health().await;
        assert_eq!((&health["listWay"], &health["listPath"]), (&json!(at_the_start), &json!(result)), "{list:?}");
        assert!((1..=3).contains(&env.ivy.check_count()), "{list:?}");
        let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
        let id = env.connect(&ada).await;
        env.connect(&ben).await;
        let listed = ada.post(LIST, json!({})).await;
        let details = ada.post("/data/session/details", json!({ "id": id })).await;
        assert_eq!(listed.json(), json!({ "dataSessions": [details.json()] }), "{list:?}");
        assert_eq!(env.proxy.health().await["listWay"], later, "{list:?}");
        assert_eq!(ada.list().await, [id], "{list:?}");
        assert_eq!(ben.list().await.len(), 1, "{list:?}");
        for nobody in [env.browser(Some("dan")), env.browser(None)] {
            assert!(nobody.list().await.is_empty(), "{list:?}");
        }
    }
}

#[tokio::test]
async fn a_list_that_omits_sessions_is_replaced_by_the_next_selector() {
    let env = deviating(Deviation::EmptyExcept(EMAIL)).await;
    let ada = env.browser(Some("ada"));
    let first = env.connect(&ada).await;
    assert_eq!(ada.list().await, vec![first.clone()]);
    // The next list checks the e-mail. What was created before is not in that list; Ivy learns of the address now.
    let second = env.connect(&ada).await;
    assert_eq!(ada.list().await, [first.clone(), second.clone()]);
    assert_eq!(env.ivy.session(&second)["externalUser"], json!({ "referenceId": "cus_ada" }));
    let log = env.logged(ada.post(LIST, json!({})).await.header("ivy-request-id").expect("an id")).await;
    assert!(log.contains("list_omits"), "{log}");
    assert!(!log.contains("ada@example.com"), "{log}");
}

/// Merging two customers is no fault of the list.
#[tokio::test]
async fn a_session_of_a_merged_customer_does_not_replace_the_list() {
    let env = TestEnv::new().await;
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    assert_eq!(env.proxy.reassign_customer("cus_ada", "cus_ben").await, Ok(1));
    assert_eq!(env.browser(Some("ben")).list().await, [id]);
    assert_eq!(env.proxy.health().await["listWay"], "referenceId");
    assert!(ada.list().await.is_empty());
}

#[tokio::test]
async fn the_identifier_by_which_ivy_lists_is_stamped_and_does_not_change_a_repeat() {
    if Kind::under_test().is_running() {
        left_out("needs a proxy that has not checked Ivy's list yet");
    }
    let env = deviating(Deviation::RefusesExcept(EMAIL)).await;
    let ada = env.browser(Some("ada"));
    let create =
        || ada.request("/data/session/create").header("idempotency-key", Some("key-1")).json(&a_request()).send();
    let before = create().await;
    assert_eq!(env.ivy.last().2["externalUser"], json!({ "referenceId": "cus_ada" }));
    assert_eq!(env.proxy.check_list_path().await, "answers");
    assert_eq!(create().await.json(), before.json());
    ada.create().await;
    assert_eq!(env.ivy.last().2["externalUser"], json!({ "referenceId": "cus_ada", "email": "ada@example.com" }));
    // Dan has no verified address: he is found by the table.
    let dan = env.browser(Some("dan"));
    let dans = env.connect(&dan).await;
    assert_eq!(dan.list().await, [dans]);
}

#[tokio::test]
async fn a_list_that_breaks_off_decides_nothing() {
    let env = TestEnv::new().await;
    // The list works, except when it is checked.
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    for status in [500, 429, 401] {
        env.ivy.fails_check(status);
        assert_eq!(env.proxy.check_list_path().await, "unknown");
        let health = env.proxy.health().await;
        assert_eq!((&health["listWay"], &health["listPath"]), (&json!("table"), &json!("unknown")));
        assert_eq!(ada.list().await, vec![id.clone()], "{status}");
    }
    assert_eq!(env.proxy.check_list_path().await, "answers");
    // A way that was shown to work stays when a later check finds Ivy down.
    env.ivy.fails_check(500);
    assert_eq!(env.proxy.check_list_path().await, "unknown");
    assert_eq!(env.proxy.health().await["listWay"], "referenceId");
    assert_eq!(ada.list().await, [id]);
}

#[tokio::test]
async fn nobody_is_told_that_they_have_no_sessions_while_nothing_is_known_of_the_list() {
    let env = TestEnv::new().await;
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    env.ivy.fails_check(500);
    assert_eq!(env.proxy.check_list_path().await, "unknown");
    for _ in 0..2 {
        env.ivy.fails_check(500);
        assert_eq!(ada.post(LIST, json!({})).await.refusal(), (502, "proxy_unavailable".to_owned()));
    }
    // Ivy is well again, and nobody waits for the next check that is due.
    assert_eq!(ada.list().await, [] as [&str; 0]);
    assert_eq!(env.proxy.health().await["listWay"], "referenceId");
}

#[tokio::test]
async fn the_merchants_own_selector_is_kept() {
    let env = TestEnv::with(|settings| settings.list_by = Some(ListBy::Email)).await;
    env.ivy.deviates(Deviation::RefusesExcept(&[]));
    let ada = env.browser(Some("ada"));
    env.connect(&ada).await;
    assert_eq!(env.proxy.check_list_path().await, "refused");
    let health = env.proxy.health().await;
    assert_eq!((&health["listWay"], &health["ok"]), (&json!("email"), &json!(false)));
    assert_eq!(ada.post(LIST, json!({})).await.refusal(), (400, "proxy_rejected".to_owned()));
}

/// Connects a number of banks of Ada's, each a second older than the next.
async fn connected(env: &TestEnv, ada: &Browser, count: i64) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        let id = env.connect(ada).await;
        let created_at = now() - count + number;
        let statement = format!("UPDATE ivy_sessions SET created_at = {created_at} WHERE session_id = '{id}'");
        env.database.run(Box::leak(statement.into_boxed_str())).await;
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn the_table_costs_twenty_calls_four_at_a_time_within_the_deadline_of_a_list() {
    let deadline = Duration::from_secs(2);
    let env = TestEnv::with(|settings| settings.deadlines.read = Some(deadline)).await;
    env.ivy.deviates(Deviation::Missing);
    let ada = env.browser(Some("ada"));
    let ids = connected(&env, &ada, 23).await;
    let before = env.ivy.requests_to("/details");
    env.ivy.slows_details(Duration::from_millis(20));
    assert_eq!(ada.list().await, ids[3..], "the newest twenty, the oldest of them first");
    assert_eq!(env.ivy.requests_to("/details") - before, 20);
    assert_eq!(env.ivy.most_details_at_once(), 4);

    // Those that come in time are shown.
    env.ivy.slows_details(deadline * 3 / 5);
    let started = Instant::now();
    assert_eq!(ada.list().await, ids[3..7]);
    env.ivy.slows_details(deadline * 2);
    assert_eq!(ada.post(LIST, json!({})).await.refusal(), (504, "proxy_unavailable".to_owned()));
    assert!(started.elapsed() < deadline * 2 + deadline / 2, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_session_that_ivy_lost_or_damaged_hides_no_other() {
    let env = TestEnv::new().await;
    env.ivy.deviates(Deviation::Missing);
    let ada = env.browser(Some("ada"));
    let ids = connected(&env, &ada, 3).await;
    let damaged: [fn(&mut Value); 3] = [
        |session| session["status"] = json!(7),
        |session| session["id"] = json!("another"),
        |session| session["data"]["identity"]["dateOfBirth"] = json!("1990-01-01"),
    ];
    for change in damaged {
        let whole = env.ivy.session(&ids[1]);
        env.ivy.change(&ids[1], change);
        assert_eq!(ada.list().await, [ids[0].clone(), ids[2].clone()]);
        let position = env.ivy.ids().iter().position(|id| *id == ids[1] || id == "another").expect("the session");
        let present = env.ivy.ids().swap_remove(position);
        env.ivy.change(&present, |session| *session = whole);
    }
    assert_eq!(ada.list().await, ids);
    env.ivy.inject_at("/details", 0, Fault::Respond(500, "application/json", "{}".into()));
    assert_eq!(ada.list().await.len(), 2);
}

#[tokio::test]
async fn a_session_that_is_forgotten_or_locked_while_ivy_answers_is_not_shown() {
    let env = TestEnv::new().await;
    env.ivy.deviates(Deviation::Missing);
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let ids = connected(&env, &ada, 3).await;
    assert_eq!(ada.list().await, ids);
    env.ivy.slows_details(Duration::from_millis(700));
    let (listed, ()) = tokio::join!(ada.list(), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(ada.post("/forget", json!({ "id": ids[0] })).await.status, 200);
        ben.post("/result", json!({ "nonce": env.ivy.nonce(&ids[1]) })).await;
    });
    assert_eq!(listed, ids[2..]);
}

#[tokio::test]
async fn without_a_list_nothing_from_elsewhere_is_adopted_or_shown() {
    let env = TestEnv::with(|settings| settings.trust_sessions_before = Some(now() - 3600)).await;
    env.ivy.add(old_session("old1", "cus_ada"));
    // At first the list works.
    env.ivy.conforms();
    let ada = env.browser(Some("ada"));
    assert_eq!(ada.list().await, ["old1"]);
    assert_eq!(ada.post("/data/session/details", json!({ "id": "old1" })).await.status, 200);
    for list in [Deviation::Missing, Deviation::IgnoresExcept(&[]), Deviation::RefusesExcept(&[])] {
        env.ivy.deviates(list);
        env.proxy.check_list_path().await;
        assert!(ada.list().await.is_empty(), "{list:?}");
        assert_eq!(ada.post("/data/session/details", json!({ "id": "old1" })).await.status, 404, "{list:?}");
        assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(false), "{list:?}");
    }
    env.ivy.conforms();
    env.proxy.check_list_path().await;
    assert_eq!(ada.list().await, ["old1"]);
}
