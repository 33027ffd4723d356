//! The deviations: each one on and off, over HTTP, changed while the sandbox runs.

mod common;

use common::merchant::{Merchant, is_signed, wait_for_sent};
use common::{Browser, ERROR, SUCCESS, Sandbox, request};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const ADA: &str = "ada@example.com";
const BEN: &str = "ben@example.com";
/// A time longer than any test.
const AN_HOUR: u32 = 3600;

fn by_email(email: &str) -> Value {
    json!({ "externalUserEmail": email })
}

fn request_of(email: &str) -> Value {
    request(json!({ "externalUser": { "email": email } }))
}

async fn status(sandbox: &Sandbox, session: &Value) -> String {
    sandbox.details(session).await["status"].as_str().unwrap().to_owned()
}

async fn name(sandbox: &Sandbox, session: &Value) -> Value {
    sandbox.details(session).await["data"]["identity"]["name"].clone()
}

/// Returns a browser that has logged in to Test Bank and is at the consent page.
async fn before_consent(sandbox: &Sandbox, session: &Value, username: &str) -> Browser {
    let mut browser = sandbox.open(session).await;
    browser.log_in("de-testbank", username).await;
    assert!(browser.has("consent"), "{}", browser.page);
    browser
}

async fn cancelled(sandbox: &Sandbox) -> (Value, Browser) {
    let session = sandbox.create(&request_of(ADA)).await;
    let mut browser = before_consent(sandbox, &session, "ada").await;
    let form = browser.clone();
    browser.send("cancel", &[]).await;
    assert_eq!(browser.location.as_deref(), Some(ERROR));
    (session, form)
}

fn ibans(session: &Value) -> Vec<&str> {
    let accounts = session["data"]["accounts"].as_array().unwrap();
    accounts.iter().map(|account| account["identifier"]["iban"]["iban"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn all_are_off_by_default_and_change_while_the_sandbox_runs() {
    let sandbox = Sandbox::start().await;
    let off = json!({
        "reopenCancelled": null,
        "ignoreSelectors": false,
        "redirectFinished": false,
        "completeAfter": null,
        "completeTwice": false,
        "repeatId": false,
        "reverseList": false,
        "reverseAccounts": false,
        "dates": false,
        "listExternalUser": false,
        "omitDetailsCreatedAt": false,
        "omitDetailsExternalUser": false,
        "echoRequest": false,
    });
    let read = async || -> Value {
        sandbox.http.get(sandbox.url("/sandbox/deviations")).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(read().await, off);

    let mut expected = off.clone();
    expected["dates"] = json!(true);
    expected["completeAfter"] = json!(7);
    expected["reopenCancelled"] = json!("open");
    let changes = json!({ "dates": true, "completeAfter": 7, "reopenCancelled": "open" });
    assert_eq!(sandbox.deviate(changes).await, expected);
    assert_eq!(sandbox.deviate(json!({})).await, expected, "what is not named stays");

    for (field, value) in [
        ("nothing", json!(true)),
        ("dates", json!("yes")),
        ("dates", Value::Null),
        ("completeAfter", json!(0)),
        ("completeAfter", json!(-1)),
        ("completeAfter", json!(true)),
        ("reopenCancelled", json!("expired")),
        ("reopenCancelled", json!(true)),
    ] {
        let body = json!({ "reverseList": true, "dates": false, field: value });
        let (status, response) = sandbox.control("deviations", &body).await;
        assert_eq!((status.as_u16(), &response["data"]["field"]), (400, &json!(field)), "{response}");
        assert_eq!(read().await, expected, "a refused change changes nothing");
    }
    assert_eq!(sandbox.deviate(json!({ "dates": false, "completeAfter": null, "reopenCancelled": null })).await, off);
}

#[tokio::test]
async fn a_cancelled_login_can_be_completed_by_whoever_opens_the_link() {
    let sandbox = Sandbox::start().await;
    for (value, meanwhile) in [("failed", "failed"), ("open", "open")] {
        sandbox.deviate(json!({ "reopenCancelled": null })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        form.send("consent", &[]).await;
        assert!(form.location.as_deref() == Some(ERROR), "off: it stays cancelled");
        assert_eq!((sandbox.open(&session).await.status.as_u16(), &*status(&sandbox, &session).await), (409, "failed"));

        sandbox.deviate(json!({ "reopenCancelled": value })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        assert_eq!(status(&sandbox, &session).await, meanwhile);
        form.send("cancel", &[]).await;
        assert_eq!(form.location.as_deref(), Some(ERROR), "a second click leads to the same address");
        assert_eq!(sandbox.log_in(&session, "de-testbank", "ben").await.as_deref(), Some(SUCCESS));
        assert_eq!(name(&sandbox, &session).await, "Ben Sample");
        assert_eq!(sandbox.list(&by_email(ADA)).await.last().unwrap()["id"], session["id"]);
        for step in ["consent", "cancel"] {
            form.send(step, &[]).await;
            assert_eq!((form.status.as_u16(), &form.location), (409, &None), "{step}");
        }
        assert_eq!(name(&sandbox, &session).await, "Ben Sample", "once it is complete it is over");
    }
}

#[tokio::test]
async fn a_cancelled_login_is_reopened_in_the_same_browser_and_not_after_its_time() {
    let sandbox = Sandbox::start().await;
    for value in ["failed", "open"] {
        sandbox.deviate(json!({ "reopenCancelled": value })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        form.send("consent", &[]).await;
        assert_eq!(form.location.as_deref(), Some(SUCCESS));
        assert_eq!(name(&sandbox, &session).await, "Ada Example");

        let failed = sandbox.create(&request_of(ADA)).await;
        let mut browser = sandbox.open(&failed).await;
        browser.log_in("de-failbank", "ada").await;
        assert_eq!(browser.location.as_deref(), Some(ERROR));
        browser.send("consent", &[]).await;
        assert_eq!(browser.location.as_deref(), Some(ERROR), "Fail Bank never succeeds");
        assert_eq!(sandbox.log_in(&failed, "de-testbank", "ben").await.as_deref(), Some(SUCCESS));
    }
    for (value, meanwhile, page) in [("open", "expired", 410), ("failed", "failed", 409)] {
        sandbox.deviate(json!({ "reopenCancelled": value })).await;
        let (session, mut form) = cancelled(&sandbox).await;
        assert_eq!(sandbox.expire(&session).await["status"], meanwhile);
        assert_eq!(sandbox.open(&session).await.status, page);
        form.send("consent", &[]).await;
        assert_ne!(form.location.as_deref(), Some(SUCCESS));
        assert_eq!(status(&sandbox, &session).await, meanwhile);
    }
}

#[tokio::test]
async fn ignored_selectors_list_everybody() {
    let sandbox = Sandbox::start().await;
    let mut ids = Vec::new();
    for body in [request_of(ADA), request_of(BEN), request(json!({ "externalUser": null }))] {
        let session = sandbox.create(&body).await;
        sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
        ids.push(session["id"].clone());
    }
    sandbox.create(&request_of(ADA)).await;
    let listed = async |selector: Value| -> Vec<Value> {
        sandbox.list(&selector).await.into_iter().map(|mut session| session["id"].take()).collect()
    };
    let nobody = "nobody@example.com";
    assert_eq!(listed(by_email(ADA)).await, ids[..1]);
    assert!(listed(by_email(nobody)).await.is_empty());
    sandbox.deviate(json!({ "ignoreSelectors": true })).await;
    for selector in [
        by_email(ADA),
        by_email(nobody),
        json!({ "externalUserPhone": "+4915200000009" }),
        json!({ "externalUserReferenceId": "cus_nobody" }),
    ] {
        assert_eq!(listed(selector.clone()).await, ids, "{selector}");
    }
    assert_eq!(sandbox.call("list", &json!({})).await.0, 400);
}

#[tokio::test]
async fn a_finished_link_leads_whoever_opens_it_to_the_shop() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request_of(ADA)).await;
    let mut ben = before_consent(&sandbox, &session, "ben").await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    assert_eq!((sandbox.open(&session).await.status.as_u16(), sandbox.open(&session).await.location), (409, None));

    sandbox.deviate(json!({ "redirectFinished": true })).await;
    let stranger = sandbox.open(&session).await;
    assert_eq!((stranger.status.as_u16(), stranger.location.as_deref()), (303, Some(SUCCESS)));
    for step in ["bank", "login", "consent", "cancel"] {
        ben.send(step, &[]).await;
        assert_eq!(ben.location.as_deref(), Some(SUCCESS), "{step}");
    }
    assert_eq!(name(&sandbox, &session).await, "Ada Example");

    let open = sandbox.create(&request_of(ADA)).await;
    assert_eq!(sandbox.open(&open).await.status, 200, "a login that nobody finished is a login");
    let (cancelled, _) = cancelled(&sandbox).await;
    assert_eq!(sandbox.open(&cancelled).await.status, 409, "a cancelled login is not finished");
    sandbox.deviate(json!({ "completeAfter": AN_HOUR })).await;
    sandbox.log_in(&open, "de-testbank", "ada").await.unwrap();
    assert_eq!(status(&sandbox, &open).await, "open");
    assert_eq!(sandbox.open(&open).await.location.as_deref(), Some(SUCCESS), "pending or not");
}

#[tokio::test]
async fn a_session_completes_on_demand_after_the_redirect() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let body = request(json!({ "resultCallbackUrl": merchant.url }));
    let at_once = sandbox.create(&body).await;
    assert_eq!(sandbox.complete(&at_once).await["status"], "open", "nobody finished the login");
    sandbox.log_in(&at_once, "de-testbank", "ada").await.unwrap();
    assert_eq!((&*status(&sandbox, &at_once).await, merchant.received().len()), ("complete", 1), "off");

    sandbox.deviate(json!({ "completeAfter": AN_HOUR })).await;
    let pending = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    let mut ben = before_consent(&sandbox, &pending, "ben").await;
    assert_eq!(sandbox.log_in(&pending, "de-testbank", "ada").await.as_deref(), Some(SUCCESS));
    assert_eq!(sandbox.details(&pending).await.get("data"), None);
    ben.send("consent", &[]).await;
    assert_eq!((ben.status.as_u16(), &ben.location), (409, &None), "nobody else can complete it");
    assert_eq!(sandbox.open(&pending).await.status, 409);

    let sandbox = sandbox.restart().await;
    assert_eq!(status(&sandbox, &pending).await, "open");
    assert_eq!(sandbox.list(&by_email(ADA)).await.len(), 1);
    assert_eq!(merchant.received().len(), 1, "a restart sends no result ahead of its time");

    let response = json!({ "id": pending["id"], "status": "complete" });
    assert_eq!(sandbox.complete(&pending).await, response);
    let received = merchant.received();
    assert_eq!(received.len(), 2);
    assert!(is_signed(&received[1].0, &received[1].1));
    let event: Value = serde_json::from_slice(&received[1].1).unwrap();
    assert_eq!((&event["payload"]["id"], &event["payload"]["status"]), (&pending["id"], &json!("complete")));
    assert_eq!(name(&sandbox, &pending).await, "Ada Example");
    assert_eq!(sandbox.list(&by_email(ADA)).await.len(), 2);
    assert_eq!(sandbox.complete(&pending).await, response, "a second time changes nothing");
    wait_for_sent(&sandbox, 2).await;

    let unknown = json!({ "id": "0123456789abcdef01234567" });
    assert_eq!(sandbox.control("complete", &unknown).await.1["code"], "NOT_FOUND");
    assert_eq!(sandbox.control("complete", &json!({ "id": 7 })).await.1["code"], "VALIDATION");
}

#[tokio::test]
async fn a_complete_session_is_not_completed_on_demand() {
    let merchant = Merchant::start(&[500, 200], Duration::ZERO).await;
    let hourly = vec![Duration::from_secs(AN_HOUR.into())];
    let sandbox = Sandbox::start_with(|settings| settings.callback_retries = hourly).await;
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    assert_eq!(sandbox.complete(&session).await["status"], "complete");
    assert_eq!(merchant.received().len(), 1, "the callback that failed waits for its retry");
}

#[tokio::test]
async fn a_session_completes_by_itself_some_seconds_after_the_redirect() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start_with(|settings| settings.deviations.complete_after = 3.try_into().ok()).await;
    let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    let mut browser = before_consent(&sandbox, &session, "ada").await;
    let before = Instant::now();
    browser.send("consent", &[]).await;
    assert_eq!(browser.location.as_deref(), Some(SUCCESS));
    let received = merchant.wait_for(1).await;
    assert!(before.elapsed() > Duration::from_secs(2), "the redirect comes first");
    assert!(is_signed(&received[0].0, &received[0].1));
    assert_eq!(name(&sandbox, &session).await, "Ada Example");
}

#[tokio::test]
async fn a_finished_login_can_be_completed_again_by_somebody_else() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    for pending in [false, true] {
        let sent = merchant.received().len();
        let wait = if pending { json!(AN_HOUR) } else { Value::Null };
        let on = json!({ "completeTwice": true, "completeAfter": wait, "reopenCancelled": "open" });
        sandbox.deviate(on).await;
        let session = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
        let mut ada = before_consent(&sandbox, &session, "ada").await;
        for _ in 0..2 {
            ada.send("consent", &[]).await;
            assert_eq!(ada.location.as_deref(), Some(SUCCESS), "a second click completes nothing again");
        }
        let expected = if pending { "open" } else { "complete" };
        assert_eq!(status(&sandbox, &session).await, expected);
        let mut quitter = before_consent(&sandbox, &session, "ben").await;
        quitter.send("cancel", &[]).await;
        assert_eq!((quitter.status.as_u16(), &quitter.location), (409, &None));
        assert_eq!(status(&sandbox, &session).await, expected, "a cancel does not undo it");

        assert_eq!(sandbox.log_in(&session, "de-testbank", "ben").await.as_deref(), Some(SUCCESS));
        assert_eq!(sandbox.complete(&session).await["status"], "complete");
        assert_eq!(name(&sandbox, &session).await, "Ben Sample");
        sandbox.deviate(json!({ "completeAfter": null })).await;
        ada.send("consent", &[]).await;
        assert_eq!((ada.status.as_u16(), &ada.location), (303, &Some(SUCCESS.to_owned())), "Ada completes it again");
        assert_eq!(name(&sandbox, &session).await, "Ada Example");
        let names: Vec<Value> = merchant.received()[sent..]
            .iter()
            .map(|(_, body)| {
                serde_json::from_slice::<Value>(body).unwrap()["payload"]["data"]["identity"]["name"].take()
            })
            .collect();
        let all = ["Ada Example", "Ben Sample", "Ada Example"].map(|name| json!(name));
        assert_eq!(names, all[usize::from(pending)..], "a result that waited is replaced");

        sandbox.deviate(json!({ "completeTwice": false })).await;
        assert_eq!(sandbox.open(&session).await.status, 409, "off");
        sandbox.deviate(json!({ "completeTwice": true, "redirectFinished": true })).await;
        let mut ben = sandbox.open(&session).await;
        assert_eq!(ben.location.as_deref(), Some(SUCCESS), "the redirect goes first");
        sandbox.deviate(json!({ "redirectFinished": false })).await;
        ben = before_consent(&sandbox, &session, "ben").await;
        sandbox.deviate(json!({ "redirectFinished": true })).await;
        ben.send("consent", &[]).await;
        assert_eq!((ben.location.as_deref(), name(&sandbox, &session).await), (Some(SUCCESS), json!("Ada Example")));
        sandbox.deviate(json!({ "redirectFinished": false })).await;
        assert_eq!(sandbox.expire(&session).await["status"], "complete");
        assert_eq!(sandbox.open(&session).await.status, 409, "after its time");
    }
}

#[tokio::test]
async fn one_id_is_given_to_two_creates() {
    let sandbox = Sandbox::start().await;
    let apart = [sandbox.create(&request_of(ADA)).await, sandbox.create(&request_of(ADA)).await];
    assert_ne!(apart[0]["id"], apart[1]["id"], "off");

    let first = sandbox.create(&request_of(ADA)).await;
    sandbox.deviate(json!({ "repeatId": true })).await;
    let own = json!({ "externalUser": { "email": BEN }, "successCallbackUrl": "http://localhost:9/return?ivy=ben" });
    let second = sandbox.create(&request(own)).await;
    assert_eq!(second["id"], first["id"]);
    assert_ne!(second["referenceId"], first["referenceId"]);
    assert_ne!(second["redirectUrl"], first["redirectUrl"]);
    assert_eq!(sandbox.call("create", &request(json!({ "referenceId": second["referenceId"] }))).await.0, 409);
    let in_link = second["redirectUrl"].as_str().unwrap().rsplit('=').next().unwrap();
    assert_eq!(sandbox.call("details", &json!({ "id": in_link })).await.0, 404, "the API knows one id");

    sandbox.log_in(&first, "de-testbank", "ada").await.unwrap();
    assert_eq!(name(&sandbox, &first).await, "Ada Example");
    let ben = sandbox.log_in(&second, "de-testbank", "ben").await;
    assert_eq!(ben.as_deref(), Some("http://localhost:9/return?ivy=ben"), "each has its own login and addresses");
    assert_eq!(name(&sandbox, &first).await, "Ben Sample", "details return the last one");
    for (email, name) in [(ADA, "Ada Example"), (BEN, "Ben Sample")] {
        let listed = sandbox.list(&by_email(email)).await;
        assert_eq!((listed.len(), &listed[0]["id"]), (1, &first["id"]));
        assert_eq!(listed[0]["data"]["identity"]["name"], name);
    }

    let third = sandbox.create(&request_of(ADA)).await;
    assert_eq!(third["id"], first["id"], "and to every later one");
    sandbox.deviate(json!({ "repeatId": false })).await;
    let fourth = sandbox.create(&request_of(ADA)).await;
    assert_ne!(fourth["id"], first["id"]);
    sandbox.expire(&first).await;
    assert_eq!(sandbox.open(&third).await.status, 410, "an id stands for all its sessions");
}

#[tokio::test]
async fn the_first_create_has_nothing_to_repeat() {
    let sandbox = Sandbox::start_with(|settings| settings.deviations.repeat_id = true).await;
    let first = sandbox.create(&request_of(ADA)).await;
    assert_eq!(status(&sandbox, &first).await, "open");
    assert_eq!(sandbox.create(&request_of(BEN)).await["id"], first["id"]);
}

#[tokio::test]
async fn lists_and_accounts_are_turned_round() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let mut ids = Vec::new();
    for bank in ["de-testbank-two", "de-testbank"] {
        let session = sandbox.create(&request_of(ADA)).await;
        sandbox.log_in(&session, bank, "ada").await.unwrap();
        ids.push(session["id"].clone());
    }
    let order = async || -> Vec<Value> {
        sandbox.list(&by_email(ADA)).await.into_iter().map(|mut session| session["id"].take()).collect()
    };
    let two = json!({ "id": ids[0] });
    let (current, savings) = ("DE93999900020000000101", "DE71999900020000000303");
    assert_eq!(order().await, ids);
    assert_eq!(ibans(&sandbox.details(&two).await), [current, savings]);
    assert_eq!(ibans(&sandbox.list(&by_email(ADA)).await[0]), [current, savings]);

    sandbox.deviate(json!({ "reverseList": true })).await;
    assert_eq!(order().await, [ids[1].clone(), ids[0].clone()]);
    assert_eq!(ibans(&sandbox.list(&by_email(ADA)).await[1]), [current, savings]);
    sandbox.deviate(json!({ "reverseList": false, "reverseAccounts": true })).await;
    assert_eq!(order().await, ids);
    assert_eq!(ibans(&sandbox.details(&two).await), [savings, current]);
    assert_eq!(ibans(&sandbox.list(&by_email(ADA)).await[0]), [savings, current]);

    let reported = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    sandbox.log_in(&reported, "de-testbank-two", "ada").await.unwrap();
    let event: Value = serde_json::from_slice(&merchant.received()[0].1).unwrap();
    assert_eq!(ibans(&event["payload"]), [savings, current]);
    sandbox.deviate(json!({ "reverseAccounts": false })).await;
    assert_eq!(ibans(&sandbox.details(&reported).await), [current, savings], "only the responses were reversed");
}

#[tokio::test]
async fn dates_and_users_are_shown_and_left_out() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let long_ago = 1_700_000_000;
    let body = request(json!({
        "createdAt": long_ago,
        "expiresAt": long_ago + 86_400,
        "externalUser": { "email": ADA, "referenceId": "cus_ada", "metadata": { "tier": "gold" } },
    }));
    let old = sandbox.create(&body).await;
    assert_eq!(sandbox.details(&old).await["createdAt"], long_ago);
    let session = sandbox.create(&request(json!({ "externalUser": body["externalUser"] }))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    let shown = async || {
        let listed = sandbox.list(&by_email(ADA)).await.remove(0);
        let details = sandbox.details(&session).await;
        let (date, user) = ("createdAt", "externalUser");
        [listed.get(date), listed.get(user), details.get(date), details.get(user)].map(|value| value.cloned())
    };
    let (date, user) = (Some(session["createdAt"].clone()), Some(body["externalUser"].clone()));
    assert!(date.as_ref().is_some_and(Value::is_i64));
    assert_eq!(shown().await, [None, None, date.clone(), user.clone()]);
    for (name, expected) in [
        ("dates", [date.clone(), None, date.clone(), user.clone()]),
        ("listExternalUser", [None, user.clone(), date.clone(), user.clone()]),
        ("omitDetailsCreatedAt", [None, None, None, user.clone()]),
        ("omitDetailsExternalUser", [None, None, date, None]),
    ] {
        sandbox.deviate(json!({ name: true })).await;
        assert_eq!(shown().await, expected, "{name}");
        sandbox.deviate(json!({ name: false })).await;
    }

    sandbox.deviate(json!({ "omitDetailsCreatedAt": true, "omitDetailsExternalUser": true })).await;
    let reported = sandbox.create(&request(json!({ "resultCallbackUrl": merchant.url }))).await;
    assert!(reported["createdAt"].is_i64() && reported["externalUser"].is_object(), "create keeps them");
    sandbox.log_in(&reported, "de-testbank", "ada").await.unwrap();
    let event: Value = serde_json::from_slice(&merchant.received()[0].1).unwrap();
    assert_eq!(event["payload"], sandbox.details(&reported).await);
    assert_eq!((event["payload"].get("createdAt"), event["payload"].get("externalUser")), (None, None));
}

#[tokio::test]
async fn every_field_of_the_request_is_echoed() {
    let merchant = Merchant::start(&[200], Duration::ZERO).await;
    let sandbox = Sandbox::start().await;
    let body = request(json!({
        "displayId": "Order 7",
        "locale": "de",
        "permissions": ["match_identity", "identity"],
        "matchData": { "name": "Ada Example" },
        "metadata": { "order": 7, "nested": { "note": "for Ada" } },
        "prefill": { "bankId": "de-testbank", "email": ADA },
        "externalUser": { "email": ADA, "phone": "+4915200000001", "metadata": { "key1": "value1" } },
        "resultCallbackUrl": merchant.url,
        "customer": { "email": ADA },
        "status": "complete",
        "id": "chosen-by-the-merchant",
        "data": { "bankName": "chosen by the merchant" },
    }));
    let of_ivy = ["id", "status", "data"];
    let echoes = |response: &Value| {
        body.as_object()
            .unwrap()
            .iter()
            .all(|(name, value)| of_ivy.contains(&name.as_str()) || response[name] == *value)
            && response["request"] == body
    };

    let before = sandbox.create(&body).await;
    sandbox.log_in(&before, "de-testbank", "ada").await.unwrap();
    let plain = sandbox.details(&before).await;
    for response in [&before, &plain, &sandbox.list(&by_email(ADA)).await[0]] {
        assert!(
            ["customer", "matchData", "request"].iter().all(|name| response.get(name).is_none()),
            "off: {response}"
        );
    }

    sandbox.deviate(json!({ "echoRequest": true })).await;
    let old = sandbox.details(&before).await;
    assert!(echoes(&old), "also what was created before: {old}");
    for (name, value) in plain.as_object().unwrap() {
        assert_eq!(&old[name], value, "Ivy's own value wins: {name}");
    }
    let mut again = body.clone();
    again["referenceId"] = json!("echo-2");
    let created = sandbox.create(&again).await;
    assert_eq!((&created["customer"], &created["request"]), (&again["customer"], &again));
    assert_eq!((&created["status"], created["redirectUrl"].is_string()), (&json!("open"), true));
    assert_ne!(created["id"], again["id"]);
    sandbox.log_in(&created, "de-testbank", "ada").await.unwrap();
    let event: Value = serde_json::from_slice(&merchant.received().last().unwrap().1).unwrap();
    assert_eq!(event["payload"], sandbox.details(&created).await);
    let listed = sandbox.list(&by_email(ADA)).await;
    assert!(echoes(&listed[0]), "{}", listed[0]);
    assert_eq!((&listed[0]["id"], &listed[0]["data"]), (&before["id"], &plain["data"]));
    assert_eq!(listed[1]["request"], again);
}
