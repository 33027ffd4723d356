//! SECURITY.md, 4: the page's decision is for display; for a payment the server fetches and decides again.

use ivy_data_session::recall::Criteria;
use serde_json::json;

use crate::support::{Browser, Refusal, TestEnv};

/// Returns the handles of a session's accounts in the page's response.
async fn handles(browser: &Browser, id: &str) -> Vec<String> {
    let session = browser.post("/data/session/details", json!({ "id": id })).await.json();
    let accounts = session["data"]["accounts"].as_array().expect("accounts");
    accounts.iter().map(|account| account["handle"].as_str().expect("a handle").to_owned()).collect()
}

fn wanted() -> Criteria {
    Criteria { required: vec!["identity".into(), "accounts".into()], max_age_days: None }
}

#[tokio::test]
async fn a_payment_uses_what_ivy_says_now() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let handle = handles(&ada, &id).await.remove(0);
    env.ivy.change(&id, |session| session["data"]["accounts"][0]["name"] = json!("Savings"));
    let request_count = env.ivy.requests_to("/details");
    let released = env.proxy.release_account(Some("ada"), &id, &handle, &wanted()).await.expect("an account");
    assert_eq!(env.ivy.requests_to("/details"), request_count + 1);
    assert_eq!(released["account"]["name"], "Savings");
    assert_eq!(released["session"]["id"], id);
    assert_eq!(released["account"]["identifier"]["iban"]["iban"], "DE89370400440532013000");
}

#[tokio::test]
async fn a_forged_payment_is_refused() {
    let env = TestEnv::new().await;
    let browser = env.browser(Some("ada"));
    let id = env.connect(&browser).await;
    let handle = handles(&browser, &id).await.remove(0);
    let (ada, ben) = (Some("ada"), Some("ben"));
    let unproven = env.browser(Some("ada")).create().await.id();
    env.ivy.complete(&unproven);
    let bens = env.connect(&env.browser(Some("ben"))).await;
    let rows = [
        ("another's session", ada, bens.as_str()),
        ("one's session in another's name", ben, id.as_str()),
        ("a guest", None, id.as_str()),
        ("a login that nobody came back from", ada, unproven.as_str()),
        ("no session", ada, ""),
        ("an unknown session", ada, "0123456789abcdef01234567"),
    ];
    let mut refusals = Vec::new();
    for (what, who, id) in rows {
        refusals.push(env.proxy.release_account(who, id, &handle, &wanted()).await.expect_err(what));
    }
    assert_eq!(refusals[0].status, 404);
    assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{refusals:?}");
}

#[tokio::test]
async fn the_same_rules_decide_as_on_the_page() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let handle = handles(&ada, &id).await.remove(0);
    let release = async |wanted: Criteria| env.proxy.release_account(Some("ada"), &id, &handle, &wanted).await.is_ok();
    let needs = |permission: &str| Criteria { required: vec![permission.into()], max_age_days: None };
    assert!(release(needs("identity")).await);
    assert!(!release(needs("match_identity")).await);
    let fresh = Criteria { max_age_days: Some(90.0), ..wanted() };
    assert!(release(fresh.clone()).await);
    env.ivy.change(&id, |session| session["createdAt"] = json!(1_600_000_000));
    assert!(!release(fresh).await, "too old");
    env.ivy.change(&id, |session| session["data"]["identity"] = json!(null));
    assert!(!release(needs("identity")).await);
    env.ivy.change(&id, |session| session["status"] = json!("expired"));
    assert!(!release(needs("accounts")).await);
}

#[tokio::test]
async fn a_page_of_the_shops_own_server_learns_what_the_library_would() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let created = ada.create().await;
    let (id, nonce) = (created.id(), env.ivy.nonce(&created.id()));
    let reference = created.json()["referenceId"].as_str().expect("a reference").to_owned();
    let gone = Refusal { status: 404, code: "not_found".into(), retry_after: None };
    assert_eq!(env.proxy.login(&ada, &reference).await, Err(gone.clone()));
    let pending = json!({ "referenceId": reference, "sessionId": id, "status": "pending" });
    assert_eq!(env.proxy.present_nonce(&ada, &nonce).await, Ok(pending));
    env.ivy.complete(&id);
    let result = env.proxy.present_nonce(&ada, &nonce).await.expect("it is hers");
    let mut shown = ada.post("/result", json!({ "nonce": nonce })).await.json();
    shown["sessionId"] = json!(id);
    assert_eq!(result, shown);
    assert_eq!(env.proxy.login(&ada, &reference).await, Ok(result));
    let strangers = [env.browser(Some("ben")), env.browser(None)];
    for stranger in &strangers {
        assert_eq!(env.proxy.login(stranger, &reference).await, Err(gone.clone()));
    }
    for stranger in &strangers {
        assert_eq!(env.proxy.present_nonce(stranger, &nonce).await, Err(gone.clone()));
    }
    assert_eq!(env.proxy.login(&ada, &reference).await, Err(gone), "a stranger's nonce locks");
}

/// Makes a bank login with these accounts. Returns the session's id.
async fn connect_with(env: &TestEnv, browser: &Browser, accounts: serde_json::Value) -> String {
    let id = browser.create().await.id();
    env.ivy.complete(&id);
    with_accounts(env, &id, accounts);
    let result = browser.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
    assert_eq!(result.json()["status"], "complete");
    id
}

/// Sets the accounts in Ivy's response.
fn with_accounts(env: &TestEnv, id: &str, accounts: serde_json::Value) {
    env.ivy.change(id, |session| session["data"]["accounts"] = accounts);
}

fn iban(name: &str, iban: &str) -> serde_json::Value {
    json!({ "name": name, "identifier": { "iban": { "iban": iban } }, "type": "checking" })
}

const GIRO: &str = "DE89370400440532013000";
const SAVINGS: &str = "DE02120300000000202051";

#[tokio::test]
async fn an_account_is_paid_from_by_its_handle_whatever_its_position() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = connect_with(&env, &ada, json!([iban("Giro", GIRO), iban("Savings", SAVINGS)])).await;
    let [giro, savings] = &handles(&ada, &id).await[..] else { panic!("two accounts") };
    assert_ne!(giro, savings);
    let pays = async |handle: &str| {
        let released = env.proxy.release_account(Some("ada"), &id, handle, &wanted()).await?;
        Ok::<_, Refusal>(released["account"]["identifier"]["iban"]["iban"].as_str().expect("an iban").to_owned())
    };
    let gone = || Err(Refusal { status: 404, code: "account_gone".into(), retry_after: None });
    // Another order, name, balance and spelling: still the same account.
    with_accounts(&env, &id, json!([iban("Sparen", "de02 1203 0000 0000 2020 51"), iban("Konto", GIRO)]));
    assert_eq!(pays(giro).await.as_deref(), Ok(GIRO));
    assert_eq!(pays(savings).await.as_deref(), Ok("de02 1203 0000 0000 2020 51"));
    // The account was closed.
    with_accounts(&env, &id, json!([iban("Savings", SAVINGS)]));
    assert_eq!(pays(giro).await, gone());
    assert_eq!(pays(savings).await.as_deref(), Ok(SAVINGS));
    // Two accounts that cannot be distinguished.
    with_accounts(&env, &id, json!([iban("Savings", SAVINGS), iban("Savings", SAVINGS)]));
    assert_eq!(pays(savings).await, gone());
    for nonsense in ["", "0", "1", "AAAAAAAAAAAAAAAAAAAAAA", &savings[1..]] {
        assert_eq!(pays(nonsense).await, gone(), "{nonsense}");
    }
}

#[tokio::test]
async fn ivys_own_id_of_an_account_is_what_its_handle_goes_by() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let account = |id: &str, iban: &str| json!({ "id": id, "identifier": { "iban": { "iban": iban } } });
    let id = connect_with(&env, &ada, json!([account("acc1", GIRO), account("acc2", GIRO)])).await;
    let [first, second] = &handles(&ada, &id).await[..] else { panic!("two accounts") };
    assert_ne!(first, second);
    // The bank was merged into another: a new IBAN, the same account.
    with_accounts(&env, &id, json!([account("acc2", SAVINGS), account("acc1", GIRO)]));
    let released = env.proxy.release_account(Some("ada"), &id, second, &wanted()).await.expect("the account");
    assert_eq!(released["account"]["id"], "acc2");
    assert_eq!(released["account"]["handle"], second.as_str());
}

#[tokio::test]
async fn a_handle_is_of_no_use_for_another_session_or_another_customer() {
    let env = TestEnv::new().await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let (one, two, bens) = (env.connect(&ada).await, env.connect(&ada).await, env.connect(&ben).await);
    let of = [handles(&ada, &one).await, handles(&ada, &two).await, handles(&ben, &bens).await];
    assert!(of[0] != of[1] && of[1] != of[2], "{of:?}");
    let refused = env.proxy.release_account(Some("ada"), &one, &of[1][0], &wanted()).await.expect_err("another's");
    assert_eq!((refused.status, refused.code.as_str()), (404, "account_gone"));
}

#[tokio::test]
async fn an_account_without_id_and_address_has_no_handle() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let accounts = json!([{ "name": "Giro", "handle": "made-up-by-somebody" }, iban("Savings", SAVINGS)]);
    let id = connect_with(&env, &ada, accounts).await;
    let session = ada.post("/data/session/details", json!({ "id": id })).await.json();
    assert_eq!(session["data"]["accounts"][0], json!({ "name": "Giro" }));
    assert!(session["data"]["accounts"][1]["handle"].is_string());
}
