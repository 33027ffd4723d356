//! The proxy under test with an Ivy that deviates from the assumed one: the sandbox, with each of its deviations.
//!
//! | deviation | properties that hold | properties that fail |
//! |---|---|---|
//! | none | S1, P1 | |
//! | a cancelled login can be completed | S1, P1, L1 | |
//! | selectors are ignored | S1, L1 | |
//! | no list, refused selectors | S1, L1 | |
//! | a finished link leads any visitor to the success URL (breaks assumption A) | P1 | S1, until the other browser has presented its nonce |
//! | success before "complete" | C1, S1, L1 | |
//! | completed twice, the second time by another person (breaks assumption B) | P1; D1: once a session was shown, no other person's is shown in its place | S1, if the second login precedes the first presentation |
//! | one id for two creates (breaks assumption C) | S2: both sessions are locked | |
//! | the same, and the row of the first create is lost | P1 | S1 |
//! | another order of sessions and accounts | law 4: a handle names the same account; L1 | |
//! | more and fewer fields in lists and details | S1, L1 | |
//! | echoes of the request | law 14, law 15 | |
//! | no callback comes | S1, L1 | |
//!
//! The properties are those of the release rule's model (`www/proxy/core/tests/release/model/law.rs`). S1: each response
//! names only the person to whom it is shown. S2: nothing comes from a locked row. P1: nothing is shown after another
//! person's browser has presented a nonce. C1: nothing is shown before Ivy's status is "complete". D1: no session shows a
//! second person. L1: the owner's own login ends in release.

use std::collections::BTreeSet;

use ivy_data_session::recall::Criteria;
use serde_json::{Value, json};

use crate::sandbox::merchant::Merchant;
use crate::sandbox::{API_KEY, SIGNING_SECRET, Sandbox};
use crate::support::{Browser, Ivy, TestDatabase, TestEnv, a_request};

const ADA: &str = "Ada Example";
const BEN: &str = "Ben Sample";

/// The way in which a shop and its customers encounter a deviation.
#[derive(Clone, Copy, Debug)]
enum Script {
    Forwarded,
    Cancelled,
    OwnLists,
    SuccessFirst,
    Twice,
    OneId,
    Order,
    Echo,
}

/// The rows of the table: members of `/sandbox/deviations`, the script, and the properties that fail in it.
const ROWS: [(&str, Script, &[&str]); 16] = [
    ("{}", Script::Forwarded, &[]),
    (r#"{ "reopenCancelled": "failed" }"#, Script::Cancelled, &[]),
    (r#"{ "reopenCancelled": "open" }"#, Script::Cancelled, &[]),
    (r#"{ "ignoreSelectors": true }"#, Script::OwnLists, &[]),
    (r#"{ "missingList": true }"#, Script::OwnLists, &[]),
    (r#"{ "refuseSelectors": "all" }"#, Script::OwnLists, &[]),
    (r#"{ "refuseSelectors": "assumed" }"#, Script::OwnLists, &[]),
    (r#"{ "redirectFinished": true }"#, Script::Forwarded, &["S1"]),
    (r#"{ "completeAfter": 3600 }"#, Script::SuccessFirst, &[]),
    (r#"{ "completeTwice": true }"#, Script::Twice, &["S1"]),
    (r#"{ "repeatId": true }"#, Script::OneId, &[]),
    (r#"{ "reverseList": true, "reverseAccounts": true }"#, Script::Order, &[]),
    (r#"{ "dates": true, "listExternalUser": true }"#, Script::OwnLists, &[]),
    (r#"{ "omitDetailsCreatedAt": true, "omitDetailsExternalUser": true }"#, Script::OwnLists, &[]),
    (r#"{ "echoRequest": true }"#, Script::Echo, &[]),
    (r#"{ "holdCallbacks": true }"#, Script::OwnLists, &[]),
];

/// Properties, each with true if it held.
type PropertyResults = Vec<(&'static str, bool)>;

#[tokio::test]
async fn each_deviation_takes_no_more_than_the_law_says() {
    for (members, script, fails) in ROWS {
        let held = play(script, &Shop::with(members).await).await;
        for law in fails {
            assert!(held.iter().any(|(name, _)| name == law), "{members} {script:?}: {law} is not looked at");
        }
        for (law, hold_next) in held {
            assert_eq!(hold_next, !fails.contains(&law), "{members} {script:?}: {law}");
        }
    }
}

#[tokio::test]
async fn every_deviation_of_the_sandbox_is_in_the_table() {
    let sandbox = Sandbox::start().await;
    let all = sandbox.deviate(json!({})).await;
    let names = |members: &Value| members.as_object().expect("members").keys().cloned().collect::<BTreeSet<_>>();
    let rows = ROWS.map(|(members, ..)| names(&serde_json::from_str(members).expect("json")));
    assert_eq!(rows.into_iter().flatten().collect::<BTreeSet<_>>(), names(&all));
}

/// Assumption C after a restored backup: the table does not know that Ivy gave the id to Ada. Uses the scripted Ivy,
/// which keeps one record for both.
#[tokio::test]
async fn one_id_for_two_creates_shows_another_person_if_the_first_row_is_lost() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let id = ada.create().await.id();
    env.database.run("DELETE FROM ivy_sessions").await;
    env.ivy.repeats_ids();
    assert_eq!(ben.create().await.id(), id);
    let (_, _, request) = env.ivy.last();
    let bens = nonce(request["successCallbackUrl"].as_str().expect("a url"));
    env.ivy.complete(&id);
    assert!(present(&ben, &bens).await.contains(ADA), "S1 holds: SECURITY.md promises too little");
    // Once another person's browser has presented the nonce of this row, nothing is shown.
    present(&ada, &bens).await;
    assert!(!present(&ben, &bens).await.contains(ADA));
    let details = ben.post("/data/session/details", json!({ "id": id })).await;
    assert_eq!(details.refusal(), (404, "not_found".to_owned()));
    assert!(ben.list().await.is_empty());
}

/// A proxy with a sandbox whose callbacks wait until the test delivers them.
struct Shop {
    env: TestEnv,
    sandbox: Sandbox,
    callbacks: Merchant,
    ada: Browser,
    ben: Browser,
}

impl Shop {
    async fn with(members: &str) -> Self {
        let (sandbox, callbacks) = (Sandbox::start().await, Merchant::start(&[200], std::time::Duration::ZERO).await);
        sandbox.deviate(serde_json::from_str(members).expect("json")).await;
        let env = TestEnv::over(TestDatabase::new().await, Ivy::start().await, |settings| {
            settings.ivy_url = sandbox.url("");
            settings.api_key = API_KEY.into();
            settings.signing_secrets = vec![SIGNING_SECRET.into()];
            settings.callback_url = Some(callbacks.url.clone());
        })
        .await;
        let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
        Self { env, sandbox, callbacks, ada, ben }
    }

    /// Logs in to a bank by the session's link. Returns the nonce with which the browser returns.
    async fn finish(&self, session: &Value, username: &str) -> String {
        let location = self.sandbox.log_in(session, "de-testbank", username).await;
        nonce(&location.expect("a way back to the shop"))
    }

    /// Opens the link and cancels.
    async fn cancel(&self, session: &Value, username: &str) -> String {
        let mut tab = self.sandbox.open(session).await;
        tab.log_in("de-testbank", username).await;
        tab.send("cancel", &[]).await;
        nonce(&tab.location.expect("a way back to the shop"))
    }

    /// Delivers the callbacks that the sandbox has sent so far.
    async fn deliver(&self) {
        for (headers, body) in self.callbacks.received() {
            let signature = headers["x-ivy-signature"].to_str().expect("a signature");
            let post = self.ada.request("/callback").header("x-ivy-signature", Some(signature)).raw(body);
            assert_eq!(post.send().await.status, 200);
        }
    }

    /// Makes a complete bank login.
    async fn connect(&self, browser: &Browser, username: &str) -> Value {
        let session = begin(browser).await;
        present(browser, &self.finish(&session, username).await).await;
        session
    }

    /// Returns all data of a session that a customer's browser gets through any route.
    async fn shown(&self, browser: &Browser, customer: &str, session: &Value) -> String {
        let details = browser.post("/data/session/details", json!({ "id": session["id"] })).await;
        let result = browser.post("/result", json!({ "referenceId": session["referenceId"] })).await;
        let list = browser.post("/data/session/list", json!({})).await;
        let mut shown = [details.text.as_str(), &result.text, &list.text].concat();
        if details.status == 200 {
            let handle = handles(&details.json()).into_iter().next().expect("an account");
            let id = session["id"].as_str().expect("an id");
            let paid = self.env.proxy.release_account(Some(customer), id, &handle, &wanted()).await;
            shown.push_str(&paid.expect("the account of the details").to_string());
        }
        shown
    }

    async fn shown_to_ada(&self, session: &Value) -> String {
        self.shown(&self.ada, "ada", session).await
    }

    async fn shown_to_ben(&self, session: &Value) -> String {
        self.shown(&self.ben, "ben", session).await
    }

    /// Returns true if nobody gets any data of a session, even after its callbacks and another presentation.
    async fn is_shut(&self, session: &Value, nonces: &[&str]) -> bool {
        self.deliver().await;
        let mut shown = Vec::new();
        for nonce in nonces {
            shown.push(present(&self.ada, nonce).await);
        }
        shown.extend([self.shown_to_ada(session).await, self.shown_to_ben(session).await]);
        !shown.iter().any(|text| text.contains(ADA) || text.contains(BEN))
    }
}

async fn play(script: Script, shop: &Shop) -> PropertyResults {
    match script {
        Script::Forwarded => forwarded(shop).await,
        Script::Cancelled => cancelled(shop).await,
        Script::OwnLists => own_lists(shop).await,
        Script::SuccessFirst => success_first(shop).await,
        Script::Twice => twice(shop).await,
        Script::OneId => one_id(shop).await,
        Script::Order => order(shop).await,
        Script::Echo => echo(shop).await,
    }
}

/// Runs a script: Ada passes her link on, Ben finishes the login, and Ada opens the finished link.
async fn forwarded(shop: &Shop) -> PropertyResults {
    let session = begin(&shop.ada).await;
    let bens = shop.finish(&session, "ben").await;
    shop.deliver().await;
    let mut shown = Vec::new();
    let mut nonces = Vec::new();
    if let Some(location) = shop.sandbox.open(&session).await.location {
        nonces.push(nonce(&location));
        shown.push(present(&shop.ada, &nonces[0]).await);
    }
    shown.push(shop.shown_to_ada(&session).await);
    let is_own = !shown.iter().any(|text| text.contains(BEN));
    let refused = present(&shop.ben, &bens).await;
    nonces.push(bens);
    let nonces: Vec<&str> = nonces.iter().map(String::as_str).collect();
    let is_shut = !refused.contains(BEN) && shop.is_shut(&session, &nonces).await;
    // The other browser returns first.
    let second = begin(&shop.ada).await;
    let bens = shop.finish(&second, "ben").await;
    present(&shop.ben, &bens).await;
    let stays_shut = shop.is_shut(&second, &[&bens]).await;
    vec![("S1", is_own), ("P1", is_shut && stays_shut)]
}

/// Runs a script: Ada cancels, presents the error URL's nonce and passes the link on, and Ben finishes the login
/// (attacks.md, 1).
async fn cancelled(shop: &Shop) -> PropertyResults {
    let session = begin(&shop.ada).await;
    let error = shop.cancel(&session, "ada").await;
    let mut shown = vec![present(&shop.ada, &error).await];
    let bens = shop.finish(&session, "ben").await;
    shop.deliver().await;
    shown.extend([present(&shop.ada, &error).await, shop.shown_to_ada(&session).await]);
    let is_own = !shown.iter().any(|text| text.contains(BEN));
    present(&shop.ben, &bens).await;
    let is_shut = shop.is_shut(&session, &[&error, &bens]).await;
    // Ada finishes her own login after all.
    let second = begin(&shop.ada).await;
    let error = shop.cancel(&second, "ada").await;
    present(&shop.ada, &error).await;
    let adas = shop.finish(&second, "ada").await;
    let is_released = present(&shop.ada, &adas).await.contains(ADA);
    vec![("S1", is_own), ("P1", is_shut), ("L1", is_released)]
}

/// Runs a script: Ada and Ben each have a session.
async fn own_lists(shop: &Shop) -> PropertyResults {
    let (adas, bens) = (shop.connect(&shop.ada, "ada").await, shop.connect(&shop.ben, "ben").await);
    let mut shown = Vec::new();
    for session in [&adas, &bens] {
        shown.push((shop.shown_to_ada(session).await, shop.shown_to_ben(session).await));
    }
    let is_own = shown.iter().all(|(ada, ben)| !ada.contains(BEN) && !ben.contains(ADA));
    let is_released = shown[0].0.matches(ADA).count() >= 4 && shown[1].1.matches(BEN).count() >= 4;
    vec![("S1", is_own), ("L1", is_released)]
}

/// Runs a script: the shopper returns before the session is complete.
async fn success_first(shop: &Shop) -> PropertyResults {
    let mut releases = Vec::new();
    let mut shown_early = String::new();
    let mut shown_to_ben = String::new();
    for by_callback in [false, true] {
        let session = begin(&shop.ada).await;
        let nonce = shop.finish(&session, "ada").await;
        let response = present(&shop.ada, &nonce).await;
        releases.push(response.contains("\"pending\""));
        shown_early.push_str(&response);
        shown_early.push_str(&shop.ada.post("/data/session/details", json!({ "id": session["id"] })).await.text);
        shop.sandbox.complete(&session).await;
        if by_callback {
            shop.deliver().await;
            let details = shop.ada.post("/data/session/details", json!({ "id": session["id"] })).await;
            releases.push(details.text.contains(ADA));
        }
        releases.push(shop.shown_to_ada(&session).await.contains("\"complete\""));
        releases.push(shop.shown_to_ada(&session).await.contains(ADA));
        shown_to_ben.push_str(&shop.shown_to_ben(&session).await);
    }
    let is_released = releases.iter().all(|release| *release);
    vec![("C1", !shown_early.contains(ADA)), ("S1", !shown_to_ben.contains(ADA)), ("L1", is_released)]
}

/// Runs a script: Ada finishes her login, and Ben finishes it again.
async fn twice(shop: &Shop) -> PropertyResults {
    let session = shop.connect(&shop.ada, "ada").await;
    let is_released = shop.shown_to_ada(&session).await.contains(ADA);
    let bens = shop.finish(&session, "ben").await;
    shop.deliver().await;
    let is_same_person = !shop.shown_to_ada(&session).await.contains(BEN);
    present(&shop.ben, &bens).await;
    let is_shut = shop.is_shut(&session, &[&bens]).await;
    // Before she has presented her nonce.
    let second = begin(&shop.ada).await;
    let adas = shop.finish(&second, "ada").await;
    let bens = shop.finish(&second, "ben").await;
    let is_own = !present(&shop.ada, &adas).await.contains(BEN);
    present(&shop.ben, &bens).await;
    let stays_shut = shop.is_shut(&second, &[&adas, &bens]).await;
    vec![("L1", is_released), ("D1", is_same_person), ("S1", is_own), ("P1", is_shut && stays_shut)]
}

/// Runs a script: Ivy returns the id of Ada's session for Ben's create.
async fn one_id(shop: &Shop) -> PropertyResults {
    let session = begin(&shop.ada).await;
    let refused = shop.ben.post("/data/session/create", a_request()).await;
    let adas = shop.finish(&session, "ada").await;
    let is_shut = shop.is_shut(&session, &[&adas]).await;
    vec![("S2", refused.status == 502 && is_shut)]
}

/// Runs a script: sessions and accounts change their order between choice and payment (attacks.md, 10).
async fn order(shop: &Shop) -> PropertyResults {
    shop.sandbox.deviate(json!({ "reverseList": false, "reverseAccounts": false })).await;
    let mut choices = Vec::new();
    for _ in 0..2 {
        let session = begin(&shop.ada).await;
        let location = shop.sandbox.log_in(&session, "de-testbank-two", "ada").await.expect("a way back");
        present(&shop.ada, &nonce(&location)).await;
        let id = session["id"].as_str().expect("an id").to_owned();
        let details = shop.ada.post("/data/session/details", json!({ "id": id })).await.json();
        choices.extend(handles(&details).into_iter().zip(ibans(&details["data"])).map(|choice| (id.clone(), choice)));
    }
    let ids = shop.ada.list().await;
    shop.sandbox.deviate(json!({ "reverseList": true, "reverseAccounts": true })).await;
    let turned = shop.ada.list().await;
    let mut paid = Vec::new();
    for (id, (handle, iban)) in &choices {
        let released = shop.env.proxy.release_account(Some("ada"), id, handle, &wanted()).await.expect("released");
        let account = json!({ "accounts": [released["account"]] });
        paid.push(ibans(&account) == [iban.clone()] && released["session"]["id"] == json!(id));
    }
    let are_same = paid.len() == 4 && paid.iter().all(|same| *same);
    vec![("law 4", are_same), ("L1", turned.iter().rev().eq(&ids))]
}

/// Runs a script: Ivy repeats the whole request in each response.
async fn echo(shop: &Shop) -> PropertyResults {
    let created = shop.ada.create().await;
    let session = created.json();
    let nonce = shop.finish(&session, "ada").await;
    let shown = [created.text, present(&shop.ada, &nonce).await, shop.shown_to_ada(&session).await].concat();
    let table = shop.env.database.dump().await;
    let stored = shop.sandbox.details(&session).await;
    let echoed = stored.to_string();
    let hidden = [nonce.as_str(), "CallbackUrl", "cus_ada"];
    assert!(hidden.iter().all(|text| echoed.contains(text)), "the sandbox echoes nothing");
    let is_hidden = |text: &str| !hidden.iter().any(|hidden| text.contains(hidden));
    vec![("law 14", is_hidden(&table)), ("law 15", shown.contains(ADA) && is_hidden(&shown))]
}

async fn begin(browser: &Browser) -> Value {
    browser.create().await.json()
}

/// Posts a nonce. Returns the text of the response.
async fn present(browser: &Browser, nonce: &str) -> String {
    browser.post("/result", json!({ "nonce": nonce })).await.text
}

/// Returns the nonce in a return URL.
fn nonce(location: &str) -> String {
    let url = url::Url::parse(location).expect("a url");
    url.query_pairs().find(|(name, _)| name == "ivy").expect("a nonce").1.into_owned()
}

fn wanted() -> Criteria {
    Criteria { required: vec!["identity".into()], max_age_days: None }
}

fn handles(session: &Value) -> Vec<String> {
    let accounts = session["data"]["accounts"].as_array().expect("accounts");
    accounts.iter().map(|account| account["handle"].as_str().expect("a handle").to_owned()).collect()
}

fn ibans(data: &Value) -> Vec<String> {
    let accounts = data["accounts"].as_array().expect("accounts");
    let iban = |account: &Value| account["identifier"]["iban"]["iban"].as_str().expect("an iban").to_owned();
    accounts.iter().map(iban).collect()
}
