//! SECURITY.md, 2: a session is released only after a browser signed in as its creator returned from its login.

use serde_json::json;

use crate::support::{Browser, TestEnv, now};

/// Returns true if this browser gets any data of a session, through any route.
async fn sees(browser: &Browser, env: &TestEnv, id: &str) -> bool {
    let reference = env.ivy.session(id)["referenceId"].clone();
    let details = browser.post("/data/session/details", json!({ "id": id })).await;
    let result = browser.post("/result", json!({ "referenceId": reference })).await;
    let seen = [details.status == 200, result.status == 200, browser.list().await.contains(&id.to_owned())];
    assert!(seen.iter().all(|one| *one == seen[0]), "the ways disagree: {seen:?}");
    seen[0]
}

#[tokio::test]
async fn nothing_is_released_before_its_creator_came_back() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.ivy.complete(&id);
    env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
    assert!(!sees(&ada, &env, &id).await);

    let nonce = env.ivy.nonce(&id);
    let result = ada.post("/result", json!({ "nonce": nonce })).await;
    assert_eq!(result.json()["status"], "complete");
    assert_eq!(result.json()["session"]["id"], json!(id));
    assert_eq!(result.json()["referenceId"], env.ivy.session(&id)["referenceId"]);
    assert!(sees(&ada, &env, &id).await);
    // A repeated request, and a second browser of the same customer.
    assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.json(), result.json());
    assert!(sees(&env.browser(Some("ada")), &env, &id).await);
}

#[tokio::test]
async fn a_nonce_is_read_with_what_a_gateway_appended_to_it() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for appended in
        ["?status=success", "&amp;status=success", "%3Fstatus=success", ";a=b", "#top", "/", "...", "\"", "+", "="]
    {
        let id = ada.create().await.id();
        env.ivy.complete(&id);
        let nonce = env.ivy.nonce(&id);
        let result = ada.post("/result", json!({ "nonce": format!("{nonce}{appended}") })).await;
        assert_eq!(result.json()["status"], "complete", "{appended}: {}", result.text);
        let twice = format!("{nonce}?ivy={nonce}");
        let shown = env.proxy.present_nonce(&ada, &twice).await.expect("the shop's own route reads it in the same way");
        assert_eq!(shown["sessionId"], json!(id));
    }
}

#[tokio::test]
async fn what_is_no_nonce_is_not_taken_for_one_and_two_are_refused() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let (id, other) = (ada.create().await.id(), ada.create().await.id());
    env.ivy.complete(&id);
    let (nonce, other) = (env.ivy.nonce(&id), env.ivy.nonce(&other));
    let short = nonce.get(..nonce.len() - 1).expect("ascii");
    for text in [
        format!("{nonce}x"),
        format!("{nonce}-"),
        format!("{nonce}%5F"),
        format!("x{nonce}"),
        format!(" {nonce}"),
        format!("?ivy ={nonce}"),
        format!("a={nonce}"),
        format!("{nonce}?ivy={other}"),
        format!("{nonce}&ivy={other}&ivy={nonce}"),
        short.to_owned(),
    ] {
        let response = ada.post("/result", json!({ "nonce": text })).await;
        assert_eq!(response.refusal(), (404, "not_found".to_owned()), "{text}");
        assert_eq!(env.proxy.present_nonce(&ada, &text).await.expect_err(&text).status, 404);
    }
    assert!(!sees(&ada, &env, &id).await);
    assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.json()["status"], "complete", "it was not burnt");
}

#[tokio::test]
async fn a_link_that_another_completes_gives_its_creator_nothing() {
    for victim in [Some("ben"), None] {
        let env = TestEnv::new().await;
        let (ada, victim) = (env.browser(Some("ada")), env.browser(victim));
        let created = ada.create().await;
        let (id, nonce) = (created.id(), env.ivy.nonce(&created.id()));
        env.ivy.complete(&id);

        // The victim's browser returns to the shop with the nonce in its URL.
        let response = victim.post("/result", json!({ "nonce": nonce })).await;
        assert_eq!(response.refusal(), (404, "not_found".to_owned()));
        env.ivy.send_callback(&victim, &env.ivy.session(&id)).await;
        assert!(!sees(&ada, &env, &id).await);
        // Even if the victim is persuaded to pass that URL on.
        assert_eq!(ada.post("/result", json!({ "nonce": nonce })).await.status, 404);
        assert!(!sees(&ada, &env, &id).await);
        // Repeating the create does not help.
        assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 404);
    }
}

#[tokio::test]
async fn a_nonce_of_somebody_else_locks_before_and_after() {
    for stranger in [Some("ben"), None] {
        for is_error in [false, true] {
            let env = TestEnv::new().await;
            let (ada, stranger) = (env.browser(Some("ada")), env.browser(stranger));
            let id = env.connect(&ada).await;
            let nonce = if is_error { env.ivy.error_nonce(&id) } else { env.ivy.nonce(&id) };
            let response = stranger.post("/result", json!({ "nonce": nonce })).await;
            assert_eq!(response.refusal(), (404, "not_found".to_owned()));
            assert!(!sees(&ada, &env, &id).await, "released after another browser came back from its login");
            assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.status, 404);
            assert!(!stranger.list().await.contains(&id));
        }
    }
}

/// Checks a forwarded link: Ada cancels and presents the error URL's nonce, and Ben completes the login (SECURITY.md,
/// 2).
#[tokio::test]
async fn a_forwarded_link_after_a_cancel_gives_its_creator_nothing() {
    for ben_comes_back in [true, false] {
        let env = TestEnv::new().await;
        let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
        let created = ada.create().await;
        let id = created.id();
        let (success, error) = (env.ivy.nonce(&id), env.ivy.error_nonce(&id));
        assert_ne!(success, error, "one nonce for both urls");
        assert_eq!(ada.post("/result", json!({ "nonce": error })).await.json()["status"], "pending");
        env.ivy.complete(&id);
        env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
        if ben_comes_back {
            assert_eq!(ben.post("/result", json!({ "nonce": success })).await.status, 404);
        }
        assert!(!ada.list().await.contains(&id));
        assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 404);
        let again = ada.post("/result", json!({ "nonce": error })).await;
        let by_reference = ada.post("/result", json!({ "referenceId": created.json()["referenceId"] })).await;
        for response in [again, by_reference] {
            assert!(response.status == 404 || response.json().get("session").is_none(), "{}", response.text);
        }
        assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(false));
    }
}

#[tokio::test]
async fn a_cancelled_login_that_its_owner_finishes_after_all_is_released() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    ada.post("/result", json!({ "nonce": env.ivy.error_nonce(&id) })).await;
    env.ivy.complete(&id);
    let result = ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
    assert_eq!(result.json()["status"], "complete");
    assert!(sees(&ada, &env, &id).await);
}

/// Checks a sign-in that expired while the shopper was at the bank.
#[tokio::test]
async fn who_signs_in_after_the_return_needs_no_second_login() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let created = ada.create().await;
    let id = created.id();
    let by_reference = || ada.post("/result", json!({ "referenceId": created.json()["referenceId"] }));
    env.ivy.complete(&id);
    ada.sign_in(None);
    for nonce in [env.ivy.nonce(&id), env.ivy.error_nonce(&id)] {
        let response = ada.post("/result", json!({ "nonce": nonce })).await;
        assert_eq!(response.refusal(), (401, "unauthorized".to_owned()));
    }
    assert_eq!(by_reference().await.status, 404);
    ada.sign_in(Some("ada"));
    assert!(!ada.list().await.contains(&id), "released before it was asked for");
    // Not in another browser, not for another customer.
    let elsewhere = env.browser(Some("ada"));
    let response = elsewhere.post("/result", json!({ "referenceId": created.json()["referenceId"] })).await;
    assert_eq!(response.status, 404);
    ada.sign_in(Some("ben"));
    assert_eq!(by_reference().await.status, 404);
    ada.sign_in(Some("ada"));
    assert_eq!(by_reference().await.json()["status"], "complete");
    assert!(sees(&ada, &env, &id).await);
}

#[tokio::test]
async fn an_error_url_opened_without_a_sign_in_is_no_way_to_a_release() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let created = ada.create().await;
    env.ivy.complete(&created.id());
    ada.sign_in(None);
    let response = ada.post("/result", json!({ "nonce": env.ivy.error_nonce(&created.id()) })).await;
    assert_eq!(response.status, 401);
    ada.sign_in(Some("ada"));
    let response = ada.post("/result", json!({ "referenceId": created.json()["referenceId"] })).await;
    assert_eq!(response.status, 404);
}

#[tokio::test]
async fn a_browser_that_did_not_begin_the_login_locks_it_if_nobody_is_signed_in() {
    let env = TestEnv::new().await;
    let (ada, phone) = (env.browser(Some("ada")), env.browser(None));
    let id = ada.create().await.id();
    env.ivy.complete(&id);
    assert_eq!(phone.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.status, 404);
    phone.sign_in(Some("ada"));
    assert_eq!(phone.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.status, 404);
    assert!(!sees(&ada, &env, &id).await);
}

#[tokio::test]
async fn nothing_changes_while_the_sign_in_is_unavailable() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.ivy.complete(&id);
    ada.sign_in(Some("down"));
    let before = env.database.dump().await;
    for nonce in [env.ivy.nonce(&id), env.ivy.error_nonce(&id)] {
        let response = ada.post("/result", json!({ "nonce": nonce })).await;
        assert_eq!(response.refusal(), (503, "proxy_unavailable".to_owned()));
    }
    assert_eq!(env.database.dump().await, before);
    ada.sign_in(Some("ada"));
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.json()["status"], "complete");
}

#[tokio::test]
async fn a_presented_nonce_waits_for_half_an_hour() {
    for (minutes, expected) in [(29, "complete"), (31, "expired")] {
        let env = TestEnv::new().await;
        let ada = env.browser(Some("ada"));
        let created = ada.create().await;
        let id = created.id();
        let by_reference = || ada.post("/result", json!({ "referenceId": created.json()["referenceId"] }));
        assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.json()["status"], "pending");
        env.database.later(minutes * 60).await;
        env.ivy.complete(&id);
        assert_eq!(by_reference().await.json()["status"], expected, "{minutes} minutes");
        assert_eq!(ada.list().await.contains(&id), expected == "complete", "{minutes} minutes");
        // A callback has the same effect as a poll, and the same time limit.
        env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
        assert_eq!(ada.list().await.contains(&id), expected == "complete", "{minutes} minutes");
        // A presentation of the success nonce does not call Ivy again.
        assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.json()["status"], "complete");
    }
}

#[tokio::test]
async fn a_callback_within_half_an_hour_releases() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await.json()["status"], "pending");
    env.ivy.complete(&id);
    env.ivy.send_callback(&ada, &env.ivy.session(&id)).await;
    assert_eq!(env.proxy.has_released(Some("ada")).await, Ok(true));
    assert!(sees(&ada, &env, &id).await);
}

#[tokio::test]
async fn an_hour_after_the_end_a_nonce_releases_nothing_and_still_locks() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    // Ivy's sessions end after an hour.
    let ids = [ada.create().await.id(), ada.create().await.id()];
    for id in &ids {
        env.ivy.complete(id);
    }
    env.database.later(7_190).await;
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&ids[0]) })).await.json()["status"], "complete");
    env.database.later(20).await;
    assert_eq!(ada.post("/result", json!({ "nonce": env.ivy.nonce(&ids[1]) })).await.json()["status"], "expired");
    assert!(!sees(&ada, &env, &ids[1]).await);
    assert_eq!(ben.post("/result", json!({ "nonce": env.ivy.nonce(&ids[0]) })).await.status, 404);
    assert!(!sees(&ada, &env, &ids[0]).await, "it no longer locks");
}

#[tokio::test]
async fn without_a_plausible_end_a_login_ends_after_a_day() {
    for end in [json!(null), json!(0), json!(now() * 1000), json!(now() + 40 * 86_400), json!(now() - 5)] {
        let env = TestEnv::new().await;
        let ada = env.browser(Some("ada"));
        env.ivy.ends(end.clone());
        let id = ada.create().await.id();
        env.ivy.complete(&id);
        env.database.later(25 * 3600 - 60).await;
        let request = || ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) }));
        assert_eq!(request().await.json()["status"], "complete", "{end}");
        let late = ada.create().await.id();
        env.ivy.complete(&late);
        env.database.later(25 * 3600 + 60).await;
        let response = ada.post("/result", json!({ "nonce": env.ivy.nonce(&late) })).await;
        assert_eq!(response.json()["status"], "expired", "{end}");
    }
}

#[tokio::test]
async fn a_session_that_is_now_about_another_person_is_not_shown() {
    let others: [fn(&mut serde_json::Value); 2] = [
        |session| session["data"]["identity"]["dateOfBirth"] = json!("1990-01-01"),
        |session| session["data"]["accounts"][0]["identifier"]["iban"]["iban"] = json!("DE02120300000000202051"),
    ];
    for change in others {
        let env = TestEnv::new().await;
        let ada = env.browser(Some("ada"));
        let id = env.connect(&ada).await;
        let before = env.ivy.session(&id);
        env.ivy.change(&id, change);
        assert!(!ada.list().await.contains(&id));
        assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 404);
        let response = ada.post("/result", json!({ "referenceId": before["referenceId"] })).await;
        assert_eq!(response.json(), json!({ "referenceId": before["referenceId"], "status": "expired" }));
        // It is not locked: Ivy's next response may be hers again.
        env.ivy.change(&id, |session| *session = before);
        assert!(sees(&ada, &env, &id).await);
    }
    // Another spelling of the name, one more account, no date of birth: still hers.
    let same: [fn(&mut serde_json::Value); 3] = [
        |session| session["data"]["identity"]["name"] = json!("ADA M. EXAMPLE"),
        |session| {
            let more = json!({ "identifier": { "iban": { "iban": "DE02120300000000202051" } } });
            session["data"]["accounts"].as_array_mut().expect("accounts").insert(0, more);
        },
        |session| session["data"]["identity"]["dateOfBirth"] = json!(null),
    ];
    for change in same {
        let env = TestEnv::new().await;
        let ada = env.browser(Some("ada"));
        let id = env.connect(&ada).await;
        env.ivy.change(&id, change);
        assert!(sees(&ada, &env, &id).await);
    }
}

#[tokio::test]
async fn a_session_that_is_locked_during_the_call_is_not_shown() {
    for path in ["/data/session/list", "/data/session/details", "/result"] {
        let env = TestEnv::new().await;
        let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
        let id = env.connect(&ada).await;
        let body = match path {
            "/data/session/list" => json!({}),
            "/data/session/details" => json!({ "id": id }),
            _ => json!({ "nonce": env.ivy.nonce(&id) }),
        };
        let request_count = env.ivy.request_count();
        let until = env.ivy.hold_next();
        let lock = async {
            while env.ivy.request_count() == request_count {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            ben.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
            until.notify_one();
        };
        let (response, ()) = tokio::join!(ada.post(path, body), lock);
        assert!(!response.text.contains("Ada Example"), "{path}: {}", response.text);
    }
}

#[tokio::test]
async fn one_id_for_two_creates_locks_both() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let id = env.connect(&ada).await;
    env.ivy.repeats_ids();
    let response = ben.post("/data/session/create", crate::support::a_request()).await;
    assert_eq!(response.refusal(), (502, "decode_failed".to_owned()));
    assert!(!ada.list().await.contains(&id));
    assert_eq!(ada.post("/data/session/details", json!({ "id": id })).await.status, 404);
    assert!(ben.list().await.is_empty());
}
