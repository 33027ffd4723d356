//! The shop's calls for a customer's sessions: merging two accounts, restoring a backup, exporting the data.

use serde_json::json;

use crate::support::{Browser, TestEnv, now, old_session};

async fn details(browser: &Browser, id: &str) -> u16 {
    browser.post("/data/session/details", json!({ "id": id })).await.status
}

#[tokio::test]
async fn two_customers_become_one_and_locks_stay() {
    let env = TestEnv::new().await;
    let (ada, ben, cleo) = (env.browser(Some("ada")), env.browser(Some("ben")), env.browser(Some("cleo")));
    let released = env.connect(&ada).await;
    let locked = env.connect(&ada).await;
    assert_eq!(cleo.post("/result", json!({ "nonce": env.ivy.nonce(&locked) })).await.status, 404);
    let open = ada.create().await.id();
    let forgotten = env.connect(&ada).await;
    ada.post("/forget", json!({ "id": forgotten })).await;
    let bens = env.connect(&ben).await;

    assert_eq!(env.proxy.reassign_customer("cus_ada", "cus_ben").await, Ok(3));
    assert_eq!(env.proxy.reassign_customer("cus_ada", "cus_ben").await, Ok(0));
    for (id, status) in [(&released, 200), (&locked, 404), (&open, 404), (&forgotten, 404), (&bens, 200)] {
        assert_eq!(details(&ben, id).await, status, "{id}");
        assert_eq!(details(&ada, id).await, 404, "{id}");
        assert_eq!(details(&cleo, id).await, 404, "{id}");
    }
    assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(false));
    // A login in progress ends with the merged customer.
    env.ivy.complete(&open);
    let nonce = json!({ "nonce": env.ivy.nonce(&open) });
    assert_eq!(ben.post("/result", nonce).await.json()["status"], "complete");
    for id in [&locked, &forgotten] {
        assert_eq!(ben.post("/result", json!({ "nonce": env.ivy.nonce(id) })).await.status, 404, "{id}");
        assert_eq!(details(&ben, id).await, 404, "{id}");
    }
    // The account must be chosen again: its handle depends on the customer.
    let handle = ben.post("/data/session/details", json!({ "id": released })).await.json();
    let handle = handle["data"]["accounts"][0]["handle"].as_str().expect("a handle").to_owned();
    let wanted = ivy_data_session::recall::Criteria { required: vec!["accounts".into()], max_age_days: None };
    assert!(env.proxy.release_account(Some("ben"), &released, &handle, &wanted).await.is_ok());
    assert_eq!(env.proxy.forget_customer("ben").await, Ok(4));
}

#[tokio::test]
async fn a_link_that_was_moved_does_not_return_to_its_former_owner() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let first = ada.create_with("key").await;
    assert_eq!(env.proxy.reassign_customer("cus_ada", "cus_ben").await, Ok(1));
    let again = ada.create_with("key").await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_ne!(again.id(), first.id(), "the customer before gets a link to the login of another");
    assert_ne!(ben.create_with("key").await.id(), first.id());
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE sealed IS NOT NULL").await, 2);
}

#[tokio::test]
async fn customers_without_an_id_are_not_merged() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let hers = env.connect(&ada).await;
    for (from, to) in [("", "cus_ben"), ("cus_ada", ""), ("cus_ada", " "), ("\t", "cus_ben")] {
        assert!(env.proxy.reassign_customer(from, to).await.is_err(), "{from:?} to {to:?}");
    }
    assert_eq!(details(&ada, &hers).await, 200);
}

#[tokio::test]
async fn who_forgot_everything_adopts_nothing_in_another_name_either() {
    let env = TestEnv::with(|settings| settings.trust_sessions_before = Some(now() - 3_600)).await;
    // Only a list that works has sessions from elsewhere.
    env.ivy.conforms();
    let (ben, dan) = (env.browser(Some("ben")), env.browser(Some("dan")));
    env.ivy.add(old_session("bens", "cus_ben"));
    env.ivy.add(old_session("dans", "cus_dan"));
    assert_eq!(env.proxy.forget_customer("ada").await, Ok(0));
    assert_eq!(env.proxy.reassign_customer("cus_ada", "cus_ben").await, Ok(0));
    assert!(ben.list().await.is_empty());
    assert_eq!(dan.list().await, ["dans"]);
    // A merge with a customer who has not forgotten everything leaves adoption possible.
    assert_eq!(env.proxy.reassign_customer("cus_cleo", "cus_dan").await, Ok(0));
    assert_eq!(dan.list().await, ["dans"]);
}

#[tokio::test]
async fn what_is_older_than_a_backup_is_locked() {
    let env = TestEnv::with(|settings| settings.trust_sessions_before = Some(now() - 3_600)).await;
    // Only a list that works has sessions from elsewhere.
    env.ivy.conforms();
    let (ada, guest) = (env.browser(Some("ada")), env.browser(None));
    env.ivy.add(old_session("old1", "cus_ada"));
    let done = env.connect(&ada).await;
    let guests = env.connect(&guest).await;
    let open = ada.create().await.id();
    let forgotten = env.connect(&ada).await;
    ada.post("/forget", json!({ "id": forgotten })).await;
    let mut listed = ada.list().await;
    listed.sort();
    assert_eq!(listed, [done.as_str(), "old1"]);
    assert_eq!(env.proxy.lock_before(1_600_000_000).await, Ok(0), "the moment itself is not before it");
    env.database.later(60).await;
    let later = env.connect(&ada).await;

    assert_eq!(env.proxy.lock_before(now() - 30).await, Ok(4));
    assert_eq!(ada.list().await, [later.as_str()]);
    assert_eq!(details(&guest, &guests).await, 404);
    env.ivy.complete(&open);
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&open) })).await.status, 404);
    for id in [&done, &open, &forgotten] {
        assert_eq!(details(&ada, id).await, 404, "{id}");
    }
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE locked_at IS NOT NULL").await, 4);
    // A new login works.
    let fresh = env.connect(&ada).await;
    assert_eq!(details(&ada, &fresh).await, 200);
}

#[tokio::test]
async fn a_customer_gets_all_that_is_held_and_nothing_of_others() {
    let env = TestEnv::with(|settings| settings.trust_sessions_before = Some(now() - 3_600)).await;
    // Only a list that works has sessions from elsewhere.
    env.ivy.conforms();
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let nothing = json!({ "sessions": [] });
    assert_eq!(env.proxy.export_customer("ada").await, Ok(nothing.clone()));
    env.ivy.add(old_session("old1", "cus_ada"));
    assert_eq!(ada.list().await, ["old1"]);
    let done = env.connect(&ada).await;
    env.connect(&ben).await;
    let open = ada.create_with("open").await.id();
    let locked = env.connect(&ada).await;
    assert_eq!(ben.post("/result", json!({ "nonce": env.ivy.nonce(&locked) })).await.status, 404);
    env.connect(&env.browser(None)).await;

    let export = env.proxy.export_customer("ada").await.expect("an export");
    let sessions = export["sessions"].as_array().expect("sessions").clone();
    assert_eq!(export.as_object().expect("an object").len(), 1, "{export}");
    let of = |id: &str| sessions.iter().find(|session| session["sessionId"] == id).expect("the session").clone();
    let names = |id: &str| of(id).as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(sessions.len(), 4);
    assert_eq!(sessions[0]["sessionId"], "old1", "the oldest comes first");
    assert_eq!(names("old1"), ["createdAt", "outcome", "releasedAt", "sessionId", "state", "usedAt"]);
    assert_eq!((&of("old1")["state"], &of("old1")["createdAt"]), (&json!("adopted"), &json!(1_600_000_000)));
    assert_eq!(
        names(&done),
        [
            "completedAt",
            "createdAt",
            "expiresAt",
            "outcome",
            "presentedAt",
            "referenceId",
            "releasedAt",
            "sessionId",
            "state",
            "usedAt"
        ]
    );
    assert_eq!(of(&done)["referenceId"], env.ivy.session(&done)["referenceId"]);
    assert_eq!((&of(&done)["state"], &of(&done)["outcome"]), (&json!("open"), &json!("complete")));
    assert_eq!(names(&open), ["createdAt", "expiresAt", "referenceId", "sessionId", "state", "usedAt"]);
    assert!(of(&locked)["lockedAt"].is_i64());
    for session in &sessions {
        for (name, value) in session.as_object().expect("an object") {
            let is_right = if name.ends_with("At") {
                value.as_i64().is_some_and(|at| (1_600_000_000..now() + 4_000).contains(&at))
            } else {
                value.is_string()
            };
            assert!(is_right, "{name}: {value}");
        }
    }
    // Ivy is not called, and nothing changes.
    let request_count = env.ivy.request_count();
    assert_eq!(env.proxy.export_customer("ada").await, Ok(export));
    assert_eq!(env.ivy.request_count(), request_count);

    assert_eq!(env.proxy.forget_customer("ada").await, Ok(4));
    let export = env.proxy.export_customer("ada").await.expect("an export");
    assert_eq!(export["sessions"], json!([]));
    assert!(export["forgotAllAt"].as_i64().is_some_and(|at| at <= now()), "{export}");
    assert_eq!(env.proxy.export_customer("dan").await, Ok(nothing));
}
